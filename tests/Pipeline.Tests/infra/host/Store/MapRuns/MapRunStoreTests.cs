using Pipeline.Core.Executions;
using Pipeline.Host.Store.MapRuns;
using Pipeline.Host.Store.Records;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Store.MapRuns;

public sealed class MapRunStoreTests : IAsyncDisposable
{
    private const string Execution = "arn:aws:states:local:000000000000:execution:backfill:mine";
    private const string Run = "arn:aws:states:local:000000000000:mapRun:backfill/Images:mine-2";

    private readonly TemporaryStore _temporary = new();

    private MapRunStore MapRuns => _temporary.Store.MapRuns;

    public ValueTask DisposeAsync() => _temporary.DisposeAsync();

    [Fact]
    public async Task MapRunAndItsChildrenSurviveARestart()
    {
        var run = await OpenAsync();
        await MapRuns.SetItemsAsync(run.Number, 3);
        await StartAsync(run, 0);
        await MapRuns.QueueAppendAsync(run.Number, 0, [new(1, 0, Now, "ExecutionStarted", "{}"), new(2, 1, Now, "ExecutionSucceeded", null)], CancellationToken.None);
        await EndAsync(run, 0, RecordedStatus.Succeeded);
        await StartAsync(run, 1);
        await MapRuns.QueueAppendAsync(run.Number, 1, [new(1, 0, Now, "ExecutionStarted", null)], CancellationToken.None);
        await MapRuns.UpdateAsync(run.Number, new(5, 7, 2.5));

        await _temporary.ReopenAsync();

        var reopened = await OpenAsync();
        Assert.Equal((run.Number, 3L, "cursor 1", new MapRunLimits(5, 7, 2.5)), (reopened.Number, reopened.Items!.Value, reopened.Cursor, reopened.Settings));
        Assert.Equal([new MapChildCount("RUNNING", 1, 1), new MapChildCount("SUCCEEDED", 1, 1)], MapRuns.Count(run.Number));
        Assert.Equal(["ExecutionStarted", "ExecutionSucceeded"], MapRuns.ReadHistory(run.Number, 0).Select(recorded => recorded.Type));
        Assert.Equal("{}", MapRuns.ReadHistory(run.Number, 0)[0].Details);
        Assert.Equal(2, MapRuns.CountChildren(run.Number));
    }

    [Fact]
    public async Task RedriveLetsUnsuccessfulChildrenWait()
    {
        var run = await OpenAsync();
        foreach (var (place, status) in new[] { RecordedStatus.Succeeded, RecordedStatus.Failed, RecordedStatus.Aborted, RecordedStatus.TimedOut }.Index())
        {
            await StartAsync(run, place);
            await EndAsync(run, place, status);
        }

        await MapRuns.EndAsync(run.Number, RecordedStatus.Failed, Now, 4);
        await MapRuns.RedriveAsync(run.Number, Now);
        await MapRuns.RestartChildAsync(run.Number, 1);

        Assert.Equal(
            [new MapChildCount("PENDING_REDRIVE", 2, 2), new MapChildCount("RUNNING", 1, 1), new MapChildCount("SUCCEEDED", 1, 1)], MapRuns.Count(run.Number));
        Assert.Equal((RecordedStatus.Running, 1, null), (MapRuns.Get(Run)!.Status, MapRuns.Get(Run)!.RedriveCount, MapRuns.Get(Run)!.StopTime));
        Assert.Equal([2, 3], MapRuns.ListChildren(run.Number, "PENDING_REDRIVE", -1, 10).Select(child => child.Place));
    }

    [Fact]
    public async Task ChildIsFoundByItsArnOnly()
    {
        var run = await OpenAsync();
        await StartAsync(run, 12);
        var arn = ChildArn.Create(run.Arn, run.StateMachineArn, run.IsExpress, 12);

        Assert.Equal("arn:aws:states:local:000000000000:execution:backfill/Images:mine-2-12", arn);
        var found = await _temporary.Store.Executions.GetAsync(arn, CancellationToken.None);
        Assert.Equal(("mine-2-12", RecordedStatus.Running, "input 12"), (found!.Name, found.Status, found.Input));
        Assert.Null(await _temporary.Store.Executions.GetAsync(arn.Replace(":execution:", ":express:", StringComparison.Ordinal), CancellationToken.None));
        Assert.Null(await _temporary.Store.Executions.GetAsync(arn + "3", CancellationToken.None));
        Assert.Empty((await _temporary.Store.Executions.ListAsync(new(), 100, null, CancellationToken.None)).Executions);
    }

    [Fact]
    public async Task EventsThatCannotBeWrittenInterruptTheChildUntilTheNextRun()
    {
        var run = await OpenAsync();
        await StartAsync(run, 0);
        await MapRuns.QueueAppendAsync(run.Number, 0, [new(1, 0, Now, "ExecutionStarted", null)], CancellationToken.None);
        await MapRuns.QueueAppendAsync(run.Number, 0, [new(1, 0, Now, "ExecutionStarted", null)], CancellationToken.None);
        await MapRuns.SetItemsAsync(run.Number, 1);

        await Assert.ThrowsAsync<IOException>(() => EndAsync(run, 0, RecordedStatus.Succeeded));
        Assert.Equal(RecordedStatus.Running, Assert.Single(MapRuns.ListChildren(run.Number, null, -1, 10)).Status);

        await MapRuns.CloseAsync(run.Number);
        await EndAsync(run, 0, RecordedStatus.Succeeded);
        Assert.Single(MapRuns.ReadHistory(run.Number, 0));
    }

    [Fact]
    public async Task RemovedExecutionTakesItsMapRunsAlong()
    {
        await _temporary.Store.Executions.StartAsync(
            new(Execution, "mine", "arn:aws:states:local:000000000000:stateMachine:backfill", null, Now, "{}"), null, CancellationToken.None);
        var run = await OpenAsync();
        await StartAsync(run, 0);
        await EndAsync(run, 0, RecordedStatus.Succeeded);
        await _temporary.Store.Executions.FinishAsync(Execution, new(RecordedStatus.Succeeded, "{}", null, null, Now), [], CancellationToken.None);

        _temporary.Time.Now += TimeSpan.FromDays(400);
        await _temporary.Store.SweepAsync(CancellationToken.None);

        Assert.Null(await _temporary.Store.Executions.GetAsync(Execution, CancellationToken.None));
        Assert.Null(MapRuns.Get(Run));
        Assert.Empty(MapRuns.ListChildren(run.Number, null, -1, 10));
    }

    private DateTimeOffset Now => _temporary.Time.GetUtcNow();

    private Task<MapRunRecord> OpenAsync() => MapRuns.OpenAsync(
        new(Run, Execution, "arn:aws:states:local:000000000000:stateMachine:backfill/Images", "Images", false, false, Now, new(20, null, 5)), CancellationToken.None);

    private Task StartAsync(MapRunRecord run, int place) => MapRuns.StartChildAsync(run.Number, place, 1, $"input {place}", Now, $"cursor {place}");

    private Task EndAsync(MapRunRecord run, int place, RecordedStatus status) =>
        MapRuns.EndChildAsync(run.Number, place, new(status, status == RecordedStatus.Succeeded ? "1" : null, null, null, Now));
}
