using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Core.Resizing;

/// <summary>
/// Shares decoded originals between renditions made at the same time or shortly after each other: whoever asks first
/// decodes, the others wait for that one (single flight). Bounded: least recently used pictures go when their pixels
/// together pass the bound, but never one that is in use.
/// </summary>
/// <param name="maxBytes">Bytes of pixels to keep beyond their use; 0 keeps none, yet simultaneous callers still share.</param>
public sealed class DecodeCache(long maxBytes) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<DecodeKey, Entry> _entries = [];
    private readonly LinkedList<Entry> _idle = [];
    private long _idleBytes;
    private bool _disposed;

    /// <summary>Bytes of pixels that are kept and not in use.</summary>
    public long IdleBytes
    {
        get
        {
            lock (_lock)
            {
                return _idleBytes;
            }
        }
    }

    /// <summary>The picture of <paramref name="key"/>, decoded by <paramref name="decode"/> unless it is there or under way.</summary>
    /// <param name="key">Content and decode.</param>
    /// <param name="decode">Reads and decodes. Null means that there is nothing to decode any more; everybody waiting gets null.</param>
    /// <param name="cancellationToken">Ends this caller's waiting; the decode goes on as long as anybody waits for it.</param>
    /// <returns>A lease: dispose it, never the picture.</returns>
    public async Task<Lease?> RentAsync(DecodeKey key, Func<CancellationToken, Task<Picture?>> decode, CancellationToken cancellationToken)
    {
        var entry = Acquire(key, decode);
        try
        {
            var picture = await entry.Picture.WaitAsync(cancellationToken);
            if (picture is not null)
            {
                return new(this, entry, picture);
            }
        }
        catch
        {
            Release(entry);
            throw;
        }

        Release(entry);
        return null;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            Evict(0);
        }
    }

    private Entry Acquire(DecodeKey key, Func<CancellationToken, Task<Picture?>> decode)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_entries.TryGetValue(key, out var entry))
            {
                if (entry.LeaseCount++ == 0)
                {
                    _idle.Remove(entry);
                    _idleBytes -= entry.Bytes;
                }

                return entry;
            }

            entry = new(key);
            _entries.Add(key, entry);
            // Off the lock's thread: decoding is long.
            entry.Picture = Task.Run(() => decode(entry.Cancellation.Token));
            return entry;
        }
    }

    private void Release(Entry entry)
    {
        lock (_lock)
        {
            if (--entry.LeaseCount > 0)
            {
                return;
            }

            if (entry.Picture is { IsCompletedSuccessfully: true, Result: { } picture })
            {
                entry.Bytes = picture.Pixels.Length;
                _idle.AddLast(entry);
                _idleBytes += entry.Bytes;
                Evict(_disposed ? 0 : maxBytes);
                return;
            }

            // Failed, nothing there, or abandoned while under way: the next caller starts anew.
            _entries.Remove(entry.Key);
        }

        entry.Abandon();
    }

    private void Evict(long limit)
    {
        while (_idleBytes > limit && _idle.First is { Value: var oldest })
        {
            _idle.RemoveFirst();
            _idleBytes -= oldest.Bytes;
            _entries.Remove(oldest.Key);
            oldest.Abandon();
        }
    }

    /// <summary>A picture in use. The picture stays whole until the lease is disposed.</summary>
    public sealed class Lease : IDisposable
    {
        private readonly DecodeCache _cache;
        private Entry? _entry;

        internal Lease(DecodeCache cache, Entry entry, Picture picture) => (_cache, _entry, Picture) = (cache, entry, picture);

        public Picture Picture { get; }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _entry, null) is { } entry)
            {
                _cache.Release(entry);
            }
        }
    }

    internal sealed class Entry(DecodeKey key)
    {
        public DecodeKey Key { get; } = key;

        public CancellationTokenSource Cancellation { get; } = new();

        public Task<Picture?> Picture { get; set; } = Task.FromResult<Picture?>(null);

        public int LeaseCount { get; set; } = 1;

        public long Bytes { get; set; }

        /// <summary>Nobody will use it again: gives the pixels back, now or when the decode ends.</summary>
        public void Abandon()
        {
            Cancellation.Cancel();
            _ = Picture.ContinueWith(
                static task => task.Result?.Dispose(),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }
}

/// <param name="Sha256">Identity of the content.</param>
/// <param name="Options">How it is decoded.</param>
/// <param name="IsCommonSize">Whether it is the decode resampled to the least size that <paramref name="Options"/> names.</param>
public sealed record DecodeKey(string Sha256, DecodeOptions Options, bool IsCommonSize = false);
