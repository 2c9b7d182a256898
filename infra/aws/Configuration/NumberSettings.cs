using System.Globalization;

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
