using System.Text.Json.Nodes;
using Pipeline.Interpreter.History;
using Pipeline.Testing.Environments;

namespace Pipeline.Tests.Interpreter;

/// <summary>Histories to read: those in files, which are real ones, and those told in short.</summary>
internal static class RecordedHistory
{
    /// <summary>A history of <c>histories</c>, as the AWS command line prints it.</summary>
    public static IReadOnlyList<HistoryEvent> Read(string name)
    {
        var file = Repository.PathOf("tests", "Pipeline.Tests", "statemachine", "Interpreter", "histories", name + ".json");
        return [.. JsonNode.Parse(File.ReadAllText(file))!["events"]!.AsArray().Select(@event => HistoryEvent.FromAwsJson(@event!.AsObject()))];
    }

    /// <summary>One event after another, the first with the id that follows <paramref name="after"/>.</summary>
    /// <param name="lines">Type, id of the event before, seconds since noon, details.</param>
    public static IReadOnlyList<HistoryEvent> Of(
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
