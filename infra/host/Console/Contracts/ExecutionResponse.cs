using System.Text.Json.Nodes;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Executions;

namespace Pipeline.Host.Console.Contracts;

/// <summary>An execution, with the names that Step Functions gives its members. Lists leave out the large ones.</summary>
/// <param name="ExecutionArn">ARN of the execution.</param>
/// <param name="Name">Name of the execution.</param>
/// <param name="ImageId">The image that it processes, <c>bucket/key</c>; null if its input is not an image event.</param>
/// <param name="Status"><c>RUNNING</c>, <c>SUCCEEDED</c>, <c>FAILED</c>, <c>TIMED_OUT</c>, <c>ABORTED</c>.</param>
/// <param name="Outcome">
/// What became of the image: <c>succeeded</c>, <c>rejected</c>, <c>unchanged</c>, <c>superseded</c>, <c>removed</c> or <c>failed</c>, or the name of another
/// end state; null while it runs, and if it is not known.
/// </param>
/// <param name="Reason">Why it was rejected or failed; otherwise null.</param>
/// <param name="StartDate">When it started.</param>
/// <param name="StopDate">When it ended; null while it runs.</param>
/// <param name="RunDate">When its last run began; null while it waits for its turn, and if it is not known.</param>
/// <param name="WaitedMs">Waits for its turn that are over, redrives included, in milliseconds; null if there are none yet, or if they are not known.</param>
/// <param name="RanMs">Duration of its runs that have ended, without waits for its turn, in milliseconds; null if there are none yet, or if it is not known.</param>
/// <param name="RedriveCount">How often it was redriven.</param>
/// <param name="RedriveDate">When it was last redriven; null if never.</param>
/// <param name="Error">Error name of a failure.</param>
/// <param name="Cause">Description of a failure.</param>
/// <param name="StateMachineArn">The state machine that it runs.</param>
/// <param name="Input">Its input; null in lists.</param>
/// <param name="Output">Its output if it succeeded; null in lists.</param>
internal sealed record ExecutionResponse(
    string ExecutionArn,
    string Name,
    string? ImageId,
    string Status,
    string? Outcome,
    Reason? Reason,
    DateTimeOffset StartDate,
    DateTimeOffset? StopDate,
    DateTimeOffset? RunDate,
    double? WaitedMs,
    double? RanMs,
    int RedriveCount,
    DateTimeOffset? RedriveDate,
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
        execution.Outcome,
        execution.Reason,
        execution.StartTime,
        execution.StopTime,
        execution.RunTime,
        execution.Waited?.TotalMilliseconds,
        execution.Ran?.TotalMilliseconds,
        execution.RedriveCount,
        execution.RedriveTime,
        execution.Error,
        execution.Cause,
        execution.StateMachineArn);

    public static ExecutionResponse FromRecord(ExecutionRecord execution) => FromSummary(execution) with
    {
        Input = ParseJson(execution.Input),
        Output = ParseJson(execution.Output),
    };

    private static JsonNode? ParseJson(string? json) => json is null ? null : JsonNode.Parse(json);
}

/// <param name="Executions">Executions in the order of the list.</param>
/// <param name="Continuation">Token of the next page; null on the last page.</param>
internal sealed record ExecutionPageResponse(IReadOnlyList<ExecutionResponse> Executions, string? Continuation);

/// <param name="Events">Events, as <c>aws stepfunctions get-execution-history</c> prints them.</param>
/// <param name="After">Id to continue after; null if there are no more events yet.</param>
internal sealed record HistoryPageResponse(IReadOnlyList<JsonObject> Events, long? After);
