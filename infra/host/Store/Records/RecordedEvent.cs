namespace Pipeline.Host.Store.Records;

/// <summary>One event of an execution's history.</summary>
/// <param name="Id">1, 2, 3… within the execution.</param>
/// <param name="PreviousEventId">Id of the event that led to it; 0 for the first event.</param>
/// <param name="Timestamp">When it happened.</param>
/// <param name="Type">Type, as GetExecutionHistory names it.</param>
/// <param name="Details">JSON; null if the type has no details.</param>
public sealed record RecordedEvent(long Id, long PreviousEventId, DateTimeOffset Timestamp, string Type, string? Details);
