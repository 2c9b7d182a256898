using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Persisting;
using Pipeline.Core.Reconciliation;
using Pipeline.Core.Removal;
using Pipeline.Core.Renditions;
using Pipeline.Core.Resizing;
using Pipeline.Core.Storage;
using Pipeline.Core.Validation;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Renditions;
using Pipeline.Testing.Events;

namespace Pipeline.Testing.Contracts;

/// <summary>
/// Executions of the same image that race each other, with any store and catalogue. Whatever the interleaving, the newest event
/// wins, all its renditions exist, and no others remain.
/// </summary>
public abstract class RacingContract
{
    /// <summary>Marks the deletion of a version or of a delete marker.</summary>
    private const char Restored = '^';

    private static readonly RenditionSet Set = new([new("tiny", 4), new("square", 6, 6, Fit.Cover), new("tiny-again", 4)]);

    protected abstract IImageStore Store { get; }

    protected abstract IImageCatalogue Catalogue { get; }

    protected abstract IImageCodec Codec { get; }

    /// <summary>Whether a rendition is published, as all renditions of a record must be. In a store that sweeps nothing, all are.</summary>
    protected virtual Task<bool> IsPublishedAsync(string key) => Task.FromResult(true);

    /// <summary>Two versions, with their events in either order.</summary>
    [Fact]
    public Task NewerOfTwoVersionsWinsInTwoHundredInterleavings() => RaceAsync(200, "two", ["A", "B"]);

    /// <summary>The same content is uploaded again, so its renditions have the same prefix as the first time.</summary>
    [Fact]
    public Task ContentThatIsUploadedAgainKeepsItsRenditions() => RaceAsync(100, "back", ["A", "B", "A"]);

    [Fact]
    public Task EventsDeliveredTwiceChangeNothing() => RaceAsync(100, "twice", ["A", "B", "A", "B"], sequencers: [1, 2, 1, 2]);

    [Fact]
    public Task DeletionLeavesNothingBehind() => RaceAsync(100, "deleted", ["A", "B", null]);

    [Fact]
    public Task UploadAfterDeletionStands() => RaceAsync(100, "again", ["A", null, "A", "B"]);

    /// <summary>The grace period is so short that whatever is replaced is due at once.</summary>
    [Fact]
    public Task SweepRemovesOnlyWhatNobodyNeeds() => RaceAsync(200, "swept", ["A", "B", "A"], sweeps: 3);

    [Fact]
    public Task DeletionAndSweepLeaveNothingBehind() => RaceAsync(100, "swept-deleted", ["A", "B", null, "A"], sweeps: 3);

    /// <summary>An upload, its delete marker, and the removal of the marker.</summary>
    [Fact]
    public Task UndeletedImageHasItsRenditions() => RaceAsync(200, "undeleted", ["A", null, Restored + "A"]);

    /// <summary>The current version is deleted, so the one before is current again.</summary>
    [Fact]
    public Task VersionBeforeADeletedOneIsShownAgain() => RaceAsync(200, "previous", ["A", "B", Restored + "A"]);

    /// <param name="interleavings">Number of seeds.</param>
    /// <param name="name">Prefix of the keys.</param>
    /// <param name="contents">Content of each event; null for a deletion; for the deletion of a version, what the key shows after it.</param>
    /// <param name="sequencers">Sequencer of each event; ascending by default.</param>
    /// <param name="sweeps">Number of sweeps that run meanwhile; 0 if replaced versions are removed at once.</param>
    private async Task RaceAsync(int interleavings, string name, string?[] contents, int[]? sequencers = null, int sweeps = 0)
    {
        var originals = contents.OfType<string>().Where(content => !content.StartsWith(Restored)).Distinct().ToDictionary(content => content, Draw);
        var shown = sequencers is null ? ContentOf(contents[^1]) : null;
        for (var seed = 0; seed < interleavings; seed++)
        {
            var (key, turns) = ($"{name}/{seed}.png", new InterleavingScheduler(seed));
            var (store, catalogue) = (new VersioningStore(Store, originals, turns) { CurrentETag = shown }, new InterleavingCatalogue(Catalogue, turns));
            var pipeline = new Functions(store, catalogue, Codec, TimeSpan.FromTicks(sweeps));
            var actors = contents.Select((content, index) =>
            {
                var sequencer = (sequencers?[index] ?? index + 1).ToString("X8");
                return (Func<Task>)(() => pipeline.RunAsync(key, content, sequencer, $"execution-{index}"));
            });

            await turns.RunAsync([.. actors, .. Enumerable.Repeat<Func<Task>>(() => SweepAsync(catalogue, store), sweeps)]);
            await SweepAsync(Catalogue, Store);

            await AssertNewestWonAsync(key, contents, sequencers, seed);
        }
    }

