using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.Console.Numbers;

/// <summary>Reads the numbers that the console shows from the store.</summary>
/// <param name="store">The store.</param>
/// <param name="stateOrder">Names of the states, in the order to show them.</param>
/// <param name="time">Clock.</param>
internal sealed class NumbersReader(LocalStore store, Func<IReadOnlyList<string>> stateOrder, TimeProvider time)
{
    private const int Minutes = 60;

    public async Task<NumbersSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var current = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        var first = current.AddMinutes(1 - Minutes);
        var stored = await store.Numbers.ReadAsync(first, cancellationToken);
        var minutes = stored.Minutes.ToDictionary(minute => minute.Minute);
        var visits = stored.Visits.ToLookup(visit => visit.State);
        var order = stateOrder();
        // States that are no longer in the definition come last.
        var names = order.Where(visits.Contains).Concat(visits.Select(state => state.Key).Except(order));
        return new(
            stored.Since ?? now,
            [.. Enumerable.Range(0, Minutes).Select(index => first.AddMinutes(index)).Select(minute =>
                minutes.TryGetValue(minute, out var counted) ? new MinuteNumbers(minute, counted.Started, counted.Ended, counted.Bytes) : new(minute, 0, 0, 0))],
            [.. names.Select(name => Summarize(name, [.. visits[name]]))],
            Percentiles.Summarize(stored.Ran),
            Percentiles.Summarize(stored.Waited),
            [.. stored.Outcomes.Select(outcome => new OutcomeNumbers(outcome.Outcome, outcome.Reason, outcome.Count))]);
    }

    private static StateNumbers Summarize(string name, IReadOnlyList<StateVisit> visits)
    {
        var (count, p50, p95, p99, max) = Percentiles.Summarize(visits.Select(visit => visit.Duration.TotalMilliseconds));
        return new(name, count, p50, p95, p99, max, visits.Sum(visit => visit.Retries), visits.Count(visit => visit.Failed));
    }
}
