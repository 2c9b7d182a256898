using Microsoft.Data.Sqlite;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Executions;
using Pipeline.Host.Store.Executions;
using Pipeline.Host.Store.Records;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Store.Executions;

public sealed class ExecutionTimesTests : IAsyncLifetime
{
    private readonly TemporaryStore _local = new();

    private ExecutionStore Executions => _local.Store.Executions;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _local.DisposeAsync().AsTask();

    [Fact]
    public async Task WaitForATurnIsNoPartOfTheDuration()
    {
        await StartAsync("one");
        Pass(30);
        await BeginAsync("one", null);
        Pass(2);
        await FinishAsync("one", "succeeded", null);

        var execution = await GetAsync("one");
        Assert.Equal((Seconds(30), Seconds(2)), (execution.Waited, execution.Ran));
        Assert.Equal(execution.StartTime + Seconds(30), execution.FirstRunTime);
        Assert.Equal("succeeded", execution.Outcome);
    }

    [Fact]
    public async Task TimesGoOnWhileAnExecutionWaitsAndRuns()
    {
        await StartAsync("one");
        Pass(3);
        var waiting = await GetAsync("one");
        Assert.Equal((Seconds(3), null), (waiting.GetWaitingTime(_local.Time.Now), waiting.GetRunningTime(_local.Time.Now)));

        await BeginAsync("one", null);
        Pass(4);
        var running = await GetAsync("one");
        Assert.Equal((Seconds(3), Seconds(4)), (running.GetWaitingTime(_local.Time.Now), running.GetRunningTime(_local.Time.Now)));
    }

    [Fact]
    public async Task RedriveAddsItsWaitAndItsRunButNotTheTimeBeforeIt()
    {
        await StartAsync("one");
        Pass(1);
        await BeginAsync("one", null);
        Pass(2);
        await FinishAsync("one", "failed", new("Code", "Message"), RecordedStatus.Failed);
        Pass(1_000);
        await Executions.RedriveAsync("one", CancellationToken.None);
        var redriven = await GetAsync("one");
        Assert.Equal((null, null, null), (redriven.Outcome, redriven.Reason, redriven.RunTime));
        Pass(10);
        await BeginAsync("one", null);
        Pass(20);
        await FinishAsync("one", "succeeded", null);

        var execution = await GetAsync("one");
        Assert.Equal((Seconds(11), Seconds(22)), (execution.Waited, execution.Ran));
        Assert.Equal(execution.StartTime + Seconds(1), execution.FirstRunTime);
    }

    [Fact]
    public async Task InterruptedExecutionRanUntilItsLastEvent()
    {
        await StartAsync("one");
        Pass(1);
        await BeginAsync("one", null);
        Pass(5);
        var lastEvent = _local.Time.Now;
        Pass(3_600);
        await BeginAsync("one", lastEvent);
        Pass(2);
        await FinishAsync("one", "succeeded", null);

        var execution = await GetAsync("one");
        Assert.Equal((Seconds(3_601), Seconds(7)), (execution.Waited, execution.Ran));
    }

