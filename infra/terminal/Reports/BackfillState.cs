using Pipeline.Core.Backfill;

namespace Pipeline.Terminal.Reports;

/// <summary>Where a backfill stands.</summary>
/// <param name="Name">Name of the execution.</param>
/// <param name="Status">Its status, as Step Functions writes it.</param>
/// <param name="Progress">How far its Map is; null if that has not started.</param>
/// <param name="Output">Output as JSON text; null unless it succeeded.</param>
/// <param name="Error">Error of an execution that did not succeed.</param>
/// <param name="Cause">Its cause.</param>
public sealed record BackfillState(string Name, string Status, BackfillProgress? Progress, string? Output, string? Error, string? Cause)
{
    public bool IsRunning => Status is "RUNNING" or "PENDING_REDRIVE";

    public bool HasSucceeded => Status == "SUCCEEDED";
}
