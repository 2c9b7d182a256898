using System.Text.Json.Nodes;
using Pipeline.Interpreter;
using Pipeline.Local.Store;

namespace Pipeline.Local.Hosting;

/// <summary>Reads stored events as the interpreter's.</summary>
public static class RecordedHistory
{
    public static HistoryEvent ToHistoryEvent(this RecordedEvent recorded) => new(
        recorded.Id,
        recorded.PreviousEventId,
        recorded.Timestamp,
        recorded.Type,
        recorded.Details is null ? null : JsonNode.Parse(recorded.Details)!.AsObject());
}
