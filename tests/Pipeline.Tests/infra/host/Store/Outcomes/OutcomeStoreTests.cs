using Pipeline.Core.Outcomes;
using Pipeline.Host.Store.Outcomes;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Store.Outcomes;

/// <summary>The log of outcomes in the local store.</summary>
public sealed class OutcomeStoreTests : IAsyncDisposable
{
    private readonly TemporaryStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task OutcomesAreListedByDayInPages()
    {
        RecordedOutcome[] today = [Outcome("a", 0), Outcome("b", 0), Outcome("c", 0)];
        foreach (var outcome in today.Append(Outcome("d", -1)))
        {
            await AppendAsync(outcome);
        }

        var (day, log) = (today[0].Day, _store.Store.Outcomes);
        var first = await log.ListAsync(day, 2, null, CancellationToken.None);
        var second = await log.ListAsync(day, 2, first[^1], CancellationToken.None);

        Assert.Equal([day.AddDays(-1), day], await log.ListDaysAsync(CancellationToken.None));
        Assert.Equal(today, first.Concat(second));
    }

    [Fact]
    public async Task SameOutcomeCountsOnceAndRedriveHasAnother()
    {
        await AppendAsync(Outcome("a", 0));
        await AppendAsync(Outcome("a", 0));
        await AppendAsync(Outcome("a", 0) with { Outcome = "succeeded", Reason = null, Bytes = 3 });

        Assert.Equal(2, _store.Store.Outcomes.Count());
    }

    [Fact]
    public async Task OldOutcomesAreRemovedByTheSweep()
    {
        await AppendAsync(Outcome("old", 0));
        _store.Time.Now = _store.Time.Now.AddDays(OutcomeStore.Days + 1);
        await AppendAsync(Outcome("new", 0));

        await _store.Store.SweepAsync(CancellationToken.None);

        var day = Assert.Single(await _store.Store.Outcomes.ListDaysAsync(CancellationToken.None));
        Assert.Equal("new", Assert.Single(await _store.Store.Outcomes.ListAsync(day, 10, null, CancellationToken.None)).Execution);
    }

    private Task AppendAsync(RecordedOutcome outcome) => _store.Store.Outcomes.AppendAsync(outcome, CancellationToken.None);

    private RecordedOutcome Outcome(string execution, int days) =>
        new("uploads/a.jpg", "a.jpg", "failed", execution, _store.Time.Now.AddDays(days), new("Timeout", "It took too long."));
}
