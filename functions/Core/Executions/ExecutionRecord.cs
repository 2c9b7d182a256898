namespace Pipeline.Core.Executions;

/// <summary>The current state of an execution.</summary>
/// <param name="Arn">ARN of the execution.</param>
/// <param name="Name">Name of the execution.</param>
/// <param name="StateMachineArn">ARN of the state machine that it runs.</param>
/// <param name="ImageId">Id of the image that it works on; null if there is none.</param>
/// <param name="Status">Status of the execution.</param>
/// <param name="StartTime">When it was started.</param>
/// <param name="StopTime">When it ended; null while it runs.</param>
/// <param name="RedriveCount">How many times it was redriven.</param>
/// <param name="RedriveTime">When it was last redriven; null if never.</param>
/// <param name="Error">Name of the error; null unless it failed.</param>
/// <param name="Cause">Explanation of the error, for people; null unless it failed.</param>
/// <param name="Input">Input as JSON; null in lists, which leave it out.</param>
/// <param name="Output">Output of a success as JSON; null in lists, which leave it out.</param>
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
