using Pipeline.Core.Catalogue;

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
/// <param name="Outcome">The pipeline's outcome, one of <see cref="ImageOutcome.Names"/> or the name of another end state in lower case; null while it runs, and if it is not known.</param>
/// <param name="Reason">Why the image was rejected, or the execution failed; otherwise null.</param>
/// <param name="FirstRunTime">When it first had its turn; null before, and if it is not known.</param>
/// <param name="RunTime">When its last run began; null while it waits for its turn, and if it is not known.</param>
/// <param name="Waited">Waits for a turn that are over, redrives included; null if they are not known.</param>
/// <param name="Ran">Duration of its runs that have ended; null if there are none, or if they are not known.</param>
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
    string? Output,
    string? Outcome = null,
    Reason? Reason = null,
    DateTimeOffset? FirstRunTime = null,
    DateTimeOffset? RunTime = null,
    TimeSpan? Waited = null,
    TimeSpan? Ran = null)
{
    /// <summary>How long it has run until now, without waits for its turn; null if it is not known.</summary>
    public TimeSpan? GetRunningTime(DateTimeOffset now) =>
        Status == RecordedStatus.Running && RunTime is { } run ? (Ran ?? TimeSpan.Zero) + NotNegative(now - run) : Ran;

    /// <summary>How long it has waited for its turn until now; null if it is not known.</summary>
    public TimeSpan? GetWaitingTime(DateTimeOffset now) =>
        Status == RecordedStatus.Running && RunTime is null ? (Waited ?? TimeSpan.Zero) + NotNegative(now - (RedriveTime ?? StartTime)) : Waited;

    /// <summary>
    /// The execution when its turn has come. If it was interrupted, it ran until its last event and has waited since.
    /// </summary>
    /// <param name="now">The current time.</param>
    /// <param name="lastEvent">Time of the last event of its history; null if there is none.</param>
    public ExecutionRecord BeginRun(DateTimeOffset now, DateTimeOffset? lastEvent)
    {
        if (RunTime is not { } run)
        {
            return this with { FirstRunTime = FirstRunTime ?? now, RunTime = now, Waited = GetWaitingTime(now) };
        }

        var until = lastEvent > run ? lastEvent.Value : run;
        return this with
        {
            RunTime = now,
            Ran = (Ran ?? TimeSpan.Zero) + (until - run),
            Waited = (Waited ?? NotNegative(run - (RedriveTime ?? StartTime))) + NotNegative(now - until),
        };
    }

    /// <summary>Clocks can be set back.</summary>
    private static TimeSpan NotNegative(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}
