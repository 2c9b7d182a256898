using Pipeline.Core.Catalogue;
using Pipeline.Core.Storage;

namespace Pipeline.Testing.Contracts;

/// <summary>
/// Interleaves actors at their port calls, one step at a time, in an order that a seed determines: the same seed gives the same
/// interleaving. Some actors are much slower than others, and that changes now and then, because most faults appear when one
/// actor pauses for long between two steps.
/// </summary>
internal sealed class InterleavingScheduler(int seed)
{
    private readonly Random _random = new(seed);
    private readonly AsyncLocal<int> _actor = new();
    private readonly List<(int Actor, TaskCompletionSource Turn)> _waiting = [];
    private readonly Lock _lock = new();
    private double[] _speeds = [];
    private int _running;

    /// <summary>Runs all actors to their end.</summary>
    public async Task RunAsync(IReadOnlyList<Func<Task>> actors)
    {
        _running = actors.Count;
        _speeds = new double[actors.Count];
        ChangeSpeeds();
        var tasks = actors.Select((actor, index) => Task.Run(async () =>
        {
            try
            {
                _actor.Value = index;
                await WaitForTurnAsync();
                await actor();
            }
            finally
            {
                End();
            }
        })).ToArray();
        await Task.WhenAll(tasks);
    }

    /// <summary>Waits until it is this actor's turn. No other actor runs until this one waits again or ends.</summary>
    public Task WaitForTurnAsync()
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Add((_actor.Value, turn));
            ScheduleNextWhenAllWait();
        }

        return turn.Task;
    }

    private void End()
    {
        lock (_lock)
        {
            _running--;
            ScheduleNextWhenAllWait();
        }
    }

    private void ScheduleNextWhenAllWait()
    {
        if (_waiting.Count < _running || _running == 0)
        {
            return;
        }

        if (_random.Next(6) == 0)
        {
            ChangeSpeeds();
        }

        // Sorted by actor instead of by arrival, so that only the seed determines the order.
        _waiting.Sort((left, right) => left.Actor.CompareTo(right.Actor));
        var drawn = _random.NextDouble() * _waiting.Sum(waiting => _speeds[waiting.Actor]);
        var index = 0;
        while (index < _waiting.Count - 1 && (drawn -= _speeds[_waiting[index].Actor]) >= 0)
        {
            index++;
        }

        var turn = _waiting[index].Turn;
        _waiting.RemoveAt(index);
        turn.SetResult();
    }

    private void ChangeSpeeds()
    {
        for (var actor = 0; actor < _speeds.Length; actor++)
        {
            _speeds[actor] = Math.Pow(8, _random.Next(4));
        }
    }
}

/// <summary>
/// A store that keeps every version of its originals, like a bucket with versioning: reading an older one succeeds. Its
/// renditions are in the store under test.
/// </summary>
internal sealed class VersioningStore(IImageStore renditions, IReadOnlyDictionary<string, byte[]> originalsByETag, InterleavingScheduler turns) : IImageStore
{
    /// <summary>Entity tag of the original that the key shows at last; null if a delete marker hides it.</summary>
    public string? CurrentETag { get; init; }

    public async Task<OriginalRead> ReadOriginalAsync(OriginalReference original, long maxBytes, CancellationToken cancellationToken)
    {
        await turns.WaitForTurnAsync();
        return new OriginalRead.Found(originalsByETag[original.ETag!]);
    }

    public async Task<OriginalHead?> FindOriginalAsync(OriginalReference original, CancellationToken cancellationToken)
    {
        await turns.WaitForTurnAsync();
        var etag = original.ETag ?? CurrentETag;
        return etag is null ? null : new(etag, etag, originalsByETag[etag].Length);
    }

    public async Task WriteRenditionAsync(RenditionContent rendition, CancellationToken cancellationToken)
    {
        await turns.WaitForTurnAsync();
        await renditions.WriteRenditionAsync(rendition, cancellationToken);
    }

    public async Task PublishRenditionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        await turns.WaitForTurnAsync();
        await renditions.PublishRenditionsAsync(keys, cancellationToken);
    }

    public async Task QuarantineRenditionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        await turns.WaitForTurnAsync();
        await renditions.QuarantineRenditionsAsync(keys, cancellationToken);
    }

    public Task<ReadOnlyMemory<byte>?> ReadRenditionAsync(string key, CancellationToken cancellationToken) =>
        renditions.ReadRenditionAsync(key, cancellationToken);

    public async Task<int> RemoveRenditionsAsync(string prefix, CancellationToken cancellationToken)
    {
        await turns.WaitForTurnAsync();
        return await renditions.RemoveRenditionsAsync(prefix, cancellationToken);
    }

    public Task<IReadOnlyList<string>> ListRenditionsAsync(string prefix, CancellationToken cancellationToken) =>
        renditions.ListRenditionsAsync(prefix, cancellationToken);
}

/// <summary>The catalogue under test, with one turn per call.</summary>
internal sealed class InterleavingCatalogue(IImageCatalogue catalogue, InterleavingScheduler turns) : IImageCatalogue
{
    public async Task<CatalogueEntry?> GetAsync(string imageId, CancellationToken cancellationToken)
    {
        await turns.WaitForTurnAsync();
        return await catalogue.GetAsync(imageId, cancellationToken);
    }

    public async Task<IReadOnlyList<CatalogueEntry>> GetManyAsync(IReadOnlyCollection<string> imageIds, CancellationToken cancellationToken)
    {
        await turns.WaitForTurnAsync();
        return await catalogue.GetManyAsync(imageIds, cancellationToken);
    }

    public async Task<bool> TryWriteAsync(CatalogueEntry entry, CancellationToken cancellationToken)
    {
        await turns.WaitForTurnAsync();
        return await catalogue.TryWriteAsync(entry, cancellationToken);
    }

    public Task<RecordPage> ListAsync(ImageStatus status, int limit, string? continuation, CancellationToken cancellationToken) =>
        catalogue.ListAsync(status, limit, continuation, cancellationToken);

    public Task<IReadOnlyList<string>> ListDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        catalogue.ListDueAsync(now, limit, cancellationToken);

    public Task<IReadOnlyList<string>> ListRemovableAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        catalogue.ListRemovableAsync(now, limit, cancellationToken);
}
