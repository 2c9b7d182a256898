using Pipeline.Core.Executions;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Store;

public sealed class LocalStoreTests : IAsyncLifetime
{
    private readonly TemporaryStore _local = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _local.DisposeAsync().AsTask();

    [Fact]
    public void SecondHostNamesTheProcessThatUsesTheFolder()
    {
        var refused = Assert.Throws<FolderInUseException>(() => LocalStore.Open(_local.Folder, _local.Time));

        Assert.Equal(Environment.ProcessId, refused.ProcessId);
        Assert.Contains($"{Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FolderIsReleasedWhenItsHostEnds()
    {
        await _local.ReopenAsync();
        await _local.ReopenAsync();
    }

    [Fact]
    public async Task ReaderOpensAFolderInUse()
    {
        await using var reader = LocalStore.OpenReadOnly(_local.Folder, _local.Time);

        await _local.PutAsync("a.jpg", 1, 2, 3);

        using var opened = await reader.Uploads.OpenAsync("a.jpg", CancellationToken.None);
        Assert.Equal(3, opened!.Content.Length);
    }

    [Fact]
    public async Task ReaderOpensAFolderThatIsNotInUse()
    {
        await _local.PutAsync("a.jpg", 1, 2, 3);
        await _local.ReopenAsync(meanwhile: () =>
        {
            var reader = LocalStore.OpenReadOnly(_local.Folder, _local.Time);
            Assert.Single(reader.Uploads.ListAsync(new(), CancellationToken.None).Result.Objects);
            reader.DisposeAsync().AsTask().Wait();
        });
    }

    [Fact]
    public async Task ReaderCannotWrite()
    {
        await using var reader = LocalStore.OpenReadOnly(_local.Folder, _local.Time);

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => reader.Uploads.PutAsync("a", new MemoryStream([1]), options: null, CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.Uploads.DeleteAsync("a", CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => reader.Images.WriteRenditionAsync(new("a/b.webp", "image/webp", "", new byte[1]), CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.Images.RemoveRenditionsAsync("a/", CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.SweepAsync(CancellationToken.None));
    }

    [Fact]
    public void FolderWithoutADatabaseIsRefused() => Assert.Throws<FolderNotFoundException>(
        () => LocalStore.OpenReadOnly(_local.PathOf("none"), _local.Time));

    [Fact]
    public async Task NewerFormatIsRefused()
    {
        await _local.ReopenAsync(meanwhile: () =>
        {
            var version = ReadVersion();
            Script("PRAGMA user_version = 1000");
            var refused = Assert.Throws<NewerFormatException>(() => LocalStore.Open(_local.Folder, _local.Time));
            Assert.Contains("1000", refused.Message, StringComparison.Ordinal);
            Assert.Throws<NewerFormatException>(() => LocalStore.OpenReadOnly(_local.Folder, _local.Time));
            Script($"PRAGMA user_version = {version}");
        });
    }

    [Fact]
    public async Task FolderOfTheFirstFormatIsMigratedWithItsData()
    {
        await _local.Store.Executions.StartAsync(new("arn", "name", "machine", "uploads/a.jpg", _local.Time.Now, "{}"), null, CancellationToken.None);
        await _local.Store.Announcements.AppendAsync(
            new(AnnouncementTopic.Success, "{}", new Dictionary<string, string>(), "arn", "token"), CancellationToken.None);
        await _local.ReopenAsync(meanwhile: () =>
        {
            // The columns and indexes of version 1.
            Script("""
                DROP TRIGGER logs_of_removed_executions;
                DROP TRIGGER logs_of_removed_map_runs;
                DROP TABLE logs;
                DROP TRIGGER numbers_of_started_executions;
                DROP TRIGGER numbers_of_ended_executions;
                DROP TRIGGER numbers_of_outcomes;
                DROP TRIGGER numbers_of_announcements;
                DROP TABLE minute_counts;
                DROP TABLE outcome_counts;
                DROP TABLE total_counts;
                DROP TABLE state_visits;
                DROP TABLE webhook_deliveries;
                DELETE FROM settings WHERE name = 'numbers since';
                DROP TRIGGER executions_outcome_changed;
                DROP TRIGGER executions_outcome_deleted;
                DROP INDEX executions_by_outcome;
                DROP INDEX executions_by_start;
                DROP INDEX executions_by_duration;
                DROP INDEX executions_by_key;
                ALTER TABLE executions DROP COLUMN outcome;
                ALTER TABLE executions DROP COLUMN reason_code;
                ALTER TABLE executions DROP COLUMN reason_message;
                ALTER TABLE executions DROP COLUMN first_run_at;
                ALTER TABLE executions DROP COLUMN run_at;
                ALTER TABLE executions DROP COLUMN waited_ms;
                ALTER TABLE executions DROP COLUMN ran_ms;
                DROP INDEX images_by_folder;
                DROP INDEX images_by_name;
                DROP INDEX images_by_size;
                ALTER TABLE images DROP COLUMN folder;
                ALTER TABLE images DROP COLUMN bytes;
                DROP INDEX executions_by_definition;
                ALTER TABLE executions DROP COLUMN definition;
                DROP TABLE definitions;
                DROP TRIGGER executions_count_inserted;
                DROP TRIGGER executions_count_deleted;
                DROP TRIGGER executions_count_changed;
                DROP TRIGGER images_count_inserted;
                DROP TRIGGER images_count_deleted;
                DROP TRIGGER images_count_changed;
                DROP TABLE status_counts;
                DROP TABLE history_archive;
                DROP INDEX executions_redriven;
                ALTER TABLE executions DROP COLUMN packed_output;
                ALTER TABLE announcements DROP COLUMN packed_message;
                DROP TRIGGER photos_of_removed_images;
                DROP TABLE photos;
                DROP INDEX images_by_removable;
                ALTER TABLE images DROP COLUMN removable_at;
                DROP INDEX images_by_due;
                ALTER TABLE images DROP COLUMN due_at;
                ALTER TABLE uploads DROP COLUMN properties;
                ALTER TABLE uploads DROP COLUMN metadata;
                DROP INDEX announcements_by_execution;
                DROP INDEX executions_by_image;
                CREATE INDEX executions_by_image ON executions(image_id, number) WHERE image_id IS NOT NULL;
                PRAGMA user_version = 1;
                """);
            Assert.Throws<OlderFormatException>(() => LocalStore.OpenReadOnly(_local.Folder, _local.Time));
        });

        var page = await _local.Store.Executions.ListAsync(new(ImageIdPrefix: "uploads/"), 10, null, CancellationToken.None);
        Assert.Equal("name", Assert.Single(page.Executions).Name);
        Assert.Equal(1, (await _local.Store.Executions.CountByStatusAsync(CancellationToken.None))[RecordedStatus.Running]);
        Assert.Single(await _local.Store.Announcements.ListByExecutionAsync("arn", CancellationToken.None));
        Assert.Equal(1, _local.Store.Numbers.ReadTotals().Started);
        Assert.Equal(1, _local.Store.Numbers.ReadTotals().Announcements["success"]);
        await _local.ReopenAsync(meanwhile: () => LocalStore.OpenReadOnly(_local.Folder, _local.Time).DisposeAsync().AsTask().Wait());
    }

    [Fact]
    public async Task FolderKeepsItsFileNamesOnAnotherFileSystem()
    {
        await _local.ReopenAsync(meanwhile: () => Script("UPDATE settings SET value = 'case folded'"));

        await _local.PutAsync("IMG.JPG", 1);

        Assert.True(File.Exists(_local.PathOf("uploads", "IMG%u.JPG")));
    }

    [Fact]
    public async Task ClosedStoreThrowsObjectDisposedException()
    {
        var store = _local.Store;
        await _local.ReopenAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(
            () => store.Uploads.PutAsync("a", new MemoryStream([1]), options: null, CancellationToken.None));
        Assert.Throws<ObjectDisposedException>(() => { _ = store.Uploads.HeadAsync("a", CancellationToken.None); });
    }

    [Fact]
    public async Task FolderThatCannotBeWrittenIsNotInUse()
    {
        await _local.ReopenAsync(meanwhile: () =>
        {
            // Nobody can open a folder for writing, not even root.
            File.Delete(_local.PathOf("host.lock"));
            Directory.CreateDirectory(_local.PathOf("host.lock"));

            var refused = Assert.Throws<FolderNotWritableException>(() => LocalStore.Open(_local.Folder, _local.Time));

            Assert.Contains("cannot be written", refused.Message, StringComparison.Ordinal);
            Directory.Delete(_local.PathOf("host.lock"));
        });
    }

    private long ReadVersion()
    {
        using var session = SqlSession.Open(_local.PathOf("pipeline.db"), readOnly: false);
        return session.QueryNumber("PRAGMA user_version");
    }

    private void Script(string sql)
    {
        using var session = SqlSession.Open(_local.PathOf("pipeline.db"), readOnly: false);
        session.ExecuteScript(sql);
    }
}
