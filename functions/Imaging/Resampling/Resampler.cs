using Pipeline.Imaging.Pictures;

namespace Pipeline.Imaging.Resampling;

/// <summary>
/// Resamples pictures with Lanczos 3. Widens the kernel by the ratio when shrinking, as libvips and Pillow do. Alpha is
/// straight outside and premultiplied inside, so that the colour of transparent pixels never shows. Computes in fixed
/// point on the widest vectors of the processor; a result differs from the exact one by less than one level.
/// </summary>
/// <remarks>Works on gamma-encoded values, as all of its peers do by default.</remarks>
public static class Resampler
{
    /// <summary>Width in bits of the vectors that resampling uses on this processor: 512, 256 or 128; 0 means no vectors.</summary>
    public static int VectorBits =>
        Lanes512.IsSupported ? 512 : Lanes256.IsSupported ? 256 : Lanes128.IsSupported || LanesArm.IsSupported ? 128 : 0;

    /// <summary>Resamples part of a still picture to the whole of <paramref name="target"/>.</summary>
    /// <inheritdoc cref="Resize(PixelBuffer, int, int, Region, PixelBuffer, int, int)"/>
    public static void Resize(PixelBuffer source, Region region, PixelBuffer target)
        => Resize(source, 0, source.Height, region, target, 0, target.Height);

    /// <summary>Resamples part of one frame to one frame of <paramref name="target"/>.</summary>
    /// <param name="source">Frames stacked vertically.</param>
    /// <param name="firstRow">First row of the frame.</param>
    /// <param name="rows">Height of the frame in pixels. The kernel reaches beyond the region, but never beyond the frame.</param>
    /// <param name="region">The part to resample, in pixels from the frame's upper left corner; clipped to the frame if it reaches a pixel or more beyond the far edge.</param>
    /// <param name="target">Same number of channels as the source; frames stacked vertically.</param>
    /// <param name="targetRow">First row of the target frame.</param>
    /// <param name="targetRows">Height of the target frame in pixels.</param>
    /// <exception cref="ArgumentException">The numbers of channels differ, or the region does not overlap the frame.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A frame lies outside its buffer.</exception>
    public static void Resize(
        PixelBuffer source, int firstRow, int rows, Region region, PixelBuffer target, int targetRow, int targetRows)
    {
        Check(source, firstRow, rows, target, targetRow, targetRows);
        using var resizer = StripResizer.Create(
            source.Width, rows, Clip(region, source.Width, rows), target.Width, targetRows, source.Channels, shrinkFactor: 1);
        ResizeStrips(resizer, source, firstRow, rows, target, targetRow);
    }

    /// <summary>Resamples the same part of each frame, for as many frames as <paramref name="target"/> holds.</summary>
    /// <param name="source">Frames stacked vertically, at least as many as the target holds.</param>
    /// <param name="rows">Height of a source frame in pixels.</param>
    /// <param name="region">The part of each frame to resample, in pixels from its upper left corner; clipped to the frame if it reaches a pixel or more beyond the far edge.</param>
    /// <param name="target">Same number of channels as the source; frames stacked vertically.</param>
    /// <param name="targetRows">Height of a target frame in pixels.</param>
    /// <param name="shrinkFactor">
    /// Pixels of the original that each source pixel is the average of, along either axis: more than 1 if it was shrunk on
    /// load. Restores what averaging dampened.
    /// </param>
    /// <inheritdoc cref="Resize(PixelBuffer, int, int, Region, PixelBuffer, int, int)" path="/exception"/>
    public static void ResizeFrames(PixelBuffer source, int rows, Region region, PixelBuffer target, int targetRows, double shrinkFactor = 1)
    {
        var frames = target.Height / targetRows;
        Check(source, 0, rows * frames, target, 0, targetRows * frames);
        using var resizer = StripResizer.Create(
            source.Width, rows, Clip(region, source.Width, rows), target.Width, targetRows, source.Channels, shrinkFactor);
        for (var frame = 0; frame < frames; frame++)
        {
            ResizeStrips(resizer, source, frame * rows, rows, target, frame * targetRows);
        }
    }

    private static unsafe void ResizeStrips(StripResizer resizer, PixelBuffer source, int firstRow, int rows, PixelBuffer target, int targetRow)
    {
        fixed (byte* from = source.Span[(firstRow * source.Stride)..], to = target.Span[(targetRow * target.Stride)..])
        {
            var frame = new RowWindow(from, source.Stride, rows);
            for (var strip = 0; strip < resizer.Count; strip++)
            {
                resizer.ResizeStrip(strip, frame, to);
            }
        }
    }

    private static void Check(PixelBuffer source, int firstRow, int rows, PixelBuffer target, int targetRow, int targetRows)
    {
        if (source.Channels != target.Channels)
        {
            throw new ArgumentException($"The source has {source.Channels} channels, but the target has {target.Channels}.", nameof(target));
        }

        CheckFrame(source, firstRow, rows);
        CheckFrame(target, targetRow, targetRows);
    }

    private static void CheckFrame(PixelBuffer buffer, int firstRow, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, buffer.Height - firstRow);
    }

    /// <summary>Clips a region to a frame.</summary>
    /// <exception cref="ArgumentException">They do not overlap.</exception>
    internal static Region Clip(Region region, int width, int height)
    {
        var (left, top) = (Math.Max(0, region.X), Math.Max(0, region.Y));
        var (right, bottom) = (ClipEnd(region.X + region.Width, width), ClipEnd(region.Y + region.Height, height));
        if (!(right > left && bottom > top))
        {
            throw new ArgumentException($"{region} does not overlap a frame of {width} x {height} pixels.", nameof(region));
        }

        return new Region(left, top, right - left, bottom - top);
    }

    // A decoder that shrinks may leave out less than a pixel at the far edge. Clipping that would shift all other pixels.
    private static double ClipEnd(double end, int length) => end - length < 1 ? end : length;
}
