using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Interpreter.Json;

/// <summary>Reads and writes JSON without reflection. Like AWS, it does not escape <c>&lt;</c>, <c>'</c> or letters.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="JsonException">The text is not JSON, an object has a duplicate name, or a text is not Unicode.</exception>
    public static JsonNode? Parse(string text)
    {
        JsonCharacters.EnsureValid(text);
        var node = JsonNode.Parse(text);
        Materialise(node);
        return node;
    }

    public static string Write(JsonNode? node) => node is null ? "null" : Unescape(node.ToJsonString(Relaxed));

    // The encoder escapes characters that JSON does not require to be escaped: emoji and others beyond the basic plane, U+007F, U+2028, …
    private static string Unescape(string json)
    {
        if (!json.Contains("\\u", StringComparison.Ordinal))
        {
            return json;
        }

        var unescaped = new StringBuilder(json.Length);
        for (var index = 0; index < json.Length; index++)
        {
            if (json[index] != '\\')
            {
                unescaped.Append(json[index]);
            }
            else if (json[index + 1] == 'u'
                && (char)ushort.Parse(json.AsSpan(index + 2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is >= ' ' and var character)
            {
                unescaped.Append(character);
                index += 5;
            }
            else
            {
                unescaped.Append(json[index]).Append(json[++index]);
            }
        }

        return unescaped.ToString();
    }

    /// <summary>
    /// Compares by value: 1 equals 1.0, and the order of an object's fields does not matter. JSONPath and
    /// <c>States.ArrayContains</c> compare this way.
    /// </summary>
    public static bool AreEqual(JsonNode? left, JsonNode? right) => (left, right) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (JsonObject a, JsonObject b) => a.Count == b.Count
            && a.All(pair => b.TryGetPropertyValue(pair.Key, out var other) && AreEqual(pair.Value, other)),
        (JsonArray a, JsonArray b) => a.Count == b.Count && a.Zip(b).All(pair => AreEqual(pair.First, pair.Second)),
        (JsonValue a, JsonValue b) => AreEqualScalars(a, b),
        _ => false,
    };

    private static bool AreEqualScalars(JsonValue left, JsonValue right)
    {
        if (left.GetValueKind() != right.GetValueKind())
        {
            return false;
        }

        return left.GetValueKind() switch
        {
            JsonValueKind.Number => JsonNumbers.Compare(left, right) == 0,
            JsonValueKind.String => left.GetValue<string>() == right.GetValue<string>(),
            _ => true,
        };
    }

    // A JsonObject is read lazily and detects duplicate names only then. Read everything now, so that nothing throws later.
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
        catch (ArgumentException exception)
        {
            throw new JsonException(exception.Message, exception);
        }
    }
}
