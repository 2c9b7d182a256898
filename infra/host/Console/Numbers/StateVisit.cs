using Pipeline.Interpreter.History;

namespace Pipeline.Host.Console.Numbers;

/// <summary>A completed visit of a state.</summary>
/// <param name="State">Name of the state.</param>
/// <param name="Duration">Time from entering the state to leaving it, or to its failure if it was never left.</param>
/// <param name="Retries">Number of attempts after the first.</param>
/// <param name="Failed">Whether it failed, even if the error was caught.</param>
internal sealed record StateVisit(string State, TimeSpan Duration, int Retries, bool Failed)
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
