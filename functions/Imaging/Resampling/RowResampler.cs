using Pipeline.Imaging.Pictures;

namespace Pipeline.Imaging.Resampling;

/// <summary>
/// Resamples part of a picture whose rows arrive in chunks, to the whole of a target that fills from top to bottom. Gives the
/// same bits as <see cref="Resampler"/> on the whole picture.
/// </summary>
internal sealed class RowResampler : IDisposable
{
    private readonly PixelBuffer _target;
    private readonly StripResizer _resizer;
    private int _strip;

    /// <param name="width">Width of the source in pixels.</param>
    /// <param name="height">Height of the source in pixels.</param>
    /// <param name="region">The part to resample, in pixels; clipped to the source if it reaches a pixel or more beyond the far edge.</param>
    /// <param name="target">Same number of channels as the source; the caller disposes it.</param>
    /// <param name="shrinkFactor">Pixels of the original that each source pixel is the average of.</param>
    /// <param name="chunkRows">Rows per chunk; the last chunk may have fewer.</param>
    /// <exception cref="ArgumentException">The region does not overlap the source.</exception>
    public RowResampler(int width, int height, Region region, PixelBuffer target, double shrinkFactor, int chunkRows)
    {
        _target = target;
        _resizer = StripResizer.Create(
            width, height, Resampler.Clip(region, width, height), target.Width, target.Height, target.Channels, shrinkFactor);
        WindowRows = Math.Min(height + chunkRows - 1, MaxReach(chunkRows) + chunkRows - 1) / chunkRows * chunkRows;
    }

    /// <summary>Rows that a window must hold so that no row is overwritten while it is still needed; a multiple of the chunk.</summary>
    public int WindowRows { get; }

    /// <summary>Finished rows of the target.</summary>
    public int FinishedRows => Math.Min(_strip * StripResizer.Rows, _target.Height);

    /// <summary>Makes all target rows that need only source rows before <paramref name="end"/>.</summary>
    /// <param name="window">The source's most recent rows.</param>
    /// <param name="end">Number of source rows that have arrived.</param>
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

    // A strip is made as soon as the chunk with its last row arrives. Until then, all rows that it or a later strip needs must stay.
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
