using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pipeline.Interpreter.Json;

/// <summary>
/// Timestamps of the States Language: RFC 3339 with an upper-case T and, if there is no offset, an upper-case Z
/// (specification, "Timestamps").
/// </summary>
internal static partial class Timestamps
{
    /// <summary>Parses a timestamp. Fractions below a hundred nanoseconds are dropped.</summary>
    public static bool TryParse(JsonNode? node, out DateTimeOffset timestamp)
    {
        timestamp = default;
        if (node?.GetValueKind() != JsonValueKind.String || TimestampPattern().Match(node.GetValue<string>()) is not { Success: true } match)
        {
            return false;
        }

        var fraction = match.Groups["fraction"].Value;
        var text = match.Groups["second"].Value + (fraction.Length > 7 ? fraction[..7] : fraction.PadRight(7, '0')) + match.Groups["zone"].Value;
        return DateTimeOffset.TryParseExact(
            text,
            "yyyy-MM-dd'T'HH:mm:ssfffffffK",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out timestamp);
    }

    /// <summary>Formats a timestamp for the context object: UTC, in milliseconds.</summary>
    public static string Format(DateTimeOffset timestamp) =>
        timestamp.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A(?<second>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.(?<fraction>\d+))?(?<zone>Z|[+-]\d\d:\d\d)\z")]
    private static partial Regex TimestampPattern();
}
