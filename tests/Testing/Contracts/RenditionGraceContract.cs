using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Events;
using Pipeline.Core.Persisting;
using Pipeline.Core.Reconciliation;
using Pipeline.Core.Removal;
using Pipeline.Core.Storage;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Events;
using Pipeline.Testing.Hosts;

namespace Pipeline.Testing.Contracts;

/// <summary>How long the renditions of replaced versions live on, with any store and catalogue.</summary>
public abstract class RenditionGraceContract
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly ManualTimeProvider _time = new();
    private int _sequencer;

    protected abstract IImageStore Store { get; }

    protected abstract IImageCatalogue Catalogue { get; }

    [Fact]
    public async Task HundredDaysOldRenditionThatWasReplacedTodayLivesForSevenDays()
    {
        var a = await PublishAsync("old.png", "a");
        _time.Now += 100 * Day;
        var b = await PublishAsync("old.png", "b");

        Assert.Equal(new(a, _time.Now + (7 * Day)), Assert.Single((await GetAsync("old.png")).Replaced!));
        _time.Now += (7 * Day) - TimeSpan.FromSeconds(1);
        Assert.Equal(0, await SweepAsync());
        await AssertStoredAsync("old.png", a, b);

        _time.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(1, await SweepAsync());
        await AssertStoredAsync("old.png", b);
        await AssertNothingWaitsAsync("old.png");
    }

    [Fact]
    public async Task ContentThatReturnsLivesOn()
    {
        var a = await PublishAsync("back.png", "a");
        var b = await PublishAsync("back.png", "b");
        _time.Now += 6 * Day;
        await PublishAsync("back.png", "a");
        Assert.Equal(new(b, _time.Now + (7 * Day)), Assert.Single((await GetAsync("back.png")).Replaced!));

        _time.Now += 2 * Day;
        await SweepAsync();
        await AssertStoredAsync("back.png", a, b);

        _time.Now += 5 * Day;
        await SweepAsync();
        await AssertStoredAsync("back.png", a);
        Assert.Equal(a, (await GetAsync("back.png")).Record.Current!.Prefix);
    }

    [Fact]
    public async Task EachReplacedVersionHasItsOwnTime()
    {
        var a = await PublishAsync("many.png", "a");
        var b = await PublishAsync("many.png", "b");
        _time.Now += Day;
        var c = await PublishAsync("many.png", "c");

        _time.Now += 6 * Day;
        await SweepAsync();
        await AssertStoredAsync("many.png", b, c);

        _time.Now += Day;
        await SweepAsync();
        await AssertStoredAsync("many.png", c);
        Assert.Empty(await Catalogue.ListRemovableAsync(_time.Now + (100 * Day), 10, CancellationToken.None));
        Assert.DoesNotContain(a, await Store.ListRenditionsAsync("many.png/", CancellationToken.None));
    }

    [Fact]
    public async Task OtherRenditionSetReplacesAVersionLikeOtherContent()
    {
        var before = await PublishAsync("set.png", "a");
        var after = await PublishAsync("set.png", "a", set: "set2");

        await AssertStoredAsync("set.png", before, after);
        _time.Now += 7 * Day;
        await SweepAsync();
        await AssertStoredAsync("set.png", after);
    }

    [Fact]
    public async Task WithoutAGracePeriodAReplacedVersionIsRemovedAtOnce()
    {
        await PublishAsync("none.png", "a");
        var b = await PublishAsync("none.png", "b", grace: TimeSpan.Zero);

        await AssertStoredAsync("none.png", b);
        await AssertNothingWaitsAsync("none.png");
    }

    [Fact]
    public async Task DeletionRemovesTheReplacedVersionsAtOnce()
    {
        await PublishAsync("deleted.png", "a");
        await PublishAsync("deleted.png", "b");
        await PublishAsync("deleted.png", "c");

        await DeleteAsync("deleted.png");

        await AssertStoredAsync("deleted.png");
        await AssertNothingWaitsAsync("deleted.png");
    }

    [Fact]
    public async Task DeletionOfAVersionRemovesItsRenditionsAtOnce()
    {
        await PublishAsync("versions.png", "a", versionId: "v1");
        var b = await PublishAsync("versions.png", "b", versionId: "v2");
        var c = await PublishAsync("versions.png", "c", versionId: "v3");

        await DeleteVersionAsync("versions.png", "v1", new("c", "v3", 1));
        await AssertStoredAsync("versions.png", b, c);

        Assert.Equal(RemoveOutcome.Superseded, (await DeleteVersionAsync("versions.png", "unknown", new("c", "v3", 1))).Outcome);
        await AssertStoredAsync("versions.png", b, c);
        Assert.Equal(b, Assert.Single((await GetAsync("versions.png")).Replaced!).Prefix);
    }

    [Fact]
    public async Task VersionThatIsDeletedWhileItIsCurrentDoesNotLiveOn()
    {
        var a = await PublishAsync("restored.png", "a", versionId: "v1");
        await PublishAsync("restored.png", "b", versionId: "v2");

        var removed = await DeleteVersionAsync("restored.png", "v2", new("a", "v1", 1));
        Assert.Equal(RemoveOutcome.Restored, removed.Outcome);
        var (request, _) = await ClaimAsync("restored.png", "a", upload: removed.Event);
        await CreatePersister().PersistAsync(request, CancellationToken.None);

        await AssertStoredAsync("restored.png", a);
        await AssertNothingWaitsAsync("restored.png");
    }

    [Fact]
    public async Task DeletionThatDiesIsFinishedByTheSweep()
    {
        await PublishAsync("dies.png", "a");
        await PublishAsync("dies.png", "b");
        var store = new FaultyStore(Store) { BeforeRemove = () => throw new CrashException() };
        await Assert.ThrowsAsync<CrashException>(() => DeleteAsync("dies.png", store));

        // Nobody knows yet that it is dead.
        Assert.Equal(0, await SweepAsync());
        _time.Now += Transition.RemovalLifetime;
        Assert.Equal(2, await SweepAsync());

        await AssertStoredAsync("dies.png");
        Assert.Equal(ImageStatus.Deleted, (await GetAsync("dies.png")).Record.Status);
        await AssertNothingWaitsAsync("dies.png");
    }

    [Fact]
    public async Task RejectedUploadTakesNothingFromReplacedVersions()
    {
        var a = await PublishAsync("rejected.png", "a");
        var b = await PublishAsync("rejected.png", "b");

        await CreatePersister().PersistAsync(
            new(PersistResult.Rejected, "rejected", ImageEvents.Created("rejected.png", NextSequencer(), "c"), Reason: new("x", "y")), CancellationToken.None);

        await AssertStoredAsync("rejected.png", a, b);
        Assert.Equal(a, Assert.Single((await GetAsync("rejected.png")).Replaced!).Prefix);
    }

    [Fact]
    public async Task PrefixThatWasOnlyClaimedIsRemovedAtOnce()
    {
        var a = await PublishAsync("claimed.png", "a");
        var (request, _) = await ClaimAsync("claimed.png", "b");

        await CreatePersister().PersistAsync(request with { Result = PersistResult.Failed, Fault = new("IOException") }, CancellationToken.None);

        await AssertStoredAsync("claimed.png", a);
        await AssertNothingWaitsAsync("claimed.png");
    }

    [Fact]
    public async Task SweepLeavesWhatAnExecutionClaims()
    {
        var a = await PublishAsync("running.png", "a");
        var b = await PublishAsync("running.png", "b");
        _time.Now += 8 * Day;
        var (request, _) = await ClaimAsync("running.png", "a");

        Assert.Equal(0, await SweepAsync());

        Assert.Equal(PersistOutcome.Recorded, (await CreatePersister().PersistAsync(request, CancellationToken.None)).Outcome);
        Assert.Equal(0, await SweepAsync());
        await AssertStoredAsync("running.png", a, b);
    }

    [Fact]
    public async Task ClaimOfADeadExecutionKeepsNothingForEver()
    {
        await PublishAsync("dead.png", "a");
        var b = await PublishAsync("dead.png", "b");
        await ClaimAsync("dead.png", "a");
        _time.Now += 8 * Day;
        Assert.Equal(0, await SweepAsync());

        await new ClaimReconciler(Catalogue, new IgnoredTopic(), _time).ReconcileAsync(new(), CancellationToken.None);
        Assert.Equal(1, await SweepAsync());

        await AssertStoredAsync("dead.png", b);
    }

    [Fact]
    public async Task PrefixThatIsBeingSweptCannotBeClaimed()
    {
        await PublishAsync("swept.png", "a");
        await PublishAsync("swept.png", "b");
        _time.Now += 8 * Day;
        var refusals = 0;
        var store = new FaultyStore(Store)
        {
            BeforeRemove = async () =>
            {
                await Assert.ThrowsAsync<RenditionsBeingRemovedException>(() => ClaimAsync("swept.png", "a"));
                refusals++;
            },
        };

        Assert.Equal(1, await SweepAsync(store));

        Assert.Equal(1, refusals);
        var a = await PublishAsync("swept.png", "a");
        Assert.Contains(a + "small.webp", await Store.ListRenditionsAsync("swept.png/", CancellationToken.None));
    }

    [Fact]
    public async Task SweepThatDiesAnywhereIsFinishedByALaterOne()
    {
        var point = 0;
        for (var died = true; died;)
        {
            var key = $"killed-{++point}.png";
            await PublishAsync(key, "a");
            await PublishAsync(key, "b");
            var c = await PublishAsync(key, "c");
            _time.Now += 8 * Day;
            var crash = new Crash(point);

            await ((Task)new RenditionSweeper(new CrashingCatalogue(Catalogue, crash), new CrashingStore(Store, crash), _time).SweepAsync(CancellationToken.None))
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            died = crash.Occurred;
            _time.Now += Transition.RemovalLifetime;
            await SweepAsync();

            await AssertStoredAsync(key, c);
            await AssertNothingWaitsAsync(key);
        }

        Assert.InRange(point, 8, 50);
    }

    [Fact]
    public async Task RacingSweepsRemoveEachPrefixOnce()
    {
        for (var number = 0; number < 20; number++)
        {
            await PublishAsync($"race-{number}.png", "a");
            await PublishAsync($"race-{number}.png", "b");
        }

        _time.Now += 8 * Day;

        var removed = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => SweepAsync())));

        Assert.Equal(20, removed.Sum());
        for (var number = 0; number < 20; number++)
        {
            await AssertNothingWaitsAsync($"race-{number}.png");
        }
    }

    [Fact]
    public async Task ImageThatCannotBeSweptDoesNotHoldUpTheOthers()
    {
        await PublishAsync("x.png", "a");
        await PublishAsync("x.png", "b");
        await PublishAsync("y.png", "a");
        await PublishAsync("y.png", "b");
        _time.Now += 8 * Day;
        var calls = 0;
        var store = new FaultyStore(Store)
        {
            BeforeRemove = () => Interlocked.Increment(ref calls) == 1 ? throw new IOException("The bucket is unreachable.") : Task.CompletedTask,
        };

        await Assert.ThrowsAsync<IOException>(() => SweepAsync(store));

        var stored = await Store.ListRenditionsAsync("x.png/", CancellationToken.None);
        Assert.Equal(3, stored.Count + (await Store.ListRenditionsAsync("y.png/", CancellationToken.None)).Count);
    }

    private string NextSequencer() => (++_sequencer).ToString("X8");

    private ImagePersister CreatePersister(TimeSpan? grace = null) => new(Catalogue, Store, _time, grace);

    private Task<int> SweepAsync(IImageStore? store = null) => new RenditionSweeper(Catalogue, store ?? Store, _time).SweepAsync(CancellationToken.None);

    /// <returns>The prefix of the version.</returns>
    private async Task<string> PublishAsync(string key, string content, string set = "set", TimeSpan? grace = null, string? versionId = null)
    {
        var (request, prefix) = await ClaimAsync(key, content, set, versionId);
        Assert.Equal(PersistOutcome.Recorded, (await CreatePersister(grace).PersistAsync(request, CancellationToken.None)).Outcome);
        return prefix;
    }

    /// <summary>Does what Validate and Resize do.</summary>
    private async Task<(PersistRequest Request, string Prefix)> ClaimAsync(
        string key, string content, string set = "set", string? versionId = null, ImageEvent? upload = null)
    {
        var sha256 = new string(content[0], 64);
        var original = new Original(
            ImageEvents.Bucket, key, null, content, sha256, 1, set, ImageIds.RenditionPrefix(key, sha256, set), new(ImageFormat.Png, 1, 1), DecodeOptions.FullSize);
        var (@event, execution) = (upload ?? ImageEvents.Created(key, NextSequencer(), content, versionId), $"execution-{_sequencer}");
        await new EntryWriter(Catalogue).UpdateAsync(
            ImageIds.Create(ImageEvents.Bucket, key), entry => new Transition(@event, execution, _time.Now).Claim(entry, original.Prefix), CancellationToken.None);
        var rendition = new RenditionRecord("small", original.Prefix + "small.webp", ImageFormat.WebP, "image/webp", 1, 1, 1, 1);
        await Store.WriteRenditionAsync(new(rendition.Key, rendition.ContentType, sha256, new byte[] { 1 }), CancellationToken.None);
        return (new(PersistResult.Accepted, execution, @event, original, [new(ResizeOutcome.Made, [new(rendition)])]), original.Prefix);
    }

    private Task<RemoveResponse> DeleteAsync(string key, IImageStore? store = null) => new ImageRemover(Catalogue, store ?? Store, _time).RemoveAsync(
        new("remover", ImageEvents.Deleted(key, NextSequencer(), deletionType: ImageEventDetail.DeleteMarkerCreated)), CancellationToken.None);

    private Task<RemoveResponse> DeleteVersionAsync(string key, string versionId, OriginalHead current) =>
        new ImageRemover(Catalogue, new FaultyStore(Store) { Find = _ => current }, _time)
            .RemoveAsync(new($"remover-{versionId}", ImageEvents.Deleted(key, NextSequencer(), versionId)), CancellationToken.None);

    private async Task<CatalogueEntry> GetAsync(string key) => (await Catalogue.GetAsync(ImageIds.Create(ImageEvents.Bucket, key), CancellationToken.None))!;

    private async Task AssertStoredAsync(string key, params string[] prefixes) => Assert.Equal(
        prefixes.Select(prefix => prefix + "small.webp").Order(StringComparer.Ordinal), await Store.ListRenditionsAsync(key + "/", CancellationToken.None));

    private async Task AssertNothingWaitsAsync(string key)
    {
        var entry = await GetAsync(key);
        Assert.Null(entry.Replaced);
        Assert.Empty(entry.Removals);
    }

    private sealed class IgnoredTopic : IFailureAnnouncer
    {
        public Task AnnounceAsync(Announcement announcement, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
