using Pipeline.Interpreter.History;

namespace Pipeline.Host.Console.Numbers;

/// <summary>A visit of a state that is over.</summary>
/// <param name="State">Name of the state.</param>
/// <param name="Duration">From entering it to leaving it, or to its failure where it was never left.</param>
/// <param name="Retries">Attempts after the first.</param>
/// <param name="Failed">Whether it did not succeed, caught or not.</param>
internal sealed record StateVisit(string State, TimeSpan Duration, int Retries, bool Failed)
{
    /// <summary>Lets a trace follow the next event.</summary>
    /// <returns>The visit that the event ended; null where it ended none.</returns>
    public static StateVisit? Follow(ExecutionTrace trace, HistoryEvent happened) =>
        trace.Follow(happened) is { } visit && ReferenceEquals(visit.Exited, happened)
            ? new(visit.State, happened.Timestamp - visit.EnteredAt, visit.Retries, visit.FailedAt is not null)
            : null;

    /// <summary>Visits of an execution that ended which failed and were never left. Visits that were aborted are not counted.</summary>
    public static IEnumerable<StateVisit> FailedIn(ExecutionTrace ended) => ended.Visits
        .Where(visit => visit is { Exited: null, FailedAt: not null })
        .Select(visit => new StateVisit(visit.State, visit.FailedAt!.Value - visit.EnteredAt, visit.Retries, true));
}
