using System.Text;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Local.Store;

namespace Pipeline.Tests.Local.Store;

public sealed class UploadsStoreTests : IAsyncLifetime
{
    private readonly TemporaryStore local = new();

    private UploadsStore Uploads => local.Store.Uploads;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => local.DisposeAsync().AsTask();

    [Fact]
    public async Task PutTellsWhatS3WouldTell()
    {
        var content = Encoding.UTF8.GetBytes("hello");

        var upload = await Uploads.PutAsync(
            "cats/1 ü.jpg", new MemoryStream(content), new(ContentType: "image/jpeg"), CancellationToken.None);

        Assert.Equal(new UploadedObject("cats/1 ü.jpg", 5, "5d41402abc4b2a76b9719d911017c592", local.Time.Now, "image/jpeg"), upload.Object);
        Assert.Equal((ImageEvent.ObjectCreated, "aws.s3", local.Time.Now), (upload.Event.DetailType, upload.Event.Source, upload.Event.Time));
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
            sequencers.Add((await local.PutAsync("a", (byte)round)).Event.Detail.Object.Sequencer);
            var deleted = await Uploads.DeleteAsync("a", CancellationToken.None);
            sequencers.Add(deleted!.Detail.Object.Sequencer);
            await local.Store.Uploads.SkipEventAsync(deleted.Id, CancellationToken.None);
            await local.ReopenAsync();
        }

