using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Imaging.Orientation;

/// <summary>
/// Turns stored pixels upright by index arithmetic. Values are EXIF's (JEITA CP-3451C, tag 274): 1 upright, 2 mirrored,
/// 3 rotated by 180°, 4 flipped vertically, 5 transposed, 6 needs a clockwise turn, 7 transversed, 8 needs an anticlockwise turn.
/// </summary>
public static class OrientationTransform
{
    // Blocks are read along rows and written along columns; at this size both stay in the first-level cache.
    private const int BlockSize = 32;

    /// <summary>Whether width and height are swapped.</summary>
    public static bool SwapsAxes(int orientation) => orientation >= 5;

    /// <summary>Makes the upright picture.</summary>
    /// <param name="source">Frames stacked vertically; the caller disposes it.</param>
    /// <param name="orientation">1 to 8.</param>
    /// <param name="frames">Number of frames; each is turned separately.</param>
    /// <returns>A new buffer; the caller disposes it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The orientation is not 1 to 8.</exception>
    public static PixelBuffer Apply(PixelBuffer source, int orientation, int frames = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(orientation, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(orientation, 8);
        var target = CreateTarget(source, orientation, frames);
        Apply(source, target, orientation, frames);
        return target;
    }

    /// <summary>A buffer for the upright picture.</summary>
    internal static PixelBuffer CreateTarget(PixelBuffer source, int orientation, int frames = 1)
    {
        var (width, height) = (source.Width, source.Height / frames);
        return SwapsAxes(orientation)
            ? new PixelBuffer(height, width * frames, source.Channels)
            : new PixelBuffer(width, height * frames, source.Channels);
    }

    /// <summary>Writes the upright picture to a buffer of its dimensions.</summary>
    internal static void Apply(PixelBuffer source, PixelBuffer target, int orientation, int frames = 1)
    {
        var (width, height) = (source.Width, source.Height / frames);
        var length = source.Length / frames;
        for (var frame = 0; frame < frames; frame++)
        {
            var from = source.Span.Slice(frame * length, length);
            var to = target.Span.Slice(frame * length, length);
            if (source.HasAlpha)
            {
                Transform(MemoryMarshal.Cast<byte, uint>(from), MemoryMarshal.Cast<byte, uint>(to), width, height, orientation);
            }
            else
            {
                Transform(MemoryMarshal.Cast<byte, Rgb>(from), MemoryMarshal.Cast<byte, Rgb>(to), width, height, orientation);
            }
        }
    }

    /// <summary>Converts a region of the upright picture to the stored one.</summary>
    /// <param name="region">In pixels of the upright picture.</param>
    /// <param name="storedWidth">Width of the stored picture in pixels.</param>
    /// <param name="storedHeight">Height of the stored picture in pixels.</param>
    /// <param name="orientation">1 to 8.</param>
    public static Region ToStored(Region region, int storedWidth, int storedHeight, int orientation)
    {
        var (x, y, width, height) = region;
        if (SwapsAxes(orientation))
        {
            (x, y, width, height) = (y, x, height, width);
        }

        var (fromRight, fromBottom) = MirroredAxes(orientation);
        return new Region(fromRight ? storedWidth - x - width : x, fromBottom ? storedHeight - y - height : y, width, height);
    }

    /// <summary>Whether stored columns run from right to left and stored rows from bottom to top, relative to the upright picture or its transpose.</summary>
    private static (bool Columns, bool Rows) MirroredAxes(int orientation)
        => (orientation is 2 or 3 or 7 or 8, orientation is 3 or 4 or 6 or 7);

    private static void Transform<TPixel>(ReadOnlySpan<TPixel> source, Span<TPixel> target, int width, int height, int orientation)
        where TPixel : unmanaged
    {
        var (fromRight, fromBottom) = MirroredAxes(orientation);
        if (SwapsAxes(orientation))
        {
            for (var y = 0; y < height; y += BlockSize)
            {
                for (var x = 0; x < width; x += BlockSize)
                {
                    TransposeBlock(source, target, width, height, (x, Math.Min(x + BlockSize, width)), (y, Math.Min(y + BlockSize, height)), (fromRight, fromBottom));
                }
            }

            return;
        }

        for (var y = 0; y < height; y++)
        {
            var row = target.Slice((fromBottom ? height - 1 - y : y) * width, width);
            source.Slice(y * width, width).CopyTo(row);
            if (fromRight)
            {
                row.Reverse();
            }
        }
    }

    // Stored pixel (x, y) becomes upright pixel (y, x), counted from the far end where that axis is mirrored.
    private static void TransposeBlock<TPixel>(
        ReadOnlySpan<TPixel> source, Span<TPixel> target, int width, int height,
        (int Start, int End) columns, (int Start, int End) rows, (bool Columns, bool Rows) mirrored)
        where TPixel : unmanaged
    {
        var uprightWidth = height;
        for (var x = columns.Start; x < columns.End; x++)
        {
            var row = target.Slice((mirrored.Columns ? width - 1 - x : x) * uprightWidth, uprightWidth);
            for (var y = rows.Start; y < rows.End; y++)
            {
                row[mirrored.Rows ? height - 1 - y : y] = source[y * width + x];
            }
        }
    }

    [InlineArray(3)]
    private struct Rgb
    {
        private byte _first;
    }
}
