using System.Globalization;

namespace Pipeline.Infra.Configuration;

/// <summary>A whole number within bounds.</summary>
internal sealed record NumberSetting(string Name, long? DefaultNumber, long Min, long Max, string Unit, string Meaning)
    : Setting(Name, FormatBounds(Min, Max, Unit), DefaultNumber is { } number ? Format(number) : "", Meaning)
{
    public long? Read(SettingSource source)
    {
        if (source.GetText(this) is not { } text)
        {
            return DefaultNumber;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= Min && value <= Max)
        {
            return value;
        }

        source.AddProblem(this, text);
        return DefaultNumber;
    }

    /// <summary>Reads a setting that has a default and bounds that fit an <see cref="int"/>.</summary>
    public int ReadInt(SettingSource source) => (int)Read(source)!.Value;

    public int? ReadOptionalInt(SettingSource source) => (int?)Read(source);

    private static string FormatBounds(long min, long max, string unit) => $"{Format(min)} to {Format(max)}{(unit.Length > 0 ? " " + unit : "")}";

    private static string Format(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}

/// <summary>One of a fixed set of numbers.</summary>
internal sealed record NumberChoiceSetting(string Name, IReadOnlyList<int> Choices, int DefaultChoice, string Unit, string Meaning)
    : Setting(Name, $"{string.Join(", ", Choices)} {Unit}", DefaultChoice.ToString(CultureInfo.InvariantCulture), Meaning)
{
    public int Read(SettingSource source)
    {
        if (source.GetText(this) is not { } text)
        {
            return DefaultChoice;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && Choices.Contains(value))
        {
            return value;
        }

        source.AddProblem(this, text);
        return DefaultChoice;
    }
}
