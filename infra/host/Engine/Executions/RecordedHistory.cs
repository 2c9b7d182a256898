using System.Text.Json.Nodes;
using Pipeline.Host.Store.Records;
using Pipeline.Interpreter.History;

namespace Pipeline.Host.Engine.Executions;

/// <summary>Converts stored events to history events.</summary>
public static class RecordedHistory
{
    public static HistoryEvent ToHistoryEvent(this RecordedEvent recorded) => new(
        recorded.Id,
        recorded.PreviousEventId,
        recorded.Timestamp,
        recorded.Type,
        recorded.Details is null ? null : JsonNode.Parse(recorded.Details)!.AsObject());
}
