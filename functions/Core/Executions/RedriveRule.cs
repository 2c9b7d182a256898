using System.Globalization;

namespace Pipeline.Core.Executions;

/// <summary>
/// Decides which executions can be redriven, and which should start again instead. Source: AWS Step Functions Developer Guide,
/// "Redrive eligibility for unsuccessful executions".
/// </summary>
public static class RedriveRule
{
    /// <summary>How long after its end an execution can be redriven.</summary>
    public static readonly TimeSpan RedrivePeriod = TimeSpan.FromDays(14);

    /// <summary>Number of events from which a history has no room for a redrive: the redrive's first event and its end must fit into 25,000.</summary>
    public const long EventCountLimit = 24_999;

    /// <summary>Why an execution cannot be redriven; null if it can.</summary>
    /// <param name="execution">The execution.</param>
    /// <param name="events">Number of events in its history.</param>
    /// <param name="now">The current time.</param>
    public static string? RefusalReason(ExecutionRecord execution, long events, DateTimeOffset now)
    {
        if (StatusRefusalReason(execution) is { } reason)
        {
            return reason;
        }

        if (execution.StopTime is { } stop && now - stop > RedrivePeriod)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"Execution {execution.Name} ended at {stop:u}, over {RedrivePeriod.TotalDays} days ago; it can no longer be redriven.");
        }

        return events >= EventCountLimit
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"The history of execution {execution.Name} has {events} events; a redrive would exceed the limit of 25,000.")
            : null;
    }

    /// <summary>Why an execution that is running or succeeded cannot be redriven; null for any other status.</summary>
    public static string? StatusRefusalReason(ExecutionRecord execution) => execution.Status is RecordedStatus.Running or RecordedStatus.Succeeded
        ? $"Execution {execution.Name} is {execution.Status.ToText()}; only one that failed, timed out or was aborted can be redriven."
        : null;

    /// <summary>
    /// Why starting again with the same input is better than redriving; null if a redrive continues the work. If an execution ended in
    /// the definition's own Fail state, its failure was recorded and announced, and a redrive would only enter that state again.
    /// </summary>
    /// <param name="eventTypes">The types of the history's events, oldest first.</param>
    public static string? RestartReason(IEnumerable<string> eventTypes) =>
        eventTypes.LastOrDefault(type => type.EndsWith("StateEntered", StringComparison.Ordinal)) == "FailStateEntered"
            ? "it ended in its Fail state, after its failure was recorded"
            : null;
}
