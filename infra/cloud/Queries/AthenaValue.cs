using System.Globalization;
using System.Text.Json.Nodes;

namespace Pipeline.Cloud.Queries;

/// <summary>Reads what Athena writes as text, so that a result looks as it does on one machine.</summary>
internal static class AthenaValue
{
    /// <param name="type">Type of the column, as Athena names it.</param>
    /// <param name="text">The value; null for NULL.</param>
    public static JsonNode? Read(string type, string? text) => (type, text) switch
    {
        (_, null) => null,
        ("boolean", "true" or "false") => JsonValue.Create(text == "true"),
        // They can have more digits than any type here. JSON has no limit.
        ("tinyint" or "smallint" or "integer" or "bigint" or "decimal", _) when IsNumber(text) => JsonNode.Parse(text),
        ("double" or "float" or "real", _) when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            => JsonValue.Create(number),
        // 2026-11-29 13:05:00.120
        ("timestamp", _) when text.Contains('.', StringComparison.Ordinal) => JsonValue.Create(text.TrimEnd('0').TrimEnd('.')),
        _ => JsonValue.Create(text),
    };

    /// <summary>Whether it is a number in JSON, too.</summary>
    private static bool IsNumber(string text)
    {
        var digits = text.TrimStart('-');
        return text.Length - digits.Length <= 1 && digits.Length > 0 && digits.All(character => char.IsAsciiDigit(character) || character == '.')
            && char.IsAsciiDigit(digits[0]) && char.IsAsciiDigit(digits[^1]) && digits.Count(character => character == '.') <= 1
            && (digits.Length == 1 || digits[0] != '0' || digits[1] == '.');
    }
}
