using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Core.Resizing;

/// <summary>
/// Shares decoded originals between renditions that are made at the same time or shortly after each other. The first caller
/// decodes; the others wait for that decode (single flight). The cache is bounded: when its idle pictures exceed the bound, it
/// evicts the least recently used ones, but never one in use.
/// </summary>
/// <param name="maxBytes">Maximum size of idle pictures, in bytes of pixels. With 0 it keeps none, but simultaneous callers still share.</param>
public sealed class DecodeCache(long maxBytes) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<DecodeKey, Entry> _entries = [];
    private readonly LinkedList<Entry> _idle = [];
    private long _idleBytes;
    private bool _disposed;

    /// <summary>Size of the idle pictures, in bytes of pixels.</summary>
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

    /// <summary>Rents the picture of <paramref name="key"/>. Decodes it with <paramref name="decode"/> unless it is cached or being decoded.</summary>
    /// <param name="key">Content, and how to decode it.</param>
    /// <param name="decode">Reads and decodes. Returns null if there is nothing left to decode; then all waiting callers get null.</param>
    /// <param name="cancellationToken">Stops this caller from waiting. The decode continues while another caller waits for it.</param>
    /// <returns>A lease. Dispose the lease, never the picture.</returns>
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
            // Decoding takes long, so it runs outside the lock.
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

            // The decode failed, returned null, or was abandoned: the next caller starts it again.
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

    /// <summary>A picture in use. It stays valid until the lease is disposed.</summary>
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

        /// <summary>Call this when nobody will use the entry again. Releases the pixels, now or when the decode ends.</summary>
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

/// <summary>Key of a picture in the <see cref="DecodeCache"/>.</summary>
/// <param name="Sha256">SHA-256 of the content.</param>
/// <param name="Options">How it is decoded.</param>
/// <param name="IsCommonSize">Whether the decode is resampled to the minimum size of <paramref name="Options"/>.</param>
public sealed record DecodeKey(string Sha256, DecodeOptions Options, bool IsCommonSize = false);
