using Microsoft.Data.Sqlite;
using Pipeline.Core.Executions;
using Pipeline.Host.Store.Executions;
using Pipeline.Host.Store.Histories;
using Pipeline.Host.Store.Records;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Store.Executions;

/// <summary>Histories of ended executions are compressed, and read as before.</summary>
public sealed class HistoryArchiveTests : IAsyncLifetime
{
    private readonly TemporaryStore _local = new();

    private ExecutionStore Executions => _local.Store.Executions;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _local.DisposeAsync().AsTask();

    [Fact]
    public void EventsComeBackAsTheyWere()
    {
        RecordedEvent[] events =
        [
            new(1, 0, _local.Time.Now, "ExecutionStarted", """{ "input": "{\"a\": \"\\u00e9 é 😀\"}",  "n": 1.50, "deep": """ + new string('[', 100) + new string(']', 100) + "}"),
            new(2, 1, _local.Time.Now.AddTicks(1), "MapStateStarted", null),
        ];

        Assert.Equal(events, HistoryPacking.Unpack(HistoryPacking.Pack(events)));
    }

    [Fact]
    public async Task LongHistoryIsReadByPagesInBothDirectionsAfterItWasCompressed()
    {
        await RunAsync("one", 2_500);
        await WaitUntilArchivedAsync();

        var all = Events(1, 2_501);
        Assert.Equal(all, await Executions.GetHistoryAsync("one", 0, int.MaxValue, CancellationToken.None));
        Assert.Equal(all[990..1_010], await Executions.GetHistoryAsync("one", 990, 20, CancellationToken.None));
        Assert.Equal(all.Reverse(), await Executions.GetHistoryReversedAsync("one", long.MaxValue, int.MaxValue, CancellationToken.None));
        Assert.Equal(all[1_990..2_010].Reverse(), await Executions.GetHistoryReversedAsync("one", 2_011, 20, CancellationToken.None));
        Assert.Empty(await Executions.GetHistoryAsync("one", 2_501, 10, CancellationToken.None));
        Assert.Empty(await Executions.GetHistoryAsync("other", 0, 10, CancellationToken.None));
        Assert.Equal((0, 3), (Count("history"), Count("history_archive")));
    }

    [Fact]
    public async Task LongOutputAndAnnouncementAreCompressedWithTheHistoryAndReadAsBefore()
    {
        var output = "{\"text\": \"" + string.Concat(Enumerable.Repeat("é 😀 ", 200)) + "\"}";
        await StartAsync("one");
        await AnnounceAsync("one", output);
        await Executions.FinishAsync("one", new(RecordedStatus.Succeeded, output, null, null, _local.Time.Now), Events(1, 1), CancellationToken.None);
        await WaitUntilArchivedAsync();

        Assert.Equal(output, (await Executions.GetAsync("one", CancellationToken.None))!.Output);
        Assert.InRange((long)Execute("SELECT length(packed_output) FROM executions WHERE output IS NULL")!, 1, 200);
        Assert.Equal(output, Assert.Single(await _local.Store.Announcements.ListByExecutionAsync("one", CancellationToken.None)).Message);
        Assert.InRange((long)Execute("SELECT length(packed_message) FROM announcements WHERE message = ''")!, 1, 200);
    }

