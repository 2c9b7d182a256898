using System.Text;
using Pipeline.Core.Events;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;
using Pipeline.Host.Store.Uploads;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Store.Uploads;

public sealed class UploadStoreTests : IAsyncLifetime
{
    private readonly TemporaryStore _local = new();

    private UploadStore Uploads => _local.Store.Uploads;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _local.DisposeAsync().AsTask();

    [Fact]
    public async Task PutReturnsTheObjectAndEventOfS3()
    {
        var content = Encoding.UTF8.GetBytes("hello");

        var upload = await Uploads.PutAsync(
            "cats/1 ü.jpg", new MemoryStream(content), new(ContentType: "image/jpeg"), CancellationToken.None);

        Assert.Equal(new StoredObject("cats/1 ü.jpg", 5, "5d41402abc4b2a76b9719d911017c592", _local.Time.Now, "image/jpeg"), upload.Object);
        Assert.Equal((ImageEvent.ObjectCreated, "aws.s3", _local.Time.Now), (upload.Event.DetailType, upload.Event.Source, upload.Event.Time));
        Assert.Equal(("uploads", "PutObject", null), (upload.Event.Detail.Bucket.Name, upload.Event.Detail.Reason, upload.Event.Detail.DeletionType));
        Assert.True(Guid.TryParse(upload.Event.Id, out _));
        Assert.Equal(
            new ImageEventObject("cats/1 ü.jpg", 5, upload.Object.ETag, VersionId: null, upload.Event.Detail.Object.Sequencer),
            upload.Event.Detail.Object);
        Assert.Matches("^[0-9A-F]{16}$", upload.Event.Detail.Object.Sequencer);
        Assert.Equal(upload.Object, await Uploads.HeadAsync("cats/1 ü.jpg", CancellationToken.None));
    }

    [Fact]
    public async Task SequencersGrowAcrossPutsDeletesAndRestarts()
    {
        var sequencers = new List<string?>();
        for (var round = 0; round < 3; round++)
        {
            sequencers.Add((await _local.PutAsync("a", (byte)round)).Event.Detail.Object.Sequencer);
            var deleted = await Uploads.DeleteAsync("a", CancellationToken.None);
            sequencers.Add(deleted!.Detail.Object.Sequencer);
            await _local.Store.Uploads.SkipEventAsync(deleted.Id, CancellationToken.None);
            await _local.ReopenAsync();
        }

        Assert.All(sequencers.Zip(sequencers.Skip(1)), pair => Assert.True(Sequencer.Compare(pair.First, pair.Second) < 0));
    }

    [Fact]
    public async Task NewestEventOfRacingPutsMatchesTheStoredObject()
    {
        var uploads = await Task.WhenAll(Enumerable.Range(0, 32).Select(number => Task.Run(() => _local.PutAsync("a", (byte)number))));

        var newest = uploads.MaxBy(upload => upload.Event.Detail.Object.Sequencer, StringComparer.Ordinal)!;
        using var opened = await Uploads.OpenAsync("a", CancellationToken.None);
        Assert.Equal(newest.Object.ETag, opened!.Object.ETag);
        Assert.Equal(newest.Object.ETag, await EntityTag.ComputeAsync(opened.Content));
        Assert.Empty(Directory.EnumerateFiles(_local.PathOf("tmp")));
    }

