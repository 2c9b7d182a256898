using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Core.Contracts;

/// <summary>
/// Writes enumeration values as lower-case words, <c>webp</c>, <c>northeast</c>, <c>accepted</c>, and reads them in any case.
/// The framework's converter does the same, but most of its generic code is compiled at run time: about 20 ms of a function's cold start.
/// </summary>
public sealed class LowerCaseEnumConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    // Names are ASCII identifiers, and the contracts use lower case.
    private static readonly string[] Names = Array.ConvertAll(Enum.GetNames<T>(), static name => name.ToLowerInvariant());

    private static readonly int[] Values = (int[])Enum.GetValuesAsUnderlyingType<T>();

    /// <exception cref="JsonException">It is not the name of a value.</exception>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        var index = Array.FindIndex(Names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        return index >= 0
            ? Unsafe.BitCast<int, T>(Values[index])
            : throw new JsonException($"{(text is null ? $"A {reader.TokenType}" : $"'{text}'")} is no {typeof(T).Name}; it must be one of {string.Join(", ", Names)}.");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(NameOf(value));

    private static string NameOf(T value)
    {
        var index = Array.IndexOf(Values, Unsafe.BitCast<T, int>(value));
        return index >= 0 ? Names[index] : throw new JsonException($"{value} is no value of {typeof(T).Name}.");
    }
}
