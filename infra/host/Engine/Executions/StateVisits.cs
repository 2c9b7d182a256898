using Pipeline.Host.Store.Records;
using Pipeline.Interpreter.History;

namespace Pipeline.Host.Engine.Executions;

/// <summary>Finds completed visits of states in the trace of an execution.</summary>
public static class StateVisits
{
    /// <summary>Adds the next event to a trace.</summary>
    /// <returns>The visit that the event completes; null if it completes none.</returns>
    public static StateVisit? Follow(ExecutionTrace trace, HistoryEvent historyEvent) =>
        trace.Follow(historyEvent) is { } visit && ReferenceEquals(visit.Exited, historyEvent)
            ? new(visit.State, historyEvent.Timestamp - visit.EnteredAt, visit.Retries, visit.FailedAt is not null)
            : null;

    /// <summary>Lists the visits of an ended execution that failed and were never left. Aborted visits are not among them.</summary>
    public static IEnumerable<StateVisit> ListFailed(ExecutionTrace ended) => ended.Visits
        .Where(visit => visit is { Exited: null, FailedAt: not null })
        .Select(visit => new StateVisit(visit.State, visit.FailedAt!.Value - visit.EnteredAt, visit.Retries, true));
}
