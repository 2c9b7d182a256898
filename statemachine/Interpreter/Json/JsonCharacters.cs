using System.Text;
using System.Text.Json;

namespace Pipeline.Interpreter.Json;

/// <summary>
/// Checks the characters of JSON. The parser reads texts lazily, so bytes that are not UTF-8 and half of a surrogate pair
/// (<c>"\ud800"</c>) would fail only where they are used.
/// </summary>
public static class JsonCharacters
{
    /// <inheritdoc cref="EnsureValid(ReadOnlySpan{byte}, int)"/>
    public static void EnsureValid(string json, int maxDepth = 64)
    {
        // Most texts have neither, and need no second reading.
        if (json.Contains("\\u", StringComparison.Ordinal) || json.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            EnsureValid(Encoding.UTF8.GetBytes(json), maxDepth);
        }
    }

    /// <summary>Checks every name and every text.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="maxDepth">Maximum depth of the JSON.</param>
    /// <exception cref="JsonException">A text is not valid, or this is not JSON. The exception has line and byte.</exception>
    public static void EnsureValid(ReadOnlySpan<byte> json, int maxDepth = 64)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName
                && (reader.ValueIsEscaped || !Ascii.IsValid(reader.ValueSpan)))
            {
                EnsureValid(ref reader, json);
            }
        }
    }

    private static void EnsureValid(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        try
        {
            _ = reader.GetString();
        }
        catch (InvalidOperationException exception)
        {
            var before = json[..(int)reader.TokenStartIndex];
            var (line, inLine) = (before.Count((byte)'\n'), before.Length - before.LastIndexOf((byte)'\n') - 1);
            throw new JsonException(
                $"The text at line {line + 1}, byte {inLine + 1} is not Unicode: it has bytes that are not UTF-8, or half of a surrogate pair.",
                path: null, line, inLine, exception);
        }
    }
}
