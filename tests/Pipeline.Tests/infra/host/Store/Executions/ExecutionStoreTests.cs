using Pipeline.Core.Executions;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Executions;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Store.Executions;

public sealed class ExecutionStoreTests : IAsyncLifetime
{
    private const string Machine = "arn:aws:states:local:000000000000:stateMachine:image-pipeline";

    private readonly TemporaryStore _local = new();

    private ExecutionStore Executions => _local.Store.Executions;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _local.DisposeAsync().AsTask();

    [Fact]
    public async Task ExecutionIsKeptFromStartToEnd()
    {
        var started = await StartAsync("one", "uploads/a");
        Assert.True(started.IsNew);
        Assert.Equal(RecordedStatus.Running, started.Execution.Status);

        await Executions.AppendAsync("one", Events(1, 2), CancellationToken.None);
        var stop = _local.Time.Now.AddSeconds(3);
        Assert.True(await Executions.FinishAsync(
            "one", new(RecordedStatus.Succeeded, "{\"ok\":true}", null, null, stop), Events(3, 1), CancellationToken.None));
        await _local.ReopenAsync();

        Assert.Equal(
            started.Execution with { Status = RecordedStatus.Succeeded, StopTime = stop, Output = "{\"ok\":true}" },
            await Executions.GetAsync("one", CancellationToken.None));
        Assert.Equal(Events(1, 3), await Executions.GetHistoryAsync("one", 0, 100, CancellationToken.None));
        Assert.Equal(Events(2, 1), await Executions.GetHistoryAsync("one", 1, 1, CancellationToken.None));
    }

