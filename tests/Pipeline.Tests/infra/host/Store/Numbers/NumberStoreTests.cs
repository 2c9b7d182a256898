using System.Diagnostics;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Executions;
using Pipeline.Host.Store.Numbers;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;
using Pipeline.Testing.Hosts;
using Xunit.Abstractions;

namespace Pipeline.Tests.Host.Store.Numbers;

public sealed class NumberStoreTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly TemporaryStore _local = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _local.DisposeAsync().AsTask();

    [Fact]
    public async Task NumbersSurviveARestart()
    {
        await _local.PutAsync("a.jpg", new byte[100]);
        await RunAsync("a", "succeeded", null, new StateVisit("Validate", TimeSpan.FromMilliseconds(20), 2, false));
        await RunAsync("b", "rejected", "corruptImage", new StateVisit("Validate", TimeSpan.FromMilliseconds(30), 0, true));
        var before = await ReadAsync();

        await _local.ReopenAsync();

        var after = await ReadAsync();
        Assert.Equivalent(before, after, strict: true);
        Assert.Equal([new MinuteCount(_local.Time.Now, 2, 2, 100)], after.Minutes);
        Assert.Equal(_local.Time.Now, after.Since);
        Assert.Equal([new OutcomeCount("rejected", "corruptImage", 1), new OutcomeCount("succeeded", null, 1)], after.Outcomes);
        var totals = _local.Store.Numbers.ReadTotals();
        Assert.Equal((2, 100), (totals.Started, totals.Bytes));
        Assert.Equal(1, totals.Ended["rejected"]);
        Assert.Equal(2, totals.Retries["Validate"]);
    }

    [Fact]
    public async Task TotalsStayWhenExecutionsAreRemoved()
    {
        await RunAsync("a", "succeeded", null);
        _local.Time.Now = _local.Time.Now.AddDays(400);

        Assert.Equal(1, await _local.Store.Executions.SweepAsync(ExecutionRetention.Default, CancellationToken.None));

        Assert.Equal(1, _local.Store.Numbers.ReadTotals().Started);
        Assert.Equal([new OutcomeCount("succeeded", null, 1)], (await ReadAsync()).Outcomes);
    }

    [Fact]
    public async Task OldMinutesAreRemoved()
    {
        await RunAsync("a", "succeeded", null);
        var first = _local.Time.Now;
        _local.Time.Now = first.AddDays(2);
        await _local.Store.Executions.SweepAsync(ExecutionRetention.Default, CancellationToken.None);

        Assert.Empty((await _local.Store.Numbers.ReadAsync(first.AddHours(-1), CancellationToken.None)).Minutes);
    }

    [Fact]
    public async Task EachStateKeepsItsLastVisits()
    {
        var visits = Enumerable.Range(0, NumberStore.WindowLength + 5).Select(number => new StateVisit("A", TimeSpan.FromMilliseconds(number), 0, false));
        await RunAsync("a", "succeeded", null, [.. visits, new("B", TimeSpan.Zero, 0, false)]);

        var kept = (await ReadAsync()).Visits.ToLookup(visit => visit.State);

        Assert.Equal(Enumerable.Range(5, NumberStore.WindowLength).Select(number => (double)number), kept["A"].Select(visit => visit.Duration.TotalMilliseconds).Order());
        Assert.Single(kept["B"]);
    }

    [Fact]
    public async Task ReasonsBeyondAHundredAreCountedAsOther()
    {
        for (var number = 0; number < 150; number++)
        {
            await RunAsync($"{number}", "failed", $"E{number}");
        }

        var outcomes = (await ReadAsync()).Outcomes;

        Assert.Equal(101, outcomes.Count);
        Assert.Equal(new OutcomeCount("failed", "other", 50), outcomes[0]);
    }

    [Fact]
    public async Task NumbersOfAHundredThousandExecutionsAreReadAtOnce()
    {
        await _local.ReopenAsync(() =>
        {
            using var session = SqlSession.Open(_local.PathOf("pipeline.db"), readOnly: false);
            session.ExecuteScript("""
                INSERT INTO executions(arn, name, state_machine_arn, image_id, status, started_at, redrives, input)
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
                    SELECT 'a' || i, 'n' || i, 'machine', 'uploads/' || i, 'RUNNING', '2026-03-01T11:30:00.0000000Z', 0, '{}' FROM n;
                UPDATE executions SET status = 'SUCCEEDED', outcome = 'succeeded', ran_ms = number % 100, waited_ms = 1,
                    stopped_at = '2026-03-01T11:59:' || substr('0' || (number % 60), -2) || '.0000000Z';
                """);
        });
        await ReadAsync();
        var watch = Stopwatch.StartNew();

        var read = await ReadAsync();

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(0.5));
        Assert.Equal([new OutcomeCount("succeeded", null, 100_000)], read.Outcomes);
        Assert.Equal(100_000, read.Minutes.Sum(minute => minute.Ended));
        Assert.Equal(NumberStore.WindowLength, read.Ran.Count);
        output.WriteLine($"Numbers of 100,000 executions: {watch.Elapsed.TotalMilliseconds:0.0} ms");
    }

    private Task<StoredNumbers> ReadAsync() => _local.Store.Numbers.ReadAsync(_local.Time.Now.AddHours(-1), CancellationToken.None);

    private async Task RunAsync(string arn, string outcome, string? reason, params StateVisit[] visits)
    {
        await _local.Store.Executions.StartAsync(new(arn, arn, "machine", "uploads/a.jpg", _local.Time.Now, "{}"), null, CancellationToken.None);
        await _local.Store.Executions.FinishAsync(
            arn,
            new(RecordedStatus.Succeeded, "{}", null, null, _local.Time.Now, outcome, reason is null ? null : new Reason(reason, "m")) { Visits = visits },
            [],
            CancellationToken.None);
    }
}
