using System.Buffers;
using System.Text;
using System.Text.Json;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Logs;

/// <summary>Lines as a JSON array, which compresses well: a line repeats most of the one before it.</summary>
internal static class LogContent
{
    public static byte[] Write(IReadOnlyList<LogLine> lines)
    {
        var json = new ArrayBufferWriter<byte>(4 << 10);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartArray();
            foreach (var line in lines)
            {
                writer.WriteStartArray();
                writer.WriteStringValue(SqlText.Format(line.Time));
                writer.WriteStringValue(line.Level);
                writer.WriteStringValue(line.State);
                writer.WriteNumberValue(line.Attempt);
                writer.WriteStartArray();
                foreach (var index in line.Iterations)
                {
                    writer.WriteNumberValue(index);
                }

                writer.WriteEndArray();
                writer.WriteStringValue(line.Message);
                if (line.Details is { } details)
                {
                    writer.WriteRawValue(details, skipInputValidation: true);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }

        return json.WrittenSpan.ToArray();
    }

    /// <param name="json">What <see cref="Write"/> returned.</param>
    /// <param name="first">Number of the first line.</param>
    public static IEnumerable<LogLine> Read(Stream json, long first)
    {
        using var document = JsonDocument.Parse(json);
        foreach (var line in document.RootElement.EnumerateArray())
        {
            yield return new(
                first++,
                SqlText.ReadTime(line[0].GetString()!),
                line[1].GetString()!,
                line[2].GetString()!,
                line[3].GetInt32(),
                [.. line[4].EnumerateArray().Select(index => index.GetInt32())],
                line[5].GetString()!,
                line.GetArrayLength() > 6 ? line[6].GetRawText() : null);
        }
    }

    public static Stream Open(string text) => new MemoryStream(Encoding.UTF8.GetBytes(text));
}
