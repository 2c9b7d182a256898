using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>JSON in and out without reflection: what AWS prints, so no escaping of <c>&lt;</c>, <c>'</c> or letters.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="JsonException">The text is not JSON, or an object has a name twice.</exception>
    public static JsonNode? Parse(string text)
    {
        var node = JsonNode.Parse(text);
        Materialise(node);
        return node;
    }

    public static string Write(JsonNode? node) => node is null ? "null" : Plain(node.ToJsonString(Relaxed));

    // The encoder escapes what JSON need not: emoji and all else beyond the basic plane, U+007F, U+2028, …
    private static string Plain(string written)
    {
        if (!written.Contains("\\u", StringComparison.Ordinal))
        {
            return written;
        }

        var plain = new StringBuilder(written.Length);
        for (var at = 0; at < written.Length; at++)
        {
            if (written[at] != '\\')
            {
                plain.Append(written[at]);
            }
            else if (written[at + 1] == 'u'
                && (char)ushort.Parse(written.AsSpan(at + 2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is >= ' ' and var character)
            {
                plain.Append(character);
                at += 5;
            }
            else
            {
                plain.Append(written[at]).Append(written[++at]);
            }
        }

        return plain.ToString();
    }

    /// <summary>
    /// Same value: numbers by value (1 and 1.0 are one), objects whatever their order. JSONPath and
    /// <c>States.ArrayContains</c> compare this way.
    /// </summary>
    public static bool Same(JsonNode? left, JsonNode? right) => (left, right) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (JsonObject a, JsonObject b) => a.Count == b.Count
            && a.All(pair => b.TryGetPropertyValue(pair.Key, out var other) && Same(pair.Value, other)),
        (JsonArray a, JsonArray b) => a.Count == b.Count && a.Zip(b).All(pair => Same(pair.First, pair.Second)),
        (JsonValue a, JsonValue b) => SameScalar(a, b),
        _ => false,
    };

    private static bool SameScalar(JsonValue left, JsonValue right)
    {
        if (left.GetValueKind() != right.GetValueKind())
        {
            return false;
        }

        return left.GetValueKind() switch
        {
            JsonValueKind.Number => Numbers.Compare(left, right) == 0,
            JsonValueKind.String => left.GetValue<string>() == right.GetValue<string>(),
            _ => true,
        };
    }

    // A JsonObject is read lazily, and finds a name that comes twice only then: nothing later shall throw.
    private static void Materialise(JsonNode? node)
    {
        try
        {
            switch (node)
            {
                case JsonObject fields:
                    foreach (var field in fields)
                    {
                        Materialise(field.Value);
                    }

                    break;
                case JsonArray items:
                    foreach (var item in items)
                    {
                        Materialise(item);
                    }

                    break;
            }
        }
        catch (ArgumentException twice)
        {
            throw new JsonException(twice.Message, twice);
        }
    }
}
