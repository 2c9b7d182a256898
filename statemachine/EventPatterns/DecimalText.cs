using System.Globalization;

namespace Pipeline.EventPatterns;

/// <summary>Compares JSON numbers by their decimal digits, so that no digit is lost.</summary>
internal static class DecimalText
{
    /// <summary>Converts a number to its only canonical form: sign, digits without outer zeros, power of ten (<c>-12.50</c> becomes <c>-125e-1</c>).</summary>
    public static string ToCanonical(string number)
    {
        var mantissa = number.AsSpan();
        var exponent = 0L;
        if (mantissa.IndexOfAny('e', 'E') is >= 0 and var e)
        {
            // No realistic number has an exponent of more than 64 bits. Such a number equals only its own spelling.
            if (!long.TryParse(mantissa[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            {
                return number;
            }

            mantissa = mantissa[..e];
        }

        var sign = mantissa[0] == '-' ? "-" : "";
        var point = mantissa.IndexOf('.');
        exponent -= point < 0 ? 0 : mantissa.Length - point - 1;
        var digits = mantissa.ToString().Replace(".", "", StringComparison.Ordinal).TrimStart('-').TrimStart('0');
        var significant = digits.TrimEnd('0');
        return significant.Length == 0 ? "0" : $"{sign}{significant}e{exponent + digits.Length - significant.Length}";
    }

    /// <summary>
    /// Reads a number for comparison. Succeeds only if IEEE 754 binary64 holds the number without losing a digit,
    /// which is the limit of EventBridge's numeric matching.
    /// </summary>
    public static bool TryReadExact(string number, out double value) =>
        double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
        && double.IsFinite(value)
        && ToCanonical(value.ToString("R", CultureInfo.InvariantCulture)) == ToCanonical(number);
}
