using System.Globalization;

namespace Pipeline.Core.Executions;

/// <summary>
/// What can be redriven, and what is better started again. Source: AWS Step Functions Developer Guide, "Redrive eligibility for
/// unsuccessful executions".
/// </summary>
public static class RedriveRule
{
    /// <summary>How long after its end an execution can be redriven.</summary>
    public static readonly TimeSpan RedrivePeriod = TimeSpan.FromDays(14);

    /// <summary>Fewest events of a history that has no room for a redrive: its first event and its end must fit into 25,000.</summary>
    public const long EventCountLimit = 24_999;

    /// <summary>Why an execution cannot be redriven; null: it can.</summary>
    /// <param name="execution">The execution.</param>
    /// <param name="events">How many events its history has.</param>
    /// <param name="now">The time.</param>
    public static string? Refusal(ExecutionRecord execution, long events, DateTimeOffset now)
    {
        if (NotEndedReason(execution) is { } open)
        {
            return open;
        }

        if (execution.StopTime is { } stop && now - stop > RedrivePeriod)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"Execution {execution.Name} ended at {stop:u}, over {RedrivePeriod.TotalDays} days ago, and cannot be redriven any more.");
        }

        return events >= EventCountLimit
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"The history of execution {execution.Name} has {events} events: there is no room for a redrive below the limit of 25,000.")
            : null;
    }

    /// <summary>Why there is nothing to try again: it runs or succeeded; else null.</summary>
    public static string? NotEndedReason(ExecutionRecord execution) => execution.Status is RecordedStatus.Running or RecordedStatus.Succeeded
        ? $"Execution {execution.Name} is {execution.Status.ToText()}; only one that failed, timed out or was aborted can be redriven."
        : null;

    /// <summary>
    /// Why starting again with the same input serves better than redriving; null: redriving goes on with the work. An execution that
    /// failed by the definition's own Fail state had its failure recorded and announced; redriving would enter just that state again.
    /// </summary>
    /// <param name="eventTypes">The types of the history's events, oldest first.</param>
    public static string? RestartReason(IEnumerable<string> eventTypes) =>
        eventTypes.LastOrDefault(type => type.EndsWith("StateEntered", StringComparison.Ordinal)) == "FailStateEntered"
            ? "it ended in its Fail state, after its failure was recorded"
            : null;
}
