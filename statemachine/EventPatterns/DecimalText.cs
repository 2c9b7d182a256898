using System.Globalization;

namespace Pipeline.EventPatterns;

/// <summary>JSON numbers compared as decimals, so that none loses digits on the way.</summary>
internal static class DecimalText
{
    /// <summary>One spelling for each number: sign, digits without outer zeros, power of ten (<c>-12.50</c>: <c>-125e-1</c>).</summary>
    public static string ToCanonical(string number)
    {
        var mantissa = number.AsSpan();
        var exponent = 0L;
        if (mantissa.IndexOfAny('e', 'E') is >= 0 and var e)
        {
            // An exponent past 64 bits is no number that anybody sends; it then equals its own spelling only.
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
    /// Reads a number for comparison. Only those count that IEEE 754 binary64 holds without losing a digit: the
    /// limit of EventBridge's numeric matching.
    /// </summary>
    public static bool TryReadExact(string number, out double value) =>
        double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
        && double.IsFinite(value)
        && ToCanonical(value.ToString("R", CultureInfo.InvariantCulture)) == ToCanonical(number);
}
