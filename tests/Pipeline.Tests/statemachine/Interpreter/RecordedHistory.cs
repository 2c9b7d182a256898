using System.Text.Json.Nodes;
using Pipeline.Interpreter.History;
using Pipeline.Testing.Environments;

namespace Pipeline.Tests.Interpreter;

/// <summary>Histories to read: real ones from files, and short ones written in tests.</summary>
internal static class RecordedHistory
{
    /// <summary>Reads a history from the folder <c>histories</c>, in the format of the AWS CLI.</summary>
    public static IReadOnlyList<HistoryEvent> Read(string name)
    {
        var file = Repository.PathOf("tests", "Pipeline.Tests", "statemachine", "Interpreter", "histories", name + ".json");
        return [.. JsonNode.Parse(File.ReadAllText(file))!["events"]!.AsArray().Select(@event => HistoryEvent.FromAwsJson(@event!.AsObject()))];
    }

    /// <summary>Creates a history. The first event has the id that follows <paramref name="after"/>.</summary>
    /// <param name="lines">Type, id of the previous event, seconds since noon, details.</param>
    public static IReadOnlyList<HistoryEvent> FromLines(
        IEnumerable<(string Type, long PreviousEventId, double Seconds, string? Details)> lines, long after = 0) =>
    [
        .. lines.Select((line, index) => new HistoryEvent(
            after + index + 1,
            line.PreviousEventId,
            Trial.Noon.AddSeconds(line.Seconds),
            line.Type,
            line.Details is null ? null : JsonNode.Parse(line.Details)!.AsObject())),
    ];
}
