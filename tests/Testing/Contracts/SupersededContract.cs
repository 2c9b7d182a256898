using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Events;
using Pipeline.Core.Persisting;
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
using Pipeline.Testing.Hosts;

namespace Pipeline.Testing.Contracts;

/// <summary>
/// Executions that die at any point and that a newer event supersedes before they continue, with any store and catalogue. They give up
/// their claims and remove what they wrote.
/// </summary>
public abstract class SupersededContract
{
    /// <summary>How an execution that died goes on.</summary>
    public enum Continuation
    {
        /// <summary>With the state that it died in.</summary>
        AtItsState,

        /// <summary>From the start, under the same name.</summary>
        FromTheStart,

        /// <summary>It does not: retries fail, and the failure is recorded.</summary>
        Fails,
    }

    /// <summary>What happens between the death and the continuation.</summary>
    public enum Meanwhile
    {
        Deleted,
        Replaced,
        DeliveredAgain,
    }

    private static readonly RenditionSet Set = new([new("tiny", 4), new("square", 6, 6, Fit.Cover)]);

    protected abstract IImageStore Store { get; }

    protected abstract IImageCatalogue Catalogue { get; }

    protected abstract IImageCodec Codec { get; }

    /// <param name="meanwhile">The event that supersedes the upload.</param>
    /// <param name="continuation">How its execution goes on.</param>
    /// <param name="isKept">Whether the bucket keeps the old version of the original, as one with versioning does.</param>
    [Theory]
    [InlineData(Meanwhile.Deleted, Continuation.AtItsState, false)]
    [InlineData(Meanwhile.Deleted, Continuation.FromTheStart, false)]
    [InlineData(Meanwhile.Deleted, Continuation.Fails, false)]
    [InlineData(Meanwhile.Deleted, Continuation.AtItsState, true)]
    [InlineData(Meanwhile.Replaced, Continuation.AtItsState, false)]
    [InlineData(Meanwhile.Replaced, Continuation.FromTheStart, true)]
    [InlineData(Meanwhile.Replaced, Continuation.Fails, true)]
    [InlineData(Meanwhile.DeliveredAgain, Continuation.AtItsState, true)]
    [InlineData(Meanwhile.DeliveredAgain, Continuation.FromTheStart, true)]
    [InlineData(Meanwhile.DeliveredAgain, Continuation.Fails, true)]
    public async Task UploadThatDiesAndIsSupersededLeavesNothing(Meanwhile meanwhile, Continuation continuation, bool isKept)
    {
        var point = 0;
        for (var died = true; died;)
        {
            var key = $"upload-{meanwhile}-{continuation}-{isKept}/{++point}.png";
            var originals = new Originals(Store, Draw);
            await new Execution(Catalogue, originals, Codec, "arn:before", ImageEvents.Created(key, "0", "P", "P")).RunAsync();

            died = await DieAsync(key, originals, ImageEvents.Created(key, "1", "A", "A"), point, meanwhile, continuation, isKept);
        }

        // Three functions, of which each reads and writes.
        Assert.InRange(point, 20, 100);
    }

    /// <summary>The execution of a removed delete marker is one of Remove first, then one of an upload.</summary>
    [Theory]
    [InlineData(Meanwhile.Deleted, Continuation.AtItsState)]
    [InlineData(Meanwhile.Deleted, Continuation.FromTheStart)]
    [InlineData(Meanwhile.Replaced, Continuation.FromTheStart)]
    [InlineData(Meanwhile.DeliveredAgain, Continuation.FromTheStart)]
    public async Task UndeletionThatDiesAndIsSupersededLeavesNothing(Meanwhile meanwhile, Continuation continuation)
    {
        var point = 0;
        for (var died = true; died;)
        {
            var key = $"undeletion-{meanwhile}-{continuation}/{++point}.png";
            var originals = new Originals(Store, Draw) { Current = "A" };
            await new Execution(Catalogue, originals, Codec, "arn:before", ImageEvents.Deleted(key, "0", "marker", ImageEventDetail.DeleteMarkerCreated)).RunAsync();

            died = await DieAsync(key, originals, ImageEvents.Deleted(key, "1", "marker"), point, meanwhile, continuation, isKept: true);
        }

        Assert.InRange(point, 20, 100);
    }

