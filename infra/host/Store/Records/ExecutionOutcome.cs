using Pipeline.Core.Executions;

namespace Pipeline.Host.Store.Records;

/// <summary>How an execution ended.</summary>
/// <param name="Status">Any but running.</param>
/// <param name="Output">JSON, of a success.</param>
/// <param name="Error">Error name, of any other end.</param>
/// <param name="Cause">Text for people.</param>
/// <param name="StopTime">When it ended.</param>
public sealed record ExecutionOutcome(RecordedStatus Status, string? Output, string? Error, string? Cause, DateTimeOffset StopTime);
