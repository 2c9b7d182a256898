using System.Text.RegularExpressions;

namespace Pipeline.Infra.Configuration;

/// <summary>Yes or no.</summary>
internal sealed record FlagSetting(string Name, bool Flag, string Meaning)
    : Setting(Name, "true or false", Flag ? "true" : "false", Meaning)
{
    public bool Read(SettingSource source)
    {
        switch (source.Text(this))
        {
            case null:
                return Flag;
            case "true":
                return true;
            case "false":
                return false;
            case var text:
                source.Refuse(this, text);
                return Flag;
        }
    }
}

/// <summary>One of a few words.</summary>
internal sealed record ChoiceSetting(string Name, IReadOnlyList<string> Choices, string Chosen, string Meaning)
    : Setting(Name, string.Join(" or ", Choices), Chosen, Meaning)
{
    public string Read(SettingSource source)
    {
        if (source.Text(this) is not { } text)
        {
            return Chosen;
        }

        if (Choices.Contains(text))
        {
            return text;
        }

        source.Refuse(this, text);
        return Chosen;
    }
}

/// <summary>Text of a certain form.</summary>
internal sealed record TextSetting(string Name, Regex Form, string Values, string Text, string Meaning) : Setting(Name, Values, Text, Meaning)
{
    /// <returns>Null where it is neither set nor has a default.</returns>
    public string? Read(SettingSource source)
    {
        if (source.Text(this) is { } text)
        {
            if (Form.IsMatch(text))
            {
                return text;
            }

            source.Refuse(this, $"\"{text}\"");
        }

        return Text.Length > 0 ? Text : null;
    }
}
