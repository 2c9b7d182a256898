namespace Pipeline.Core.Executions;

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
