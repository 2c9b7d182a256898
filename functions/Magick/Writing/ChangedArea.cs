using Pipeline.Imaging.Pictures;

namespace Pipeline.Magick.Writing;

/// <summary>The part of a frame that differs from the frame before. WebP places frames at even columns and rows only.</summary>
/// <param name="Left">Column of the canvas in pixels, even.</param>
/// <param name="Top">Row of the canvas in pixels, even.</param>
/// <param name="Width">Width in pixels, at least 1.</param>
/// <param name="Height">Height in pixels, at least 1.</param>
internal readonly record struct ChangedArea(int Left, int Top, int Width, int Height)
{
    /// <summary>Finds the area; the whole canvas for the first frame, and one pixel if nothing changes.</summary>
    public static ChangedArea Find(Picture picture, int frame)
    {
        var (width, height, channels) = (picture.Width, picture.FrameHeight, picture.Pixels.Channels);
        if (frame == 0)
        {
            return new(0, 0, width, height);
        }

        var (left, right, top, bottom) = (width, 0, height, 0);
        for (var y = 0; y < height; y++)
        {
            var row = picture.Pixels.Row((frame * height) + y);
            var before = picture.Pixels.Row(((frame - 1) * height) + y);
            var first = row.CommonPrefixLength(before);
            if (first == row.Length)
            {
                continue;
            }

            var last = row.Length - 1;
            while (row[last] == before[last])
            {
                last--;
            }

            (top, bottom) = (Math.Min(top, y), y + 1);
            (left, right) = (Math.Min(left, first / channels), Math.Max(right, (last / channels) + 1));
        }

        if (bottom == 0)
        {
            return new(0, 0, 1, 1);
        }

        (left, top) = (left & ~1, top & ~1);
        return new(left, top, right - left, bottom - top);
    }

    /// <summary>Copies the area's pixels. The caller disposes the picture.</summary>
    public Picture Crop(Picture picture, int frame)
    {
        var channels = picture.Pixels.Channels;
        var pixels = new PixelBuffer(Width, Height, channels);
        for (var y = 0; y < Height; y++)
        {
            picture.Pixels.Row((frame * picture.FrameHeight) + Top + y).Slice(Left * channels, Width * channels).CopyTo(pixels.Row(y));
        }

        return new(pixels);
    }
}
