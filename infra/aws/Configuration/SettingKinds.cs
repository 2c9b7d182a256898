using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pipeline.Infra.Configuration;

/// <summary>A whole number within bounds.</summary>
internal sealed record NumberSetting(string Name, long? Number, long Min, long Max, string Unit, string Meaning)
    : Setting(Name, Bounds(Min, Max, Unit), Number is { } number ? Show(number) : "", Meaning)
{
    public long? Read(SettingSource source)
    {
        if (source.Text(this) is not { } text)
        {
            return Number;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= Min && value <= Max)
        {
            return value;
        }

        source.Refuse(this, text);
        return Number;
    }

    /// <summary>The value of a setting that has a default within an int's bounds.</summary>
    public int ReadInt(SettingSource source) => (int)Read(source)!.Value;

    public int? ReadOptionalInt(SettingSource source) => (int?)Read(source);

    private static string Bounds(long min, long max, string unit) => $"{Show(min)} to {Show(max)}{(unit.Length > 0 ? " " + unit : "")}";

    private static string Show(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}

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

/// <summary>Some texts, each of a certain form: a list in YAML.</summary>
internal sealed record ListSetting(string Name, Regex Form, string Each, int Max, string Meaning)
    : Setting(Name, $"a list of at most {Max}: each {Each}", "", Meaning)
{
    public IReadOnlyList<string> Read(SettingSource source)
    {
        if (source.Text(this) is not { } text)
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() <= Max)
            {
                var texts = list.EnumerateArray().Select(element => element.ValueKind == JsonValueKind.String ? element.GetString() : null).ToArray();
                if (texts.All(each => each is not null && Form.IsMatch(each)))
                {
                    return texts!;
                }
            }
        }
        catch (JsonException)
        {
            // Plain text and no list: refused as everything else that is none.
        }

        source.Refuse(this, text);
        return [];
    }
}

/// <summary>Names with texts: a map in YAML.</summary>
internal sealed record MapSetting(string Name, Regex KeyForm, Regex ValueForm, string Values, int Max, string Meaning)
    : Setting(Name, Values, "", Meaning)
{
    public IReadOnlyDictionary<string, string> Read(SettingSource source)
    {
        var empty = new Dictionary<string, string>();
        if (source.Text(this) is not { } text)
        {
            return empty;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement is { ValueKind: JsonValueKind.Object } map)
            {
                var pairs = map.EnumerateObject().Select(pair => (pair.Name, Value: pair.Value.ToString())).ToArray();
                if (pairs.Length <= Max && pairs.All(pair => KeyForm.IsMatch(pair.Name) && ValueForm.IsMatch(pair.Value)))
                {
                    return pairs.ToDictionary(pair => pair.Name, pair => pair.Value);
                }
            }
        }
        catch (JsonException)
        {
            // As a list that is none.
        }

        source.Refuse(this, text);
        return empty;
    }
}

/// <summary>One of certain numbers.</summary>
internal sealed record NumberChoiceSetting(string Name, IReadOnlyList<int> Choices, int Chosen, string Unit, string Meaning)
    : Setting(Name, $"{string.Join(", ", Choices)} {Unit}", Chosen.ToString(CultureInfo.InvariantCulture), Meaning)
{
    public int Read(SettingSource source)
    {
        if (source.Text(this) is not { } text)
        {
            return Chosen;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && Choices.Contains(value))
        {
            return value;
        }

        source.Refuse(this, text);
        return Chosen;
    }
}
