using Pipeline.Core.Catalogue;
using Pipeline.Core.Executions;

namespace Pipeline.Host.Store.Records;

/// <summary>How an execution ended.</summary>
/// <param name="Status">Any status but running.</param>
/// <param name="Output">JSON, if it succeeded.</param>
/// <param name="Error">Error name, if it did not succeed.</param>
/// <param name="Cause">Explanation of the error.</param>
/// <param name="StopTime">When it ended.</param>
/// <param name="Name">The pipeline's outcome; null if it is not known.</param>
/// <param name="Reason">Reason of the outcome, if it has one.</param>
public sealed record ExecutionOutcome(
    RecordedStatus Status, string? Output, string? Error, string? Cause, DateTimeOffset StopTime, string? Name = null, Reason? Reason = null)
{
    /// <summary>The visits of states that completed since the last start, resumption or redrive of the execution.</summary>
    public IReadOnlyList<StateVisit> Visits { get; init; } = [];
}
