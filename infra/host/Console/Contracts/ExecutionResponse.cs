using System.Text.Json.Nodes;
using Pipeline.Core.Executions;

namespace Pipeline.Host.Console.Contracts;

/// <summary>An execution; lists leave out what is large.</summary>
/// <param name="Arn">Identity.</param>
/// <param name="Name">Name.</param>
/// <param name="ImageId">The image that it works on, <c>bucket/key</c>; null where its input is no image event.</param>
/// <param name="Status"><c>RUNNING</c>, <c>SUCCEEDED</c>, <c>FAILED</c>, <c>TIMED_OUT</c>, <c>ABORTED</c>.</param>
/// <param name="StartTime">When it was started.</param>
/// <param name="StopTime">When it ended; null while it runs.</param>
/// <param name="DurationMs">From start to end, in milliseconds; null while it runs.</param>
/// <param name="RedriveCount">How often it was redriven.</param>
/// <param name="RedriveTime">When it was last redriven.</param>
/// <param name="Error">Error name, of a failure.</param>
/// <param name="Cause">Text for people.</param>
/// <param name="StateMachineArn">What it runs; null in lists.</param>
/// <param name="Input">JSON that it was started with; null in lists.</param>
/// <param name="Output">JSON of a success; null in lists.</param>
internal sealed record ExecutionResponse(
    string Arn,
    string Name,
    string? ImageId,
    string Status,
    DateTimeOffset StartTime,
    DateTimeOffset? StopTime,
    double? DurationMs,
    int RedriveCount,
    DateTimeOffset? RedriveTime,
    string? Error,
    string? Cause,
    string? StateMachineArn = null,
    JsonNode? Input = null,
    JsonNode? Output = null)
{
    public static ExecutionResponse FromSummary(ExecutionRecord execution) => new(
        execution.Arn,
        execution.Name,
        execution.ImageId,
        execution.Status.ToText(),
        execution.StartTime,
        execution.StopTime,
        (execution.StopTime - execution.StartTime)?.TotalMilliseconds,
        execution.RedriveCount,
        execution.RedriveTime,
        execution.Error,
        execution.Cause);

    public static ExecutionResponse FromRecord(ExecutionRecord execution) => FromSummary(execution) with
    {
        StateMachineArn = execution.StateMachineArn,
        Input = ParseJson(execution.Input),
        Output = ParseJson(execution.Output),
    };

    private static JsonNode? ParseJson(string? json) => json is null ? null : JsonNode.Parse(json);
}

/// <param name="Executions">Newest first.</param>
/// <param name="Continuation">Token of the next page; null on the last.</param>
internal sealed record ExecutionPageResponse(IReadOnlyList<ExecutionResponse> Executions, string? Continuation);

/// <param name="Events">As <c>aws stepfunctions get-execution-history</c> prints them.</param>
/// <param name="After">Id to go on from; null when there are no more for now.</param>
internal sealed record HistoryPageResponse(IReadOnlyList<JsonObject> Events, long? After);
