using System.Text.RegularExpressions;

namespace Pipeline.Infra.Configuration;

/// <summary>True or false.</summary>
internal sealed record FlagSetting(string Name, bool DefaultFlag, string Meaning)
    : Setting(Name, "true or false", DefaultFlag ? "true" : "false", Meaning)
{
    public bool Read(SettingSource source)
    {
        switch (source.GetText(this))
        {
            case null:
                return DefaultFlag;
            case "true":
                return true;
            case "false":
                return false;
            case var text:
                source.AddProblem(this, text);
                return DefaultFlag;
        }
    }
}

/// <summary>One of a fixed set of words.</summary>
internal sealed record ChoiceSetting(string Name, IReadOnlyList<string> Choices, string DefaultChoice, string Meaning)
    : Setting(Name, string.Join(" or ", Choices), DefaultChoice, Meaning)
{
    public string Read(SettingSource source)
    {
        if (source.GetText(this) is not { } text)
        {
            return DefaultChoice;
        }

        if (Choices.Contains(text))
        {
            return text;
        }

        source.AddProblem(this, text);
        return DefaultChoice;
    }
}

/// <summary>Text that matches a pattern.</summary>
internal sealed record TextSetting(string Name, Regex Pattern, string Values, string DefaultText, string Meaning) : Setting(Name, Values, DefaultText, Meaning)
{
    /// <returns>Null if the setting is not set and has no default.</returns>
    public string? Read(SettingSource source)
    {
        if (source.GetText(this) is { } text)
        {
            if (Pattern.IsMatch(text))
            {
                return text;
            }

            source.AddProblem(this, $"\"{text}\"");
        }

        return DefaultText.Length > 0 ? DefaultText : null;
    }
}