    [Fact]
    public async Task EventStartsOneExecutionEvenIfDeliveredRepeatedly()
    {
        var upload = await _local.PutAsync("a", 1);

        var starts = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => Task.Run(() => StartAsync($"try-{number}", eventId: upload.Event.Id))));

        Assert.Single(starts, start => start.IsNew);
        Assert.Single(starts.Select(start => start.Execution.Arn).Distinct());
        Assert.Single((await Executions.ListAsync(new(), 10, null, CancellationToken.None)).Executions);
        Assert.Empty(await _local.Store.Uploads.ListPendingEventsAsync(0, 10, CancellationToken.None));
    }

    [Fact]
    public async Task ArnStartsOneExecution()
    {
        await StartAsync("one");
        await Executions.AppendAsync("one", Events(1, 1), CancellationToken.None);

        Assert.False((await StartAsync("one")).IsNew);

        Assert.Single(await Executions.GetHistoryAsync("one", 0, 100, CancellationToken.None));
    }

    [Fact]
    public async Task EventsWrittenBehindAreDurableWithTheNextAwaitedOne()
    {
        await StartAsync("one");
        for (var id = 1; id <= 2000; id++)
        {
            await Executions.QueueAppendAsync("one", Events(id, 1), CancellationToken.None);
        }

        await Executions.AppendAsync("one", Events(2001, 1), CancellationToken.None);

        Assert.Equal(Events(1, 2001), await Executions.GetHistoryAsync("one", 0, 5000, CancellationToken.None));
    }

    [Fact]
    public async Task EventsWrittenBehindSurviveAnOrderlyShutdown()
    {
        await StartAsync("one");
        await Executions.QueueAppendAsync("one", Events(1, 10), CancellationToken.None);

        await _local.ReopenAsync();

        Assert.Equal(10, (await Executions.GetHistoryAsync("one", 0, 100, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task LostEventsAreReportedOnceAndNothingFollowsThem()
    {
        await StartAsync("one");
        await StartAsync("other");
        await Executions.QueueAppendAsync("one", Events(7, 1), CancellationToken.None);
        await Executions.QueueAppendAsync("other", Events(1, 1), CancellationToken.None);
        await Executions.AppendAsync("other", Events(2, 1), CancellationToken.None);

        await Assert.ThrowsAsync<HistoryLostException>(() => FinishAsync("one", RecordedStatus.Succeeded));

        Assert.Equal(RecordedStatus.Running, (await Executions.GetAsync("one", CancellationToken.None))!.Status);
        await Executions.AppendAsync("one", Events(1, 1), CancellationToken.None);
        Assert.Equal(Events(1, 1), await Executions.GetHistoryAsync("one", 0, 100, CancellationToken.None));
        Assert.Equal(Events(1, 2), await Executions.GetHistoryAsync("other", 0, 100, CancellationToken.None));
    }

    [Fact]
    public async Task HistoryAcceptsOnlyTheNextEvent()
    {
        await StartAsync("one");
        await Executions.AppendAsync("one", Events(1, 3), CancellationToken.None);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Executions.AppendAsync("one", Events(3, 1), CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Executions.AppendAsync("one", Events(5, 1), CancellationToken.None));
        await Assert.ThrowsAsync<ExecutionNotFoundException>(() => Executions.AppendAsync("none", Events(1, 1), CancellationToken.None));
    }

    [Fact]
    public async Task ExecutionEndsOnce()
    {
        await StartAsync("one");

        Assert.True(await FinishAsync("one", RecordedStatus.Failed));
        Assert.False(await FinishAsync("one", RecordedStatus.Succeeded));

        var ended = await Executions.GetAsync("one", CancellationToken.None);
        Assert.Equal((RecordedStatus.Failed, "Error", "Cause"), (ended!.Status, ended.Error, ended.Cause));
        Assert.False(await FinishAsync("none", RecordedStatus.Succeeded));
    }

    [Fact]
    public async Task RedrivenExecutionRunsAgain()
    {
        await StartAsync("one");
        Assert.False(await Executions.RedriveAsync("one", CancellationToken.None));
        await FinishAsync("one", RecordedStatus.TimedOut);

        Assert.True(await Executions.RedriveAsync("one", CancellationToken.None));

        var redriven = await Executions.GetAsync("one", CancellationToken.None);
        Assert.Equal((RecordedStatus.Running, 1, _local.Time.Now), (redriven!.Status, redriven.RedriveCount, redriven.RedriveTime));
        Assert.Equal((null, null, null), (redriven.StopTime, redriven.Error, redriven.Cause));
        Assert.Equal("one", Assert.Single(await Executions.ListUnfinishedAsync(CancellationToken.None)).Arn);
    }

    [Fact]
    public async Task OnlyRunningExecutionsAreUnfinished()
    {
        foreach (var arn in (string[])["1", "2", "3"])
        {
            await StartAsync(arn);
        }

        await FinishAsync("2", RecordedStatus.Aborted);
        await _local.ReopenAsync();

        Assert.Equal(["1", "3"], (await Executions.ListUnfinishedAsync(CancellationToken.None)).Select(execution => execution.Arn));
    }

    [Fact]
    public async Task CountsNameEveryStatus()
    {
        await StartAsync("1");
        await StartAsync("2");
        await FinishAsync("2", RecordedStatus.TimedOut);

        var counts = await Executions.CountByStatusAsync(CancellationToken.None);

        Assert.Equal(Enum.GetValues<RecordedStatus>().Order(), counts.Keys.Order());
        Assert.Equal((1, 1, 0), (counts[RecordedStatus.Running], counts[RecordedStatus.TimedOut], counts[RecordedStatus.Failed]));
    }

    [Fact]
    public async Task SweepRemovesExecutionsThatEndedOver90DaysAgo()
    {
        var upload = await _local.PutAsync("a", 1);
        await StartAsync("old", eventId: upload.Event.Id);
        await Executions.AppendAsync("old", Events(1, 3), CancellationToken.None);
        await FinishAsync("old", RecordedStatus.Succeeded);
        await StartAsync("endless");
        _local.Time.Now += TimeSpan.FromDays(91);
        await StartAsync("young");
        await FinishAsync("young", RecordedStatus.Succeeded);

        Assert.Equal(1, await _local.Store.SweepAsync(CancellationToken.None));

        Assert.Null(await Executions.GetAsync("old", CancellationToken.None));
        Assert.Empty(await Executions.GetHistoryAsync("old", 0, 10, CancellationToken.None));
        Assert.Equal(["young", "endless"], (await Executions.ListAsync(new(), 10, null, CancellationToken.None)).Executions.Select(execution => execution.Arn));
    }

    [Fact]
    public async Task DefinitionIsKeptOnceAsLongAsAnExecutionRefersToIt()
    {
        var (first, second) = (RecordedDefinition.Create("{\"a\":1}", _local.Time.Now), RecordedDefinition.Create("{\"a\":2}", _local.Time.Now));
        await StartAsync("unknown");
        await StartAsync("one", definition: first);
        await StartAsync("two", definition: first with { LoadedAt = _local.Time.Now.AddDays(1) });
        await StartAsync("resumed", definition: first);
        await Executions.QueueDefinitionAsync("resumed", second, CancellationToken.None);
        await _local.ReopenAsync();

        Assert.Null(await Executions.GetDefinitionAsync("unknown", CancellationToken.None));
        Assert.Null(await Executions.GetDefinitionAsync("missing", CancellationToken.None));
        Assert.Equal(first, await Executions.GetDefinitionAsync("one", CancellationToken.None));
        Assert.Equal(first, await Executions.GetDefinitionAsync("two", CancellationToken.None));
        Assert.Equal(second, await Executions.GetDefinitionAsync("resumed", CancellationToken.None));

        await FinishAsync("resumed", RecordedStatus.Succeeded);
        _local.Time.Now += TimeSpan.FromDays(91);
        await _local.Store.SweepAsync(CancellationToken.None);
        await StartAsync("new", definition: first);
        Assert.Equal(first, await Executions.GetDefinitionAsync("new", CancellationToken.None));
        using var session = SqlSession.Open(_local.PathOf("pipeline.db"), readOnly: true);
        Assert.Equal([first.Hash], session.QueryAll("SELECT hash FROM definitions", row => row.GetString(0)));
    }

    private static List<RecordedEvent> Events(int first, int count) => Enumerable.Range(first, count).Select(id => new RecordedEvent(
        id, id - 1, new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(id), "TaskStateEntered", id % 2 == 0 ? null : $"{{\"n\":{id}}}")).ToList();

    private Task<StartedExecution> StartAsync(string arn, string? imageId = null, string? eventId = null, RecordedDefinition? definition = null) =>
        Executions.StartAsync(new(arn, $"name-{arn}", Machine, imageId, _local.Time.Now, "{}", definition), eventId, CancellationToken.None);

    private Task<bool> FinishAsync(string arn, RecordedStatus status) =>
        Executions.FinishAsync(arn, new(status, null, "Error", "Cause", _local.Time.Now), [], CancellationToken.None);
}