        Assert.All(sequencers.Zip(sequencers.Skip(1)), pair => Assert.True(Sequencer.Compare(pair.First, pair.Second) < 0));
    }

    [Fact]
    public async Task EventsOfRacingPutsAgreeWithWhatIsLeft()
    {
        var uploads = await Task.WhenAll(Enumerable.Range(0, 32).Select(number => Task.Run(() => local.PutAsync("a", (byte)number))));

        var newest = uploads.MaxBy(upload => upload.Event.Detail.Object.Sequencer, StringComparer.Ordinal)!;
        using var opened = await Uploads.OpenAsync("a", CancellationToken.None);
        Assert.Equal(newest.Object.ETag, opened!.Object.ETag);
        Assert.Equal(newest.Object.ETag, await EntityTag.OfAsync(opened.Content));
        Assert.Empty(Directory.EnumerateFiles(local.PathOf("tmp")));
    }

    [Fact]
    public async Task DeletedOriginalIsGoneWithItsFolders()
    {
        await local.PutAsync("a/b/c.jpg", 1);

        var deleted = await Uploads.DeleteAsync("a/b/c.jpg", CancellationToken.None);

        Assert.Equal((ImageEvent.ObjectDeleted, "DeleteObject"), (deleted!.DetailType, deleted.Detail.Reason));
        Assert.Equal(ImageEventDetail.PermanentlyDeleted, deleted.Detail.DeletionType);
        Assert.Null(await Uploads.HeadAsync("a/b/c.jpg", CancellationToken.None));
        Assert.Empty(Directory.EnumerateFileSystemEntries(local.PathOf("uploads")));
        Assert.Null(await Uploads.DeleteAsync("a/b/c.jpg", CancellationToken.None));
    }

    [Fact]
    public async Task TooLargeUploadLeavesNothing()
    {
        await local.PutAsync("a", 1);

        await Assert.ThrowsAsync<UploadTooLargeException>(
            () => Uploads.PutAsync("a", new MemoryStream(new byte[1001]), new(MaxBytes: 1000), CancellationToken.None));

        Assert.Equal(1, (await Uploads.HeadAsync("a", CancellationToken.None))!.Size);
        Assert.Empty(Directory.EnumerateFiles(local.PathOf("tmp")));
        Assert.Single(await Uploads.PendingEventsAsync(0, 10, CancellationToken.None));
    }

    [Fact]
    public async Task UploadWithAnotherChecksumLeavesNothing()
    {
        await Assert.ThrowsAsync<ChecksumMismatchException>(
            () => Uploads.PutAsync("a", new MemoryStream([1]), new(ContentMd5: new string('0', 32)), CancellationToken.None));

        Assert.Null(await Uploads.HeadAsync("a", CancellationToken.None));
        Assert.Empty(Directory.EnumerateFiles(local.PathOf("tmp")));
    }

    [Fact]
    public async Task CancelledUploadLeavesNothing()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Uploads.PutAsync("a", new MemoryStream([1]), options: null, cancellation.Token));

        Assert.Null(await Uploads.HeadAsync("a", CancellationToken.None));
        Assert.Empty(Directory.EnumerateFiles(local.PathOf("tmp")));
    }

    [Fact]
    public async Task OpenedOriginalDoesNotChangeUnderItsReader()
    {
        await local.PutAsync("a", 1, 2, 3);
        using var opened = await Uploads.OpenAsync("a", CancellationToken.None);

        await local.PutAsync("a", 4, 5, 6);
        await Uploads.DeleteAsync("a", CancellationToken.None);

        var content = new byte[3];
        await opened!.Content.ReadExactlyAsync(content);
        Assert.Equal([1, 2, 3], content);
    }

    [Fact]
    public async Task ReadersAlwaysSeeContentAndRecordOfOnePut()
    {
        await local.PutAsync("a", 0);
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                using var opened = await Uploads.OpenAsync("a", CancellationToken.None);
                Assert.Equal(opened!.Object.ETag, await EntityTag.OfAsync(opened.Content));
            }
        })).ToList();

        for (var number = 0; number < 40; number++)
        {
            await local.PutAsync("a", (byte)number, (byte)(number * 7));
        }

        await done.CancelAsync();
        await Task.WhenAll(readers);
    }

    [Fact]
    public async Task PendingEventsAreThoseOfAllPutsAndDeletesInOrder()
    {
        var first = await local.PutAsync("a", 1);
        var second = await local.PutAsync("b", 2);
        var third = await Uploads.DeleteAsync("a", CancellationToken.None);
        await Uploads.SkipEventAsync(second.Event.Id, CancellationToken.None);
        await local.ReopenAsync();

        var pending = await Uploads.PendingEventsAsync(0, 10, CancellationToken.None);

        Assert.Equal([first.Event, third], pending.Select(one => one.Event));
        Assert.Equal([third], (await Uploads.PendingEventsAsync(pending[0].Number, 10, CancellationToken.None)).Select(one => one.Event));
    }

    [Fact]
    public async Task InterruptedPlacementsAreCarriedOutAtTheNextStart()
    {
        await local.PutAsync("new.jpg", 1);
        await local.PutAsync("old.jpg", 2);
        await local.Store.DisposeAsync();
        using (var session = SqlSession.Open(local.PathOf("pipeline.db"), readOnly: false))
        {
            File.Move(local.PathOf("uploads", "new.jpg"), local.PathOf("tmp", "staged"));
            UploadRows.Place(session, "new.jpg", 1, "staged");
            UploadRows.Place(session, "moved before.jpg", 2, "gone");
            UploadRows.Delete(session, "old.jpg");
            UploadRows.Place(session, "old.jpg", 3, staged: null);
        }

        await File.WriteAllBytesAsync(local.PathOf("tmp", "half"), [1]);
        await local.ReopenAsync();

        Assert.Equal(["new.jpg"], Directory.EnumerateFiles(local.PathOf("uploads")).Select(Path.GetFileName));
        Assert.Empty(Directory.EnumerateFiles(local.PathOf("tmp")));
        using var opened = await Uploads.OpenAsync("new.jpg", CancellationToken.None);
        Assert.Equal(1, opened!.Content.ReadByte());
    }

    [Fact]
    public async Task FileReplacedByHandIsNotTakenForTheOriginal()
    {
        await local.PutAsync("a.jpg", 1);
        await File.WriteAllBytesAsync(local.PathOf("uploads", "a.jpg"), [1, 2]);

        Assert.Null(await Uploads.OpenAsync("a.jpg", CancellationToken.None));
    }
}