    [Fact]
    public async Task DeletedOriginalIsGoneWithItsFolders()
    {
        await _local.PutAsync("a/b/c.jpg", 1);

        var deleted = await Uploads.DeleteAsync("a/b/c.jpg", CancellationToken.None);

        Assert.Equal((ImageEvent.ObjectDeleted, "DeleteObject"), (deleted!.DetailType, deleted.Detail.Reason));
        Assert.Equal(ImageEventDetail.PermanentlyDeleted, deleted.Detail.DeletionType);
        Assert.Null(await Uploads.HeadAsync("a/b/c.jpg", CancellationToken.None));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_local.PathOf("uploads")));
        Assert.Null(await Uploads.DeleteAsync("a/b/c.jpg", CancellationToken.None));
    }

    [Fact]
    public async Task TooLargeUploadLeavesNothing()
    {
        await _local.PutAsync("a", 1);

        await Assert.ThrowsAsync<UploadTooLargeException>(
            () => Uploads.PutAsync("a", new MemoryStream(new byte[1001]), new(MaxBytes: 1000), CancellationToken.None));

        Assert.Equal(1, (await Uploads.HeadAsync("a", CancellationToken.None))!.Size);
        Assert.Empty(Directory.EnumerateFiles(_local.PathOf("tmp")));
        Assert.Single(await Uploads.ListPendingEventsAsync(0, 10, CancellationToken.None));
    }

    [Fact]
    public async Task UploadWithAWrongChecksumLeavesNothing()
    {
        await Assert.ThrowsAsync<ChecksumMismatchException>(
            () => Uploads.PutAsync("a", new MemoryStream([1]), new(ContentMd5: new string('0', 32)), CancellationToken.None));

        Assert.Null(await Uploads.HeadAsync("a", CancellationToken.None));
        Assert.Empty(Directory.EnumerateFiles(_local.PathOf("tmp")));
    }

    [Fact]
    public async Task CancelledUploadLeavesNothing()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Uploads.PutAsync("a", new MemoryStream([1]), options: null, cancellation.Token));

        Assert.Null(await Uploads.HeadAsync("a", CancellationToken.None));
        Assert.Empty(Directory.EnumerateFiles(_local.PathOf("tmp")));
    }

    [Fact]
    public async Task OpenedOriginalDoesNotChangeUnderItsReader()
    {
        await _local.PutAsync("a", 1, 2, 3);
        using var opened = await Uploads.OpenAsync("a", CancellationToken.None);

        await _local.PutAsync("a", 4, 5, 6);
        await Uploads.DeleteAsync("a", CancellationToken.None);

        var content = new byte[3];
        await opened!.Content.ReadExactlyAsync(content);
        Assert.Equal([1, 2, 3], content);
    }

    [Fact]
    public async Task ReadersAlwaysSeeContentAndRecordOfOnePut()
    {
        await _local.PutAsync("a", 0);
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                using var opened = await Uploads.OpenAsync("a", CancellationToken.None);
                Assert.Equal(opened!.Object.ETag, await EntityTag.ComputeAsync(opened.Content));
            }
        })).ToList();

        for (var number = 0; number < 40; number++)
        {
            await _local.PutAsync("a", (byte)number, (byte)(number * 7));
        }

        await done.CancelAsync();
        await Task.WhenAll(readers);
    }

    [Fact]
    public async Task PendingEventsAreThoseOfAllPutsAndDeletesInOrder()
    {
        var first = await _local.PutAsync("a", 1);
        var second = await _local.PutAsync("b", 2);
        var third = await Uploads.DeleteAsync("a", CancellationToken.None);
        await Uploads.SkipEventAsync(second.Event.Id, CancellationToken.None);
        await _local.ReopenAsync();

        var pending = await Uploads.ListPendingEventsAsync(0, 10, CancellationToken.None);

        Assert.Equal([first.Event, third], pending.Select(pendingEvent => pendingEvent.Event));
        Assert.Equal([third], (await Uploads.ListPendingEventsAsync(pending[0].Number, 10, CancellationToken.None)).Select(pendingEvent => pendingEvent.Event));
    }

    [Fact]
    public async Task InterruptedPlacementsAreCompletedAtTheNextStart()
    {
        await _local.PutAsync("new.jpg", 1);
        await _local.PutAsync("old.jpg", 2);
        await _local.Store.DisposeAsync();
        using (var session = SqlSession.Open(_local.PathOf("pipeline.db"), readOnly: false))
        {
            File.Move(_local.PathOf("uploads", "new.jpg"), _local.PathOf("tmp", "staged"));
            UploadRows.UpsertPlacement(session, "new.jpg", 1, "staged");
            UploadRows.UpsertPlacement(session, "moved before.jpg", 2, "gone");
            UploadRows.Delete(session, "old.jpg");
            UploadRows.UpsertPlacement(session, "old.jpg", 3, staged: null);
        }

        await File.WriteAllBytesAsync(_local.PathOf("tmp", "half"), [1]);
        await _local.ReopenAsync();

        Assert.Equal(["new.jpg"], Directory.EnumerateFiles(_local.PathOf("uploads")).Select(Path.GetFileName));
        Assert.Empty(Directory.EnumerateFiles(_local.PathOf("tmp")));
        using var opened = await Uploads.OpenAsync("new.jpg", CancellationToken.None);
        Assert.Equal(1, opened!.Content.ReadByte());
    }

    [Fact]
    public async Task ManuallyReplacedFileIsNotTheOriginal()
    {
        await _local.PutAsync("a.jpg", 1);
        await File.WriteAllBytesAsync(_local.PathOf("uploads", "a.jpg"), [1, 2]);

        Assert.Null(await Uploads.OpenAsync("a.jpg", CancellationToken.None));
    }
}
