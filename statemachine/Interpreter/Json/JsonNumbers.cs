using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Interpreter.Json;

/// <summary>Operations on JSON numbers, exact for numbers that fit a decimal, with double precision for others.</summary>
internal static class JsonNumbers
{
    public static bool IsNumber(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.Number;

    /// <summary>Converts text that is a JSON number (<c>"12"</c>) to that number. Other values stay as they are.</summary>
    public static JsonNode? ReadText(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is var text
        && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : node;

    /// <summary>Compares by value: 1 and 1.0 are equal. Returns less than 0, 0 or more than 0.</summary>
    public static int Compare(JsonNode left, JsonNode right) =>
        ToDecimal(left) is { } a && ToDecimal(right) is { } b ? a.CompareTo(b) : ToDouble(left).CompareTo(ToDouble(right));

    /// <summary>Converts a whole number (2 or 2.0) that fits a long; otherwise null.</summary>
    public static long? ToInteger(JsonNode? node)
    {
        if (!IsNumber(node) || ToDecimal(node!) is not { } number || number != decimal.Truncate(number))
        {
            return null;
        }

        return number is >= long.MinValue and <= long.MaxValue ? (long)number : null;
    }

    /// <summary>Rounds as Java's <c>Math.round</c> does: half up, so -1.5 becomes -1 and 2.5 becomes 3.</summary>
    public static long? RoundToInteger(JsonNode? node)
    {
        if (!IsNumber(node))
        {
            return null;
        }

        if (ToDecimal(node!) is { } number)
        {
            var rounded = decimal.Floor(number + 0.5m);
            return rounded is >= long.MinValue and <= long.MaxValue ? (long)rounded : null;
        }

        return null;
    }

    public static double ToDouble(JsonNode node) =>
        double.Parse(JsonText.Write(node), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static decimal? ToDecimal(JsonNode node)
    {
        if (node is JsonValue value)
        {
            if (value.TryGetValue<JsonElement>(out var element) && element.ValueKind == JsonValueKind.Number)
            {
                return element.TryGetDecimal(out var read) ? read : null;
            }

            if (value.TryGetValue<long>(out var whole))
            {
                return whole;
            }
        }

        return decimal.TryParse(JsonText.Write(node), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