    /// <returns>Whether the execution died: it has ended before the point otherwise.</returns>
    private async Task<bool> DieAsync(
        string key, Originals originals, ImageEvent @event, int point, Meanwhile meanwhile, Continuation continuation, bool isKept)
    {
        var crash = new Crash(point);
        var execution = new Execution(new CrashingCatalogue(Catalogue, crash), new CrashingStore(originals, crash), Codec, "arn:dies", @event);
        await ((Task)execution.RunAsync()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        var (newest, next) = meanwhile switch
        {
            Meanwhile.Deleted => (null, ImageEvents.Deleted(key, "2", "marker-2", ImageEventDetail.DeleteMarkerCreated)),
            Meanwhile.Replaced => ("B", ImageEvents.Created(key, "2", "B", "B")),
            _ => ("A", @event),
        };
        (originals.Current, originals.Gone) = (newest, isKept ? null : "A");
        await new Execution(Catalogue, originals, Codec, "arn:next", next).RunAsync();
        if (crash.Occurred)
        {
            execution.Revive(Catalogue, originals);
            await execution.ContinueAsync(continuation);
        }

        var entry = (await Catalogue.GetAsync(ImageIds.Create(ImageEvents.Bucket, key), CancellationToken.None))!;
        var stored = await Store.ListRenditionsAsync(key + "/", CancellationToken.None);
        var context = $"point {point}: {entry} stored: {string.Join(", ", stored)}";
        Assert.True(entry.Record.Status == (newest is null ? ImageStatus.Deleted : ImageStatus.Ready), context);
        Assert.True(newest is null || entry.Record.ETag == newest, context);
        Assert.True(entry.Claims.Count + entry.Removals.Count == 0, context);
        IEnumerable<string> expected = entry.Record.Current?.Renditions.Select(rendition => rendition.Key).Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>();
        Assert.True(expected.SequenceEqual(stored), context);
        return crash.Occurred;
    }

    private byte[] Draw(string content)
    {
        using var picture = new Picture(new PixelBuffer(8, 8, 3));
        picture.Pixels.Span.Fill((byte)content[0]);
        return Codec.Encode(picture, new(ImageFormat.Png, 100));
    }

    /// <summary>The states of an execution, in the order of the state machine. It knows the outputs of those that are done.</summary>
    private sealed class Execution(IImageCatalogue catalogue, IImageStore store, IImageCodec codec, string name, ImageEvent input)
    {
        private readonly List<ResizeResponse> _resized = [];
        private IImageCatalogue _catalogue = catalogue;
        private IImageStore _store = store;
        private RemoveResponse? _removed;
        private ValidateResponse? _validated;

        private ImagePersister Persister => new(_catalogue, _store, TimeProvider.System, TimeSpan.Zero);

        public async Task RunAsync()
        {
            var @event = input;
            if (input.DetailType == ImageEvent.ObjectDeleted)
            {
                _removed ??= await new ImageRemover(_catalogue, _store, TimeProvider.System).RemoveAsync(new(name, input), CancellationToken.None);
                if (_removed.Event is null)
                {
                    return;
                }

                @event = _removed.Event;
            }

            _validated ??= await new ImageValidator(_store, _catalogue, codec, Set, new(), TimeProvider.System).ValidateAsync(new(name, @event), CancellationToken.None);
            if (_validated.Outcome != ValidationOutcome.Accepted)
            {
                return;
            }

            var resizer = new ImageResizer(_store, codec, new());
            foreach (var plan in _validated.Renditions!.Skip(_resized.Count).ToArray())
            {
                _resized.Add(await resizer.ResizeAsync(new(name, _validated.Original!, [plan]), CancellationToken.None));
            }

            await Persister.PersistAsync(new(PersistResult.Accepted, name, @event, _validated.Original, _resized), CancellationToken.None);
        }

        /// <summary>Gives the execution a process that lives.</summary>
        public void Revive(IImageCatalogue catalogue, IImageStore store) => (_catalogue, _store) = (catalogue, store);

        public async Task ContinueAsync(Continuation continuation)
        {
            if (continuation == Continuation.Fails)
            {
                await Persister.PersistAsync(new(PersistResult.Failed, name, input, Fault: new("IOException")), CancellationToken.None);
                return;
            }

            if (continuation == Continuation.FromTheStart)
            {
                (_removed, _validated) = (null, null);
                _resized.Clear();
            }

            await RunAsync();
        }
    }

    /// <summary>The originals of a bucket, and the renditions of the store under test.</summary>
    private sealed class Originals(IImageStore renditions, Func<string, byte[]> draw) : IImageStore
    {
        /// <summary>Entity tag of what the key shows; null if a delete marker hides it.</summary>
        public string? Current { get; set; }

        /// <summary>Entity tag of an original that nobody can read any more.</summary>
        public string? Gone { get; set; }

        public Task<OriginalRead> ReadOriginalAsync(OriginalReference original, long maxBytes, CancellationToken cancellationToken) =>
            Task.FromResult<OriginalRead>(original.ETag == Gone ? new OriginalRead.Superseded() : new OriginalRead.Found(draw(original.ETag!)));

        public Task<OriginalHead?> FindOriginalAsync(OriginalReference original, CancellationToken cancellationToken) =>
            Task.FromResult((original.ETag ?? Current) is { } etag && etag != Gone ? new OriginalHead(etag, etag, draw(etag).Length) : null);

        public Task WriteRenditionAsync(RenditionContent rendition, CancellationToken cancellationToken) =>
            renditions.WriteRenditionAsync(rendition, cancellationToken);

        public Task PublishRenditionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
            renditions.PublishRenditionsAsync(keys, cancellationToken);

        public Task QuarantineRenditionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
            renditions.QuarantineRenditionsAsync(keys, cancellationToken);

        public Task<ReadOnlyMemory<byte>?> ReadRenditionAsync(string key, CancellationToken cancellationToken) =>
            renditions.ReadRenditionAsync(key, cancellationToken);

        public Task<int> RemoveRenditionsAsync(string prefix, CancellationToken cancellationToken) =>
            renditions.RemoveRenditionsAsync(prefix, cancellationToken);

        public Task<IReadOnlyList<string>> ListRenditionsAsync(string prefix, CancellationToken cancellationToken) =>
            renditions.ListRenditionsAsync(prefix, cancellationToken);
    }
}
