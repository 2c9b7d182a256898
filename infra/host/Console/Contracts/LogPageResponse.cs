using System.Text.Json.Nodes;
using Pipeline.Host.Store.Logs;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.Console.Contracts;

/// <summary>A page of the log of an execution.</summary>
/// <param name="Lines">In the order in which they were logged.</param>
/// <param name="States">The states that logged something, whatever the filter.</param>
/// <param name="After">Number to continue after; null on the last page.</param>
/// <param name="Last">Number to continue after once the execution has logged more.</param>
/// <param name="Dropped">Number of lines that were not kept, because the log is full.</param>
/// <param name="Note">Says so; null if nothing is missing.</param>
internal sealed record LogPageResponse(
    IReadOnlyList<LogLineResponse> Lines, IReadOnlyList<string> States, long? After, long Last, int Dropped, string? Note)
{
    public static LogPageResponse From(LogPage page) => new(
        [.. page.Lines.Select(LogLineResponse.From)], page.States, page.HasMore ? page.LastNumber : null, page.LastNumber, page.Dropped,
        LogLimits.Describe(page.Dropped));
}

/// <param name="Number">1, 2, 3… within the execution.</param>
/// <param name="Time">When it was logged.</param>
/// <param name="Level"><c>INFO</c>, <c>WARN</c> or <c>ERROR</c>.</param>
/// <param name="State">Name of the state whose call logged it.</param>
/// <param name="Attempt">0 for the first attempt, then the number of the retry.</param>
/// <param name="Iterations">The indexes of the iterations of Maps that the state is in, from the outermost Map on.</param>
/// <param name="Message">The message.</param>
/// <param name="Details">Facts of the call, as Lambda logs them; null for other lines.</param>
internal sealed record LogLineResponse(
    long Number, DateTimeOffset Time, string Level, string State, int Attempt, IReadOnlyList<int> Iterations, string Message, JsonNode? Details)
{
    public static LogLineResponse From(LogLine line) => new(
        line.Number, line.Time, line.Level, line.State, line.Attempt, line.Iterations, line.Message,
        line.Details is null ? null : JsonNode.Parse(line.Details));
}
