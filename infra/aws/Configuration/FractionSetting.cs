using System.Globalization;

namespace Pipeline.Infra.Configuration;

/// <summary>A number with decimals, from 0.</summary>
internal sealed record FractionSetting(string Name, decimal? DefaultNumber, decimal Max, string Unit, string Meaning)
    : Setting(Name, $"0 to {Format(Max)}{(Unit.Length > 0 ? " " + Unit : "")}", DefaultNumber is { } number ? Format(number) : "", Meaning)
{
    /// <returns>Null if the setting is not set and has no default.</returns>
    public decimal? Read(SettingSource source)
    {
        if (source.GetText(this) is not { } text)
        {
            return DefaultNumber;
        }

        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value <= Max)
        {
            return value;
        }

        source.AddProblem(this, text);
        return DefaultNumber;
    }

    private static string Format(decimal number) => number.ToString("#,0.####", CultureInfo.InvariantCulture);
}
