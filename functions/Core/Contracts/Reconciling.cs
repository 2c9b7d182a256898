using System.Text.Json.Serialization;

namespace Pipeline.Core.Contracts;

/// <summary>
/// An event of EventBridge that starts a reconciliation: of the schedule, whose detail is empty, or of an execution that ended.
/// Source: AWS Step Functions Developer Guide, "Step Functions Execution Status Change".
/// </summary>
/// <param name="Detail">The execution that ended; without an ARN, all expired claims are reconciled.</param>
/// <param name="Sweep">Whether the renditions of replaced versions whose time is over are removed instead: the input of a schedule of its own.</param>
public sealed record ReconcileRequest(
    EndedExecution? Detail = null, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Sweep = false);

/// <summary>An execution that did not succeed.</summary>
/// <param name="ExecutionArn">Its id.</param>
/// <param name="Status">Its status: <c>TIMED_OUT</c>, <c>ABORTED</c> or <c>FAILED</c>.</param>
/// <param name="Input">Its input as JSON text; null if it is too large for an event.</param>
/// <param name="Error">Name of the error, if there is one.</param>
/// <param name="Cause">Cause of the error, if there is one.</param>
public sealed record EndedExecution(
    string? ExecutionArn = null, string? Status = null, string? Input = null, string? Error = null, string? Cause = null);

/// <param name="Failed">Ids of images whose failure is now recorded and announced.</param>
/// <param name="Settled">Number of claims whose upload a newer or finished event had settled already.</param>
/// <param name="Removed">Number of versions whose renditions were removed.</param>
public sealed record ReconcileResponse(
    IReadOnlyList<string> Failed, int Settled, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Removed = 0);
