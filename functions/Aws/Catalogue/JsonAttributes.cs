using System.Buffers;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;

namespace Pipeline.Aws.Catalogue;

/// <summary>Converts between JSON and DynamoDB's native attributes: objects are maps, arrays are lists, numbers keep their digits.</summary>
internal static class JsonAttributes
{
    public static AttributeValue FromJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => new() { M = json.EnumerateObject().ToDictionary(member => member.Name, member => FromJson(member.Value)) },
        JsonValueKind.Array => new() { L = [.. json.EnumerateArray().Select(FromJson)] },
        JsonValueKind.String => new() { S = json.GetString() },
        JsonValueKind.Number => new() { N = json.GetRawText() },
        JsonValueKind.True or JsonValueKind.False => new() { BOOL = json.GetBoolean() },
        JsonValueKind.Null => new() { NULL = true },
        _ => throw new ArgumentOutOfRangeException(nameof(json), json.ValueKind, "The JSON has no value."),
    };

    /// <returns>UTF-8.</returns>
    /// <exception cref="NotSupportedException">An attribute is of a type that JSON does not have: binary, or a set.</exception>
    public static ReadOnlySpan<byte> ToJson(Dictionary<string, AttributeValue> item)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, item);
        }

        return buffer.WrittenSpan;
    }

    private static void Write(Utf8JsonWriter writer, Dictionary<string, AttributeValue> members)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, AttributeValue value)
    {
        switch (value)
        {
            case { NULL: true }:
                writer.WriteNullValue();
                break;
            case { BOOL: { } flag }:
                writer.WriteBooleanValue(flag);
                break;
            case { S: { } text }:
                writer.WriteStringValue(text);
                break;
            case { N: { } number }:
                writer.WriteRawValue(number);
                break;
            case { IsMSet: true }:
                Write(writer, value.M ?? []);
                break;
            case { IsLSet: true }:
                writer.WriteStartArray();
                foreach (var item in value.L ?? [])
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                throw new NotSupportedException("An attribute is binary or a set, which the pipeline never writes.");
        }
    }
}
