using Pipeline.Imaging.Buffers;

namespace Pipeline.Host.Engine.Memory;

/// <summary>
/// Gives memory that the image libraries have freed back to the system, at most once a second. What they free in between comes back in
/// pieces, and without this the process would keep most of it.
/// </summary>
/// <param name="time">Clock.</param>
internal sealed class UnusedMemory(TimeProvider time)
{
    /// <summary>More than this is given back: about what the next rendition takes.</summary>
    private const long MaxUnusedBytes = 16 << 20;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private long _last = time.GetTimestamp();

    /// <summary>Call this after a rendition.</summary>
    public void Release()
    {
        lock (_lock)
        {
            if (time.GetElapsedTime(_last) < Interval)
            {
                return;
            }

            _last = time.GetTimestamp();
        }

        NativeHeap.ReleaseUnused(MaxUnusedBytes);
    }
}
