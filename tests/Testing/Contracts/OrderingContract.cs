using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Events;
using Pipeline.Core.Persisting;
using Pipeline.Core.Removal;
using Pipeline.Core.Storage;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Events;
using Pipeline.Testing.Hosts;

namespace Pipeline.Testing.Contracts;

/// <summary>Late, repeated and unrelated events, with any store and catalogue.</summary>
public abstract class OrderingContract
{
    protected abstract IImageStore Store { get; }

    protected abstract IImageCatalogue Catalogue { get; }

    private ImagePersister Persister => new(Catalogue, Store, TimeProvider.System);


    [Fact]
    public async Task OlderEventNeverOverwritesNewerRecord()
    {
        await PublishAsync("late.png", "2", "b");

        var late = await PublishAsync("late.png", "1", "a", claimed: false);

        Assert.Equal(PersistOutcome.Superseded, late.Outcome);
        Assert.StartsWith("late.png/bbbb", late.Record.Current!.Prefix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeletionThatArrivesBeforeADelayedCreationStands()
    {
        var removed = await RemoveAsync(ImageEvents.Deleted("early.png", "2"));
        var refused = await Persister.PersistAsync(
            new(PersistResult.Rejected, "late", ImageEvents.Created("early.png", "1"), Reason: new("x", "y")), CancellationToken.None);

        Assert.Equal(RemoveOutcome.Removed, removed.Outcome);
        Assert.Equal(PersistOutcome.Superseded, refused.Outcome);
        Assert.Equal(ImageStatus.Deleted, refused.Record.Status);
    }

    [Fact]
    public async Task DeletionOlderThanTheRecordIsSuperseded()
    {
        await PublishAsync("stays.png", "5", "a");

        var removed = await RemoveAsync(ImageEvents.Deleted("stays.png", "4"));

        Assert.Equal((RemoveOutcome.Superseded, ImageStatus.Ready), (removed.Outcome, removed.Record!.Status));
        Assert.NotEmpty(await Store.ListRenditionsAsync("stays.png/", CancellationToken.None));
    }

    [Fact]
    public async Task DeletionOfAnOldVersionLeavesTheImage()
    {
        await PublishAsync("versions.png", "5", "a", versionId: "v2");

        var old = await RemoveAsync(ImageEvents.Deleted("versions.png", "6", "v1"), current: new("a", "v2", 1));
        var marker = await RemoveAsync(ImageEvents.Deleted("versions.png", "7", "v3", ImageEventDetail.DeleteMarkerCreated));

        Assert.Equal((RemoveOutcome.Superseded, ImageStatus.Ready), (old.Outcome, old.Record!.Status));
        Assert.Equal(("6", "v2", "a"), (old.Record.Sequencer, old.Record.VersionId, old.Record.ETag));
        Assert.Null(old.Event);
        Assert.Equal((RemoveOutcome.Removed, ImageStatus.Deleted), (marker.Outcome, marker.Record!.Status));
    }

    [Fact]
    public async Task RemovingADeleteMarkerBringsTheOriginalBack()
    {
        await PublishAsync("undeleted.png", "5", "a", versionId: "v1");
        await RemoveAsync(ImageEvents.Deleted("undeleted.png", "6", "marker", ImageEventDetail.DeleteMarkerCreated));

        var undeleted = await RemoveAsync(ImageEvents.Deleted("undeleted.png", "7", "marker"), current: new("a", "v1", 1));

        Assert.Equal((RemoveOutcome.Restored, ImageStatus.Deleted), (undeleted.Outcome, undeleted.Record!.Status));
        Assert.Equal(
            (ImageEvent.ObjectCreated, null, new ImageEventObject("undeleted.png", 1, "a", "v1", "7")),
            (undeleted.Event!.DetailType, undeleted.Event.Detail.DeletionType, undeleted.Event.Detail.Object));
        var published = await PublishAsync("undeleted.png", "7", "a", versionId: "v1");
        Assert.Equal((PersistOutcome.Recorded, ImageStatus.Ready), (published.Outcome, published.Record.Status));
    }

    [Fact]
    public async Task LateDeleteMarkerLosesAgainstItsRemoval()
    {
        await PublishAsync("late-marker.png", "5", "a", versionId: "v1");

        var undeleted = await RemoveAsync(ImageEvents.Deleted("late-marker.png", "7", "marker"), current: new("a", "v1", 1));
        var marker = await RemoveAsync(ImageEvents.Deleted("late-marker.png", "6", "marker", ImageEventDetail.DeleteMarkerCreated));

        Assert.Equal((RemoveOutcome.Superseded, RemoveOutcome.Superseded), (undeleted.Outcome, marker.Outcome));
        Assert.Equal((ImageStatus.Ready, "7"), (marker.Record!.Status, marker.Record.Sequencer));
        Assert.NotEmpty(await Store.ListRenditionsAsync("late-marker.png/", CancellationToken.None));
    }

    [Fact]
    public async Task DeletingTheCurrentVersionShowsTheOneBefore()
    {
        await PublishAsync("previous.png", "4", "a", versionId: "v1");
        await PublishAsync("previous.png", "5", "b", versionId: "v2");

        var removed = await RemoveAsync(ImageEvents.Deleted("previous.png", "6", "v2"), current: new("a", "v1", 1));

        Assert.Equal(RemoveOutcome.Restored, removed.Outcome);
        Assert.Equal(new ImageEventObject("previous.png", 1, "a", "v1", "6"), removed.Event!.Detail.Object);
        var published = await PublishAsync("previous.png", "6", "a", versionId: "v1", upload: removed.Event);
        Assert.Equal((PersistOutcome.Recorded, "a", "v1"), (published.Outcome, published.Record.ETag, published.Record.VersionId));
        Assert.All(await Store.ListRenditionsAsync("previous.png/", CancellationToken.None), key => Assert.StartsWith("previous.png/aaaa", key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task DeletingTheOnlyVersionRemovesTheImage()
    {
        await PublishAsync("only.png", "5", "a", versionId: "v1");

        var removed = await RemoveAsync(ImageEvents.Deleted("only.png", "6", "v1"));
        var again = await RemoveAsync(ImageEvents.Deleted("only.png", "7", "v0"));

        Assert.Equal((RemoveOutcome.Removed, ImageStatus.Deleted), (removed.Outcome, removed.Record!.Status));
        Assert.Empty(await Store.ListRenditionsAsync("only.png/", CancellationToken.None));
        // Nothing to announce: it was gone already.
        Assert.Equal((RemoveOutcome.Superseded, "6"), (again.Outcome, again.Record!.Sequencer));
    }

    [Fact]
    public async Task DeletionOfAVersionOlderThanTheRecordIsSuperseded()
    {
        await PublishAsync("newer.png", "8", "b", versionId: "v2");

        var removed = await RemoveAsync(ImageEvents.Deleted("newer.png", "6", "v1"), current: new("c", "v3", 1));

        Assert.Equal((RemoveOutcome.Superseded, "8"), (removed.Outcome, removed.Record!.Sequencer));
        Assert.Null(removed.Event);
    }

    [Fact]
    public async Task DeletionThatFailedCanBeTriedAgain()
    {
        await PublishAsync("retried.png", "5", "a");
        var deletion = ImageEvents.Deleted("retried.png", "6");
        await Persister.PersistAsync(
            new(PersistResult.Failed, "remover", deletion, Fault: new("IOException")), CancellationToken.None);

        var removed = await RemoveAsync(deletion);

        Assert.Equal((RemoveOutcome.Removed, ImageStatus.Deleted), (removed.Outcome, removed.Record!.Status));
    }

    [Fact]
    public async Task RetriedDeletionGivesTheSameOutcome()
    {
        await PublishAsync("again.png", "1", "a");
        var deletion = ImageEvents.Deleted("again.png", "2");

        var first = await RemoveAsync(deletion);
        var second = await RemoveAsync(deletion);

        Assert.Equal((RemoveOutcome.Removed, RemoveOutcome.Removed), (first.Outcome, second.Outcome));
    }

    [Fact]
    public async Task RetriedPersistGivesTheSameOutcome()
    {
        var first = await PublishAsync("again.jpg", "1", "a");
        var second = await PublishAsync("again.jpg", "1", "a", claimed: false);

        Assert.Equal((PersistOutcome.Recorded, PersistOutcome.Recorded), (first.Outcome, second.Outcome));
    }

    [Fact]
    public async Task FaultIsRecordedWithItsNameAndMessage()
    {
        var fault = new Fault("IOException", """{"errorType":"IOException","errorMessage":"disk full","stackTrace":["at x"]}""");

        var failed = await Persister.PersistAsync(
            new(PersistResult.Failed, "execution", ImageEvents.Created("failed.png", "1"), Fault: fault), CancellationToken.None);

        Assert.Equal(ImageStatus.Failed, failed.Record.Status);
        Assert.Equal(new Reason("IOException", "disk full"), failed.Record.Reason);
    }

    [Fact]
    public async Task CorruptionFoundWhileDecodingIsARejectionThatLeavesNoRenditions()
    {
        var (@event, _) = await ClaimAsync("corrupt.png", "1", "a", null);
        var fault = new Fault(nameof(CorruptImageException), """{"errorMessage":"uploads/corrupt.png: ends early"}""");

        var response = await Persister.PersistAsync(new(PersistResult.Rejected, "execution-1", @event, Fault: fault), CancellationToken.None);

        Assert.Equal((ImageStatus.Rejected, ReasonCodes.CorruptImage), (response.Record.Status, response.Record.Reason!.Code));
        Assert.Empty(await Store.ListRenditionsAsync("corrupt.png/", CancellationToken.None));
    }

    [Fact]
    public async Task RenditionsArePublishedBeforeTheRecordPointsToThem()
    {
        await PublishAsync("kept.png", "1", "a");
        string? seen = null;
        var store = new FaultyStore(Store)
        {
            BeforePublish = async () => seen =
                (await Catalogue.GetAsync(ImageIds.Create(ImageEvents.Bucket, "kept.png"), CancellationToken.None))!.Record.Current!.Prefix,
        };

        var published = await PublishAsync("kept.png", "2", "b", persister: new(Catalogue, store, TimeProvider.System));

        Assert.StartsWith("kept.png/aaaa", seen, StringComparison.Ordinal);
        Assert.StartsWith("kept.png/bbbb", published.Record.Current!.Prefix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RenditionsOfASupersededEventAreNotPublished()
    {
        await PublishAsync("loses.png", "2", "b");
        var store = new FaultyStore(Store) { BeforePublish = () => throw new InvalidOperationException("The rendition was published.") };

        var late = await PublishAsync("loses.png", "1", "a", persister: new(Catalogue, store, TimeProvider.System));

        Assert.Equal(PersistOutcome.Superseded, late.Outcome);
    }

    [Fact]
    public async Task RecordNeverPointsToAMissingRendition()
    {
        var (@event, original) = await ClaimAsync("missing.png", "1", "a", null);
        await Store.RemoveRenditionsAsync(original.Prefix, CancellationToken.None);

        var missing = await Assert.ThrowsAsync<RenditionMissingException>(() => PublishAsync("missing.png", "1", "a", claimed: false));

        Assert.Equal(original.Prefix + "small.webp", missing.Key);
        var entry = await Catalogue.GetAsync(ImageIds.Create(ImageEvents.Bucket, @event.Detail.Object.Key), CancellationToken.None);
        Assert.Equal((ImageStatus.Processing, null), (entry!.Record.Status, entry.Record.Current));
    }

    [Fact]
    public async Task ExecutionWithoutItsClaimDoesNotPublish()
    {
        await PublishAsync("lost.png", "1", "a");

        await Assert.ThrowsAsync<ClaimLostException>(() => PublishAsync("lost.png", "2", "b", claimed: false));
    }

    /// <param name="event">The deletion.</param>
    /// <param name="current">What the key shows, in a bucket with versioning; null for nothing.</param>
    private Task<RemoveResponse> RemoveAsync(ImageEvent @event, OriginalHead? current = null) =>
        new ImageRemover(Catalogue, new FaultyStore(Store) { Find = _ => current }, TimeProvider.System)
            .RemoveAsync(new("remover-" + @event.Id, @event), CancellationToken.None);

    /// <summary>Creates what Validate and Resize leave behind: a claim and a rendition.</summary>
    private async Task<(ImageEvent Event, Original Original)> ClaimAsync(string key, string sequencer, string content, string? versionId)
    {
        var @event = ImageEvents.Created(key, sequencer, content, versionId);
        var original = CreateOriginal(key, content, versionId);
        var transition = new Transition(@event, "execution-" + sequencer, DateTimeOffset.UtcNow);
        await new CatalogueUpdater(Catalogue, Store).UpdateAsync(
            ImageIds.Create(ImageEvents.Bucket, key), entry => transition.Claim(entry, original.Prefix), CancellationToken.None);
        await Store.WriteRenditionAsync(new(original.Prefix + "small.webp", "image/webp", original.Sha256, new byte[] { 1 }), CancellationToken.None);
        return (@event, original);
    }

    private async Task<PersistResponse> PublishAsync(
        string key, string sequencer, string content, string? versionId = null, bool claimed = true, ImagePersister? persister = null, ImageEvent? upload = null)
    {
        var (@event, original) = claimed
            ? await ClaimAsync(key, sequencer, content, versionId)
            : (ImageEvents.Created(key, sequencer, content, versionId), CreateOriginal(key, content, versionId));
        var rendition = new RenditionRecord("small", original.Prefix + "small.webp", ImageFormat.WebP, "image/webp", 1, 1, 1, 1);
        return await (persister ?? Persister).PersistAsync(
            new(PersistResult.Accepted, "execution-" + sequencer, upload ?? @event, original, [new(ResizeOutcome.Made, [new(rendition)])]), CancellationToken.None);
    }

    private static Original CreateOriginal(string key, string content, string? versionId)
    {
        var sha256 = new string(content[0], 64);
        return new(
            ImageEvents.Bucket, key, versionId, content, sha256, 1, "set", ImageIds.RenditionPrefix(key, sha256, "set"), new(ImageFormat.Png, 1, 1), DecodeOptions.FullSize);
    }
}