    private static Task<int> SweepAsync(IImageCatalogue catalogue, IImageStore store) =>
        new RenditionSweeper(catalogue, store, TimeProvider.System).SweepAsync(CancellationToken.None);

    private async Task AssertNewestWonAsync(string imageKey, string?[] contents, int[]? sequencers, int seed)
    {
        var newest = sequencers is null ? contents.Length - 1 : Array.LastIndexOf(sequencers, sequencers.Max());
        var entry = (await Catalogue.GetAsync(ImageIds.Create(ImageEvents.Bucket, imageKey), CancellationToken.None))!;
        var stored = await Store.ListRenditionsAsync(imageKey + "/", CancellationToken.None);
        var context = $"seed {seed}: {entry}";

        Assert.True((contents[newest] is null ? ImageStatus.Deleted : ImageStatus.Ready) == entry.Record.Status, context);
        Assert.True(ContentOf(contents[newest]) == (entry.Record.Current is null ? null : entry.Record.ETag), context);
        IEnumerable<string> expected = entry.Record.Current?.Renditions.Select(rendition => rendition.Key).Distinct().Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>();
        Assert.True(expected.SequenceEqual(stored), context + " stored: " + string.Join(", ", stored));
        Assert.True(entry.Claims.Count + entry.Removals.Count + (entry.Replaced?.Count ?? 0) == 0, context);
        foreach (var key in stored)
        {
            Assert.True(await IsPublishedAsync(key), $"{context} not published: {key}");
        }
    }

    private static string? ContentOf(string? content) => content?.TrimStart(Restored);

    private byte[] Draw(string content)
    {
        using var picture = new Picture(new PixelBuffer(8, 8, 3));
        picture.Pixels.Span.Fill((byte)content[0]);
        return Codec.Encode(picture, new(ImageFormat.Png, 100));
    }

    /// <summary>Calls the functions in the order of the state machine, with its retries.</summary>
    private sealed class Functions(IImageStore store, IImageCatalogue catalogue, IImageCodec codec, TimeSpan renditionGrace)
    {
        private readonly ImageValidator _validator = new(store, catalogue, codec, Set, new(), TimeProvider.System);
        private readonly ImagePersister _persister = new(catalogue, store, TimeProvider.System, renditionGrace);
        private readonly ImageRemover _remover = new(catalogue, store, TimeProvider.System);

        public async Task RunAsync(string key, string? content, string sequencer, string execution)
        {
            if (content is null)
            {
                await _remover.RemoveAsync(new(execution, ImageEvents.Deleted(key, sequencer)), CancellationToken.None);
                return;
            }

            var @event = ImageEvents.Created(key, sequencer, content, content);
            if (content.StartsWith(Restored))
            {
                var removal = await _remover.RemoveAsync(new(execution, ImageEvents.Deleted(key, sequencer, "deleted")), CancellationToken.None);
                if (removal.Event is null)
                {
                    return;
                }

                @event = removal.Event;
            }

            var validation = await ValidateAsync(new(execution, @event, Groups: true));
            if (validation.Outcome != ValidationOutcome.Accepted)
            {
                return;
            }

            // Each execution decodes on its own: waiting for another's decode would bypass the scheduler.
            var resizer = new ImageResizer(store, codec, new());
            var resized = new List<ResizeResponse>();
            foreach (var group in validation.Groups!)
            {
                resized.Add(await resizer.ResizeAsync(new(execution, validation.Original!, group.Plans), CancellationToken.None));
            }

            await _persister.PersistAsync(new(PersistResult.Accepted, execution, @event, validation.Original, resized), CancellationToken.None);
        }

        private async Task<ValidateResponse> ValidateAsync(ValidateRequest request)
        {
            while (true)
            {
                try
                {
                    return await _validator.ValidateAsync(request, CancellationToken.None);
                }
                catch (RenditionsBeingRemovedException)
                {
                    // The state machine waits and retries; here the next turn takes the place of the wait.
                }
            }
        }
    }
}
