using System.Buffers;
using System.Text.Json;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Histories;

/// <summary>
/// Events as one block: a JSON array, compressed. The events of an execution repeat its data many times, so a block has a
/// fraction of the size of their rows. Details come back as the same text.
/// </summary>
internal static class HistoryPacking
{
    // Details may nest as deep as the reader of executions' data allows, inside of the array and the event.
    private const int MaxDepth = 512;

    public static byte[] Pack(IReadOnlyList<RecordedEvent> events)
    {
        var json = new ArrayBufferWriter<byte>(64 << 10);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartArray();
            foreach (var recorded in events)
            {
                writer.WriteStartArray();
                writer.WriteNumberValue(recorded.Id);
                writer.WriteNumberValue(recorded.PreviousEventId);
                writer.WriteStringValue(SqlText.Format(recorded.Timestamp));
                writer.WriteStringValue(recorded.Type);
                if (recorded.Details is { } details)
                {
                    writer.WriteRawValue(details, skipInputValidation: true);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }

        return PackedText.Pack(json.WrittenSpan);
    }

    public static IReadOnlyList<RecordedEvent> Unpack(byte[] packed)
    {
        using var json = PackedText.Open(packed);
        using var document = JsonDocument.Parse(json, new() { MaxDepth = MaxDepth });
        return [.. document.RootElement.EnumerateArray().Select(Read)];
    }

    private static RecordedEvent Read(JsonElement recorded) => new(
        recorded[0].GetInt64(),
        recorded[1].GetInt64(),
        SqlText.ReadTime(recorded[2].GetString()!),
        recorded[3].GetString()!,
        recorded.GetArrayLength() > 4 ? recorded[4].GetRawText() : null);
}
