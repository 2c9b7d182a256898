namespace Pipeline.Local.Store;

/// <summary>Status of an execution; in the database the names that AWS uses (<c>TIMED_OUT</c>…).</summary>
public enum RecordedStatus
{
    Running,
    Succeeded,
    Failed,
    TimedOut,
    Aborted,
}

/// <param name="Arn">Identity.</param>
/// <param name="Name">Name.</param>
/// <param name="StateMachineArn">What it runs.</param>
/// <param name="ImageId">The image that it works on, to find it by; null where that is not known.</param>
/// <param name="StartTime">When it starts.</param>
/// <param name="Input">JSON.</param>
public sealed record NewExecution(
    string Arn, string Name, string StateMachineArn, string? ImageId, DateTimeOffset StartTime, string Input);

/// <param name="Execution">The execution that runs for the event.</param>
/// <param name="IsNew">False: it had been started before.</param>
public sealed record StartedExecution(ExecutionRecord Execution, bool IsNew);

/// <summary>How an execution ended.</summary>
/// <param name="Status">Any but running.</param>
/// <param name="Output">JSON, of a success.</param>
/// <param name="Error">Error name, of any other end.</param>
/// <param name="Cause">Text for people.</param>
/// <param name="StopTime">When it ended.</param>
public sealed record ExecutionOutcome(RecordedStatus Status, string? Output, string? Error, string? Cause, DateTimeOffset StopTime);

/// <summary>An execution as it stands.</summary>
/// <param name="Arn">Identity.</param>
/// <param name="Name">Name.</param>
/// <param name="StateMachineArn">What it runs.</param>
/// <param name="ImageId">The image that it works on.</param>
/// <param name="Status">Status.</param>
/// <param name="StartTime">When it was started.</param>
/// <param name="StopTime">When it ended; null while it runs.</param>
/// <param name="RedriveCount">How often it was redriven.</param>
/// <param name="RedriveTime">When it was last redriven.</param>
/// <param name="Error">Error name, of a failure.</param>
/// <param name="Cause">Text for people.</param>
/// <param name="Input">JSON; null in lists, which leave it out.</param>
/// <param name="Output">JSON, of a success; null in lists, which leave it out.</param>
public sealed record ExecutionRecord(
    string Arn,
    string Name,
    string StateMachineArn,
    string? ImageId,
    RecordedStatus Status,
    DateTimeOffset StartTime,
    DateTimeOffset? StopTime,
    int RedriveCount,
    DateTimeOffset? RedriveTime,
    string? Error,
    string? Cause,
    string? Input,
    string? Output);

/// <summary>One event of an execution's history.</summary>
/// <param name="Id">1, 2, 3… within the execution.</param>
/// <param name="PreviousEventId">The event that led to it; 0 for the first.</param>
/// <param name="Timestamp">When.</param>
/// <param name="Type">Type, as GetExecutionHistory names it.</param>
/// <param name="Details">JSON; null where the type has none.</param>
public sealed record RecordedEvent(long Id, long PreviousEventId, DateTimeOffset Timestamp, string Type, string? Details);

/// <summary>Which executions to list; what is null does not matter.</summary>
/// <param name="Status">Status.</param>
/// <param name="ImageId">The image, whole.</param>
/// <param name="NamePrefix">Start of the name.</param>
/// <param name="ImageIdPrefix">Start of the image's id: <c>uploads/cats/</c>.</param>
/// <param name="IsRedriven">Whether it was redriven.</param>
public sealed record ExecutionFilter(
    RecordedStatus? Status = null, string? ImageId = null, string? NamePrefix = null, string? ImageIdPrefix = null, bool? IsRedriven = null);

/// <param name="Executions">Newest first, without input and output.</param>
/// <param name="Continuation">Token of the next page; null on the last.</param>
public sealed record ExecutionPage(IReadOnlyList<ExecutionRecord> Executions, string? Continuation);
