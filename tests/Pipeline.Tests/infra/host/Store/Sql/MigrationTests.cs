using Microsoft.Data.Sqlite;
using Pipeline.Core.CallLogs;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Executions;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Store.Sql;

/// <summary>Folders of earlier formats, with rows in every table that they had.</summary>
public sealed class MigrationTests : IAsyncLifetime
{
    private static readonly string[] Scripts =
    [
        SchemaVersion1.Script, SchemaVersion2.Script, SchemaVersion3.Script, SchemaVersion4.Script, SchemaVersion5.Script, SchemaVersion6.Script,
        SchemaVersion7.Script, SchemaVersion8.Script, SchemaVersion9.Script, SchemaVersion10.Script, SchemaVersion11.Script, SchemaVersion12.Script,
        SchemaVersion13.Script,
    ];

    private readonly TemporaryStore _local = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _local.DisposeAsync().AsTask();

    [Theory]
    [InlineData(9)]
    [InlineData(13)]
    public async Task FolderOfAnEarlierFormatKeepsItsRowsAndLogsFromNowOn(int version)
    {
        await FillAsync();
        await _local.ReopenAsync(meanwhile: () => Downgrade(version));

        var store = _local.Store;
        var page = await store.Executions.ListAsync(new(Outcome: ImageOutcome.Rejected), 10, null, CancellationToken.None);
        Assert.Equal(("one", RecordedStatus.Succeeded), (page.Executions[0].Name, page.Executions[0].Status));
        Assert.Equal(["ExecutionStarted", "ExecutionSucceeded"], (await store.Executions.GetHistoryAsync("one", 0, 10, CancellationToken.None)).Select(recorded => recorded.Type));
        Assert.Equal(1, (await store.Executions.CountByOutcomeAsync(CancellationToken.None))[ImageOutcome.Rejected]);
        Assert.Equal("cats/1.png", Assert.Single((await store.Uploads.ListAsync(new(), CancellationToken.None)).Objects).Key);
        var images = await store.Catalogue.SearchAsync(new(ImageStatus.Rejected, "cats/", true, Sort: ImageSort.Size), 10, null, CancellationToken.None);
        Assert.Equal(3, Assert.Single(images.Records).Current!.Bytes);
        Assert.Single(await store.Announcements.ListByExecutionAsync("one", CancellationToken.None));
        // Numbers and definitions are newer than version 9; the numbers are counted from the rows.
        Assert.Equal(1, store.Numbers.ReadTotals().Started);
        Assert.Equal(version == 13, await store.Executions.GetDefinitionAsync("one", CancellationToken.None) is not null);

        Assert.Empty(store.Logs.Read("one", new(), 0, 10).Lines);
        await store.Logs.QueueAppendAsync("one", [new(0, _local.Time.Now, LogLevels.Error, "Persist", 0, [], "again", null)], CancellationToken.None);
        await store.Executions.FlushAsync(CancellationToken.None);
        Assert.Equal("again", Assert.Single(store.Logs.Read("one", new(), 0, 10).Lines).Message);
        _local.Time.Now = _local.Time.Now.AddDays(100);
        await store.SweepAsync(CancellationToken.None);
        Assert.Empty(store.Logs.Read("one", new(), 0, 10).Lines);
    }

    private async Task FillAsync()
    {
        var store = _local.Store;
        var upload = await _local.PutAsync("cats/1.png", 1, 2, 3);
        await store.Executions.StartAsync(
            new("one", "one", "machine", "uploads/cats/1.png", _local.Time.Now, "{}", new RecordedDefinition("hash", "{}", _local.Time.Now)), upload.Event.Id, CancellationToken.None);
        var version = new ImageVersion("sha", "set", "prefix/", ImageFormat.Png, 1, 1, 1, 3, null, []);
        var record = new ImageRecord(
            "uploads/cats/1.png", "uploads", "cats/1.png", ImageStatus.Rejected, version, null, null, null, new("code", "why"), "one", _local.Time.Now, _local.Time.Now);
        Assert.True(await store.Catalogue.TryWriteAsync(new(record, [], [], 1), CancellationToken.None));
        await store.Announcements.AppendAsync(
            new(AnnouncementTopic.Failure, "{}", new Dictionary<string, string>(), "one", "token"), CancellationToken.None);
        await store.Executions.FinishAsync(
            "one", new(RecordedStatus.Succeeded, "{}", null, null, _local.Time.Now, ImageOutcome.Rejected, new("code", "why")),
            [new(1, 0, _local.Time.Now, "ExecutionStarted", null), new(2, 1, _local.Time.Now, "ExecutionSucceeded", null)], CancellationToken.None);
    }

    /// <summary>Replaces the database by one of an earlier format with the same rows.</summary>
    private void Downgrade(int version)
    {
        var (current, earlier) = (_local.PathOf("pipeline.db"), _local.PathOf("earlier.db"));
        using (var session = SqlSession.Open(earlier, readOnly: false))
        {
            session.ExecuteScript($"{string.Join(';', Scripts[..version])}; PRAGMA user_version = {version}");
            session.ExecuteScript($"ATTACH '{current}' AS current");
            var tables = session.QueryAll("SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", row => row.GetString(0));
            var filled = 0;
            foreach (var table in tables)
            {
                var columns = string.Join(", ", session.QueryAll($"SELECT name FROM pragma_table_info('{table}', 'main')", row => row.GetString(0)));
                filled += session.Execute($"INSERT OR REPLACE INTO main.{table}({columns}) SELECT {columns} FROM current.{table}") > 0 ? 1 : 0;
            }

            Assert.True(filled >= 7, $"Only {filled} of the tables {string.Join(", ", tables)} have rows.");
        }

        SqliteConnection.ClearAllPools();
        File.Delete(current);
        File.Move(earlier, current);
    }
}
