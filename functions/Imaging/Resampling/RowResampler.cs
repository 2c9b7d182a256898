using Pipeline.Imaging.Pictures;

namespace Pipeline.Imaging.Resampling;

/// <summary>
/// Resamples part of a picture whose rows arrive one chunk after the other, to the whole of a target that fills from top to
/// bottom: to the bit what <see cref="Resampler"/> makes of the whole picture.
/// </summary>
internal sealed class RowResampler : IDisposable
{
    private readonly PixelBuffer _target;
    private readonly StripResizer _resizer;
    private int _strip;

    /// <param name="width">Width of the source in pixels.</param>
    /// <param name="height">Height of the source in pixels.</param>
    /// <param name="region">What to take, in pixels; cut to the source where it is a pixel or more beyond its far edge.</param>
    /// <param name="target">As many channels as the source; stays the caller's.</param>
    /// <param name="shrinkFactor">Pixels of the original that each source pixel is the average of.</param>
    /// <param name="chunkRows">Rows that arrive at once, but for the last ones.</param>
    /// <exception cref="ArgumentException">The region has nothing in common with the source.</exception>
    public RowResampler(int width, int height, Region region, PixelBuffer target, double shrinkFactor, int chunkRows)
    {
        _target = target;
        _resizer = StripResizer.Create(
            width, height, Resampler.Clip(region, width, height), target.Width, target.Height, target.Channels, shrinkFactor);
        WindowRows = Math.Min(height + chunkRows - 1, MaxReach(chunkRows) + chunkRows - 1) / chunkRows * chunkRows;
    }

    /// <summary>Rows that a window must hold, a multiple of the chunk, so that none is overwritten that is still to be used.</summary>
    public int WindowRows { get; }

    /// <summary>Rows of the target that are made.</summary>
    public int FinishedRows => Math.Min(_strip * StripResizer.Rows, _target.Height);

    /// <summary>Makes all that can be made of the source rows from the first to <paramref name="end"/>.</summary>
    /// <param name="window">The source's last rows.</param>
    /// <param name="end">Rows of the source that have arrived.</param>
    public unsafe void Advance(RowWindow window, int end)
    {
        fixed (byte* target = _target.Span)
        {
            for (; _strip < _resizer.Count && _resizer.SourceRowsOf(_strip).End <= end; _strip++)
            {
                _resizer.ResizeStrip(_strip, window, target);
            }
        }
    }

    public void Dispose() => _resizer.Dispose();

    // A strip is made as soon as the chunk with its last row is there. Until then every row must stay that it or a later one needs.
    private int MaxReach(int chunkRows)
    {
        var (maxReach, first) = (0, int.MaxValue);
        for (var strip = _resizer.Count - 1; strip >= 0; strip--)
        {
            var (start, end) = _resizer.SourceRowsOf(strip);
            first = Math.Min(first, start);
            maxReach = Math.Max(maxReach, (end + chunkRows - 1) / chunkRows * chunkRows - first);
        }

        return maxReach;
    }
}
