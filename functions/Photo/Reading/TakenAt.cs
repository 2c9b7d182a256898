using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.Photo.Reading;

/// <summary>Reads the dates of EXIF, IPTC and XMP, and writes them in one form: ISO 8601.</summary>
internal static partial class TakenAt
{
    private const int MaxLength = 64;

    // The oldest photograph.
    private const int FirstYear = 1826;

    /// <summary>Joins date, fraction and offset of EXIF, which has a tag for each.</summary>
    public static string? FromExif(string? date, string? fraction, string? offset, DateTimeOffset now)
    {
        var point = fraction?.Trim() is { Length: > 0 } digits && digits.All(char.IsAsciiDigit) ? "." + digits : string.Empty;
        return date is null ? null
            : (offset is null ? null : Parse($"{date}{point}{offset.Trim()}", now)) ?? Parse(date + point, now) ?? Parse(date, now);
    }

    /// <summary>Joins date (<c>20240501</c>) and time (<c>123456+0200</c>) of IPTC.</summary>
    public static string? FromIptc(string? date, string? time, DateTimeOffset now) =>
        date is null ? null : (time is null ? null : Parse($"{date}T{time}", now)) ?? Parse(date, now);

    /// <param name="text">A date as EXIF, IPTC and XMP write it; XMP may leave out everything after the year.</param>
    /// <param name="now">A date more than a day later is impossible.</param>
    /// <returns>Null if the text is no date, or an impossible one.</returns>
    public static string? Parse(string? text, DateTimeOffset now)
    {
        if (text is null || text.Length > MaxLength || Form().Match(text.Trim()) is not { Success: true } match)
        {
            return null;
        }

        var (year, month, day) = (Number(match, "year") ?? 0, Number(match, "month"), Number(match, "day"));
        var (hour, minute, second) = (Number(match, "hour"), Number(match, "minute"), Number(match, "second"));
        var offset = ReadOffset(match);
        if (year < FirstYear || year > 9998 || month is < 1 or > 12 || day is < 1 || day > DateTime.DaysInMonth(year, month ?? 1)
            || hour > 23 || minute > 59 || second > 59)
        {
            return null;
        }

        var time = new DateTime(year, month ?? 1, day ?? 1, hour ?? 0, minute ?? 0, second ?? 0, DateTimeKind.Utc);
        if (time - (offset ?? TimeSpan.Zero) > now.UtcDateTime.AddDays(1))
        {
            return null;
        }

        var fraction = second is null ? string.Empty : match.Groups["fraction"].Value;
        var form = (month, day, hour, second) switch
        {
            (null, _, _, _) => "yyyy",
            (_, null, _, _) => "yyyy-MM",
            (_, _, null, _) => "yyyy-MM-dd",
            (_, _, _, null) => "yyyy-MM-ddTHH:mm",
            _ => "yyyy-MM-ddTHH:mm:ss",
        };
        return time.ToString(form, CultureInfo.InvariantCulture) + fraction + (hour is null ? string.Empty : Format(offset));
    }

    private static int? Number(Match match, string group) =>
        match.Groups[group] is { Success: true } found ? int.Parse(found.ValueSpan, CultureInfo.InvariantCulture) : null;

    /// <summary>The offset from UTC; null if there is none, or no clock on earth has it.</summary>
    private static TimeSpan? ReadOffset(Match match)
    {
        if (match.Groups["zulu"].Success)
        {
            return TimeSpan.Zero;
        }

        if (Number(match, "offsetHours") is not { } hours)
        {
            return null;
        }

        var offset = new TimeSpan(hours, Number(match, "offsetMinutes") ?? 0, 0);
        return hours > 14 || offset.Minutes != (Number(match, "offsetMinutes") ?? 0) ? null : match.Groups["sign"].Value == "-" ? -offset : offset;
    }

    private static string Format(TimeSpan? offset) => offset switch
    {
        null => string.Empty,
        { Ticks: 0 } => "Z",
        { } other => $"{(other < TimeSpan.Zero ? '-' : '+')}{other:hh\\:mm}",
    };

    // Not \d, which other scripts' digits match as well.
    [GeneratedRegex(
        """
        ^(?<year>[0-9]{4})
        (?:[-:/.]?(?<month>[0-9]{2})
        (?:[-:/.]?(?<day>[0-9]{2})
        (?:[T\ ](?<hour>[0-9]{2}):?(?<minute>[0-9]{2})
        (?::?(?<second>[0-9]{2})(?<fraction>\.[0-9]{1,9})?[0-9]*)?
        \ ?(?:(?<zulu>Z)|(?<sign>[-+])(?<offsetHours>[0-9]{2}):?(?<offsetMinutes>[0-9]{2})?)?)?)?)?$
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Form();
}
