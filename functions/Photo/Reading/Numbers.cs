using System.Globalization;

namespace Pipeline.Photo.Reading;

/// <summary>Numbers of metadata, within what is possible.</summary>
internal static class Numbers
{
    private const int SignificantDigits = 8;

    /// <summary>Reads a decimal number or a fraction (<c>1/125</c>), as XMP writes them.</summary>
    public static double? Parse(string? text)
    {
        if (text is null || text.Length > 100)
        {
            return null;
        }

        var parts = text.Split('/');
        return parts switch
        {
            [var one] when TryParse(one, out var value) => value,
            [var top, var bottom] when TryParse(top, out var above) && TryParse(bottom, out var below) && below != 0 => above / below,
            _ => null,
        };
    }

    /// <summary>A positive number up to a maximum, rounded to 8 significant digits; null for any other.</summary>
    public static double? Positive(double? number, double max) =>
        number > 0 && number <= max ? double.Parse(number.Value.ToString($"G{SignificantDigits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : null;

    private static bool TryParse(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
}