    [Fact]
    public async Task RedrivenExecutionContinuesBehindItsCompressedHistory()
    {
        await RunAsync("one", 4, RecordedStatus.Failed);
        await WaitUntilArchivedAsync();

        Assert.True(await Executions.RedriveAsync("one", CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Executions.AppendAsync("one", Events(5, 1), CancellationToken.None));
        await Executions.AppendAsync("one", Events(6, 2), CancellationToken.None);

        Assert.Equal(Events(1, 7), await Executions.GetHistoryAsync("one", 0, 100, CancellationToken.None));
        Assert.Equal(Events(5, 2), await Executions.GetHistoryAsync("one", 4, 2, CancellationToken.None));
        Assert.Equal(Events(4, 3).Reverse(), await Executions.GetHistoryReversedAsync("one", 7, 3, CancellationToken.None));
        await FinishAsync("one", 8, RecordedStatus.Succeeded);
        await WaitUntilArchivedAsync();
        Assert.Equal(Events(1, 8), await Executions.GetHistoryAsync("one", 0, 100, CancellationToken.None));
    }

    [Fact]
    public async Task HistoriesThatAreRowsAreCompressedAfterTheNextStart()
    {
        await RunAsync("ended", 10);
        await StartAsync("running");
        await Executions.AppendAsync("running", Events(1, 3), CancellationToken.None);
        await WaitUntilArchivedAsync(rows: 3);
        // As an earlier version left it.
        await _local.ReopenAsync(() => Execute("DELETE FROM history_archive; WITH RECURSIVE ids(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM ids WHERE id < 11) INSERT INTO history SELECT 1, id, id - 1, '2026-03-01T12:00:00.0000000Z', 'Type', '{}' FROM ids"));

        await WaitUntilArchivedAsync(rows: 3);

        Assert.Equal(Events(1, 11), await Executions.GetHistoryAsync("ended", 0, 100, CancellationToken.None));
        Assert.Equal(Events(1, 3), await Executions.GetHistoryAsync("running", 0, 100, CancellationToken.None));
    }

    [Fact]
    public async Task SpaceOfCompressedHistoriesGoesBackToTheFileSystem()
    {
        var details = "{\"input\":\"" + new string('x', 10_000) + "\"}";
        for (var number = 0; number < 60; number++)
        {
            await StartAsync($"{number}");
            await Executions.AppendAsync($"{number}", [.. Events(1, 40).Select(recorded => recorded with { Details = details })], CancellationToken.None);
        }

        var full = Size();
        for (var number = 0; number < 60; number++)
        {
            await FinishAsync($"{number}", 41, RecordedStatus.Succeeded);
        }

        await WaitUntilArchivedAsync();
        await _local.Store.SweepAsync(CancellationToken.None);
        await _local.ReopenAsync();

        Assert.InRange(full, 20_000_000, long.MaxValue);
        Assert.InRange(Size(), 0, 8_000_000);
    }

    [Fact]
    public async Task RetentionByNumberKeepsTheLastOnesToEnd()
    {
        for (var number = 0; number < 6; number++)
        {
            await RunAsync($"{number}", 3);
            _local.Time.Now = _local.Time.Now.AddMinutes(1);
        }

        await StartAsync("running");
        await WaitUntilArchivedAsync();

        Assert.Equal(4, await _local.Store.SweepAsync(new ExecutionRetention(TimeSpan.FromDays(1), 2), CancellationToken.None));

        var kept = (await Executions.ListAsync(new(), 10, null, CancellationToken.None)).Executions.Select(execution => execution.Arn);
        Assert.Equal(["running", "5", "4"], kept);
        Assert.Equal(2, Count("history_archive"));
        Assert.Equal(2, (await Executions.CountByStatusAsync(CancellationToken.None))[RecordedStatus.Succeeded]);
    }

    [Fact]
    public async Task RetentionByAgeRemovesAnnouncementsToo()
    {
        await RunAsync("old", 3);
        await AnnounceAsync("old");
        _local.Time.Now = _local.Time.Now.AddDays(3);
        await RunAsync("new", 3);
        await AnnounceAsync("new");

        Assert.Equal(1, await _local.Store.SweepAsync(new ExecutionRetention(TimeSpan.FromDays(2), 100), CancellationToken.None));

        var kept = await _local.Store.Announcements.ListAsync(null, null, newestFirst: false, 10, CancellationToken.None);
        Assert.Equal(["new"], kept.Select(announcement => announcement.ExecutionArn));
    }

    [Fact]
    public async Task AnnouncementThatAWebhookWaitsForStays()
    {
        await _local.Store.Webhook.SetAsync("http://localhost:1", CancellationToken.None);
        await AnnounceAsync("old");
        _local.Time.Now = _local.Time.Now.AddDays(100);

        await _local.Store.SweepAsync(CancellationToken.None);

        Assert.Single(await _local.Store.Announcements.ListAsync(null, null, newestFirst: false, 10, CancellationToken.None));
    }

    [Fact]
    public async Task CountsFollowEveryChangeOfStatus()
    {
        await RunAsync("a", 1, RecordedStatus.Failed);
        await RunAsync("b", 1);
        await StartAsync("c");
        await StartAsync("c");
        await Executions.RedriveAsync("a", CancellationToken.None);

        var counts = await Executions.CountByStatusAsync(CancellationToken.None);

        Assert.Equal((2, 1, 0), (counts[RecordedStatus.Running], counts[RecordedStatus.Succeeded], counts[RecordedStatus.Failed]));
    }

    [Fact]
    public async Task CommonPrefixesListTheSameAsRareOnes()
    {
        for (var number = 0; number < 5_100; number++)
        {
            _ = StartAsync($"{number}", number % 100 == 7 ? $"uploads/rare/{number}" : $"uploads/common/{number}");
        }

        await Executions.FlushAsync(CancellationToken.None);

        Assert.Equal(["5099", "5098"], await ListAsync(new(ImageIdPrefix: "uploads/common/")));
        Assert.Equal(["5007", "4907"], await ListAsync(new(ImageIdPrefix: "uploads/rare/")));
        Assert.Equal(["5099", "5098"], await ListAsync(new(ImageIdPrefix: "uploads/", Status: RecordedStatus.Running)));
        Assert.Equal(["5007", "4907"], await ListAsync(new(ImageIdPrefix: "uploads/rare/", NamePrefix: "")));
        Assert.Equal(["4999", "4998"], await ListAsync(new(NamePrefix: "4")));
        Assert.Empty(await ListAsync(new(ImageIdPrefix: "uploads/common/", Status: RecordedStatus.Failed)));
    }

    private async Task<IEnumerable<string>> ListAsync(ExecutionFilter filter) =>
        (await Executions.ListAsync(filter, 2, null, CancellationToken.None)).Executions.Select(execution => execution.Arn);

    private Task<AnnouncementRecord> AnnounceAsync(string execution, string message = "{}") => _local.Store.Announcements.AppendAsync(
        new(AnnouncementTopic.Success, message, new Dictionary<string, string>(), execution, execution), CancellationToken.None);

    private async Task RunAsync(string arn, int events, RecordedStatus status = RecordedStatus.Succeeded)
    {
        await StartAsync(arn);
        await Executions.AppendAsync(arn, Events(1, events), CancellationToken.None);
        await FinishAsync(arn, events + 1, status);
    }

    private Task<StartedExecution> StartAsync(string arn, string? image = null) => Executions.StartAsync(
        new(arn, arn, "machine", image, _local.Time.Now, "{}"), eventId: null, CancellationToken.None);

    private Task<bool> FinishAsync(string arn, long id, RecordedStatus status) => Executions.FinishAsync(
        arn, new(status, "{}", null, null, _local.Time.Now), Events(id, 1), CancellationToken.None);

    private static RecordedEvent[] Events(long from, int count) =>
        [.. Enumerable.Range(0, count).Select(offset => new RecordedEvent(from + offset, from + offset - 1, new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), "Type", "{}"))];

    private async Task WaitUntilArchivedAsync(int rows = 0)
    {
        for (var attempt = 0; Count("history") > rows; attempt++)
        {
            Assert.True(attempt < 600, "The histories were not compressed.");
            await Task.Delay(20);
        }
    }

    private long Size() => new FileInfo(_local.PathOf("pipeline.db")).Length + (File.Exists(_local.PathOf("pipeline.db-wal")) ? new FileInfo(_local.PathOf("pipeline.db-wal")).Length : 0);

    private long Count(string table) => (long)Execute($"SELECT count(*) FROM {table}")!;

    private object? Execute(string sql)
    {
        using var database = new SqliteConnection($"Data Source={_local.PathOf("pipeline.db")};Pooling=False");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
