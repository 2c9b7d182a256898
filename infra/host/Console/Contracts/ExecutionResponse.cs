using System.Text.Json.Nodes;
using Pipeline.Core.Executions;

namespace Pipeline.Host.Console.Contracts;

/// <summary>An execution. Lists leave out the large members.</summary>
/// <param name="Arn">ARN of the execution.</param>
/// <param name="Name">Name of the execution.</param>
/// <param name="ImageId">The image that it processes, <c>bucket/key</c>; null if its input is not an image event.</param>
/// <param name="Status"><c>RUNNING</c>, <c>SUCCEEDED</c>, <c>FAILED</c>, <c>TIMED_OUT</c>, <c>ABORTED</c>.</param>
/// <param name="StartTime">When it started.</param>
/// <param name="StopTime">When it ended; null while it runs.</param>
/// <param name="DurationMs">From start to end, in milliseconds; null while it runs.</param>
/// <param name="RedriveCount">How often it was redriven.</param>
/// <param name="RedriveTime">When it was last redriven; null if never.</param>
/// <param name="Error">Error name of a failure.</param>
/// <param name="Cause">Description of a failure.</param>
/// <param name="StateMachineArn">The state machine that it runs; null in lists.</param>
/// <param name="Input">Its input; null in lists.</param>
/// <param name="Output">Its output if it succeeded; null in lists.</param>
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

/// <param name="Executions">Executions, newest first.</param>
/// <param name="Continuation">Token of the next page; null on the last page.</param>
internal sealed record ExecutionPageResponse(IReadOnlyList<ExecutionResponse> Executions, string? Continuation);

/// <param name="Events">Events, as <c>aws stepfunctions get-execution-history</c> prints them.</param>
/// <param name="After">Id to continue after; null if there are no more events yet.</param>
internal sealed record HistoryPageResponse(IReadOnlyList<JsonObject> Events, long? After);
