using Pipeline.Imaging.Pictures;

namespace Pipeline.Imaging.Resampling;

/// <summary>
/// Resamples pictures with Lanczos 3, the kernel widened by the ratio when shrinking, as libvips and Pillow do. Alpha is
/// straight outside and premultiplied inside, so that the colour of transparent pixels never shows. Calculates in fixed
/// point on the widest vectors of the processor; a result differs from the exact one by less than one level.
/// </summary>
/// <remarks>Works in the values as they are, gamma-encoded, as all of its peers do by default.</remarks>
public static class Resampler
{
    /// <summary>Bits of the vectors that resampling uses on this processor: 512, 256 or 128; 0: none.</summary>
    public static int VectorBits =>
        Lanes512.IsSupported ? 512 : Lanes256.IsSupported ? 256 : Lanes128.IsSupported || LanesArm.IsSupported ? 128 : 0;

    /// <summary>Resamples part of a still picture to the whole of <paramref name="target"/>.</summary>
    /// <inheritdoc cref="Resize(PixelBuffer, int, int, Region, PixelBuffer, int, int)"/>
    public static void Resize(PixelBuffer source, Region region, PixelBuffer target)
        => Resize(source, 0, source.Height, region, target, 0, target.Height);

    /// <summary>Resamples part of one frame to one frame of <paramref name="target"/>.</summary>
    /// <param name="source">Frames below each other.</param>
    /// <param name="firstRow">First row of the frame.</param>
    /// <param name="rows">Height of the frame in pixels. The kernel reaches beyond the region, but never beyond the frame.</param>
    /// <param name="region">What to take, in pixels from the frame's upper left corner; cut to the frame where it is a pixel or more beyond its far edge.</param>
    /// <param name="target">As many channels as the source, frames below each other.</param>
    /// <param name="targetRow">First row of the target frame.</param>
    /// <param name="targetRows">Height of the target frame in pixels.</param>
    /// <exception cref="ArgumentException">Channels differ, or the region has nothing in common with the frame.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A frame lies outside its buffer.</exception>
    public static void Resize(
        PixelBuffer source, int firstRow, int rows, Region region, PixelBuffer target, int targetRow, int targetRows)
    {
        Check(source, firstRow, rows, target, targetRow, targetRows);
        using var resizer = StripResizer.Create(
            source.Width, rows, Clip(region, source.Width, rows), target.Width, targetRows, source.Channels, shrinkFactor: 1);
        ResizeStrips(resizer, source, firstRow, rows, target, targetRow);
    }

    /// <summary>Resamples the same part of one frame after the other, as many as <paramref name="target"/> holds.</summary>
    /// <param name="source">Frames below each other, at least as many.</param>
    /// <param name="rows">Height of a source frame in pixels.</param>
    /// <param name="region">What to take of each, in pixels from its upper left corner; cut to the frame where it is a pixel or more beyond its far edge.</param>
    /// <param name="target">As many channels as the source, frames below each other.</param>
    /// <param name="targetRows">Height of a target frame in pixels.</param>
    /// <param name="shrinkFactor">
    /// Pixels of the original that each source pixel is the average of, along either axis: more than 1 where it was shrunk on
    /// load. What averaging dampened is restored.
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
            throw new ArgumentException($"The source has {source.Channels} channels, the target {target.Channels}.", nameof(target));
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

    /// <summary>The part of a region that lies in a frame.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    internal static Region Clip(Region region, int width, int height)
    {
        var (left, top) = (Math.Max(0, region.X), Math.Max(0, region.Y));
        var (right, bottom) = (ClipEnd(region.X + region.Width, width), ClipEnd(region.Y + region.Height, height));
        if (!(right > left && bottom > top))
        {
            throw new ArgumentException($"{region} has nothing in common with a frame of {width} x {height} pixels.", nameof(region));
        }

        return new Region(left, top, right - left, bottom - top);
    }

    // Less than a pixel beyond the frame is what a decoder that shrinks left out: cut off, it would move all others.
    private static double ClipEnd(double end, int length) => end - length < 1 ? end : length;
}