    [Fact]
    public async Task OutcomesAndTimesOfAnOlderFormatAreReadFromItsHistories()
    {
        var (start, minute) = (_local.Time.Now, TimeSpan.FromMinutes(1));
        await RunAsync("rejected", "AnnounceRejection", RecordedStatus.Succeeded);
        await _local.Store.Announcements.AppendAsync(
            new(AnnouncementTopic.Failure, $$"""{"outcome":"rejected","imageId":"uploads/a","execution":"rejected","record":{{Record}}}""", new Dictionary<string, string>(), "rejected", "token"),
            CancellationToken.None);
        await RunAsync("unchanged", "Unchanged", RecordedStatus.Succeeded);
        await RunAsync("failed", "Validate", RecordedStatus.Failed);
        await StartAsync("without history");
        await FinishAsync("without history", null, null);
        await StartAsync("running");
        await Executions.AppendAsync("running", [new(1, 0, _local.Time.Now + minute, "ExecutionStarted", "{}")], CancellationToken.None);

        await _local.ReopenAsync(meanwhile: () => Execute("""
            UPDATE executions SET outcome = NULL, reason_code = NULL, reason_message = NULL, first_run_at = NULL, run_at = NULL, waited_ms = NULL, ran_ms = NULL;
            INSERT INTO settings VALUES ('outcomes unknown before', '1000')
            """));
        for (var attempt = 0; Execute("SELECT count(*) FROM settings WHERE name = 'outcomes unknown before'") is not 0L; attempt++)
        {
            Assert.True(attempt < 600, "The outcomes were not read.");
            await Task.Delay(20);
        }

        var rejected = await GetAsync("rejected");
        Assert.Equal(("rejected", new Reason("TooLarge", "Too large.")), (rejected.Outcome, rejected.Reason));
        Assert.Equal((Seconds(60), Seconds(5), start + minute), (rejected.Waited, rejected.Ran, rejected.FirstRunTime));
        Assert.Equal(("unchanged", null), ((await GetAsync("unchanged")).Outcome, (await GetAsync("unchanged")).Reason));
        Assert.Equal(("failed", new Reason("Error", "Cause")), ((await GetAsync("failed")).Outcome, (await GetAsync("failed")).Reason));
        Assert.Equal((null, null, null), ((await GetAsync("without history")).Outcome, (await GetAsync("without history")).Waited, (await GetAsync("without history")).Ran));
        Assert.Null((await GetAsync("running")).Outcome);
        Assert.Equal(1, (await Executions.CountByOutcomeAsync(CancellationToken.None))["rejected"]);
    }

    private const string Record = """
        {"imageId":"uploads/a","bucket":"uploads","key":"a","status":"rejected","sequencer":null,"reason":{"code":"TooLarge","message":"Too large."},
        "execution":"rejected","createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00Z"}
        """;

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private void Pass(double seconds) => _local.Time.Now = _local.Time.Now.AddSeconds(seconds);

    private Task<StartedExecution> StartAsync(string arn) => Executions.StartAsync(new(arn, arn, "machine", "uploads/a", _local.Time.Now, "{}"), null, CancellationToken.None);

    private async Task BeginAsync(string arn, DateTimeOffset? lastEvent) =>
        await Executions.QueueRunAsync((await GetAsync(arn)).BeginRun(_local.Time.Now, lastEvent), CancellationToken.None);

    private Task<bool> FinishAsync(string arn, string? outcome, Reason? reason, RecordedStatus status = RecordedStatus.Succeeded) => Executions.FinishAsync(
        arn, new(status, null, status == RecordedStatus.Failed ? "Error" : null, status == RecordedStatus.Failed ? "Cause" : null, _local.Time.Now, outcome, reason),
        [], CancellationToken.None);

    /// <summary>Waits for a minute, then runs for 5 seconds.</summary>
    private async Task RunAsync(string arn, string lastState, RecordedStatus status)
    {
        await StartAsync(arn);
        Pass(60);
        await Executions.AppendAsync(arn, [new(1, 0, _local.Time.Now, "ExecutionStarted", "{}")], CancellationToken.None);
        Pass(5);
        await Executions.AppendAsync(
            arn,
            [new(2, 1, _local.Time.Now, "TaskStateExited", $$"""{"name":"{{lastState}}"}"""), new(3, 2, _local.Time.Now, "ExecutionEnded", "{}")],
            CancellationToken.None);
        await FinishAsync(arn, null, null, status);
    }

    private async Task<ExecutionRecord> GetAsync(string arn)
    {
        await Executions.FlushAsync(CancellationToken.None);
        return (await Executions.GetAsync(arn, CancellationToken.None))!;
    }

    private object? Execute(string sql)
    {
        using var database = new SqliteConnection($"Data Source={_local.PathOf("pipeline.db")};Pooling=False");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
