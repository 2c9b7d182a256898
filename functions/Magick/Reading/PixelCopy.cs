using ImageMagick;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Magick.Reading;

/// <summary>Copies pixels out of ImageMagick's cache, once.</summary>
internal static class PixelCopy
{
    /// <param name="image">An image in sRGB, alpha as in the target.</param>
    /// <param name="target">Pixels to write to.</param>
    /// <param name="firstRow">Row of the target that the image's first goes to.</param>
    /// <exception cref="MagickException">The cache cannot be read.</exception>
    public static void Copy(IMagickImage<byte> image, PixelBuffer target, int firstRow)
    {
        var rows = target.Span.Slice(firstRow * target.Stride, (int)image.Height * target.Stride);
        using var pixels = image.GetPixelsUnsafe();
        if (HasLayoutOfTarget(pixels, target.HasAlpha))
        {
            // The cache itself; nothing lies between.
            pixels.GetReadOnlyArea(0, 0, image.Width, image.Height).CopyTo(rows);
            return;
        }

        // Channels besides colour and alpha (spot colours of a TIFF): ImageMagick picks ours out.
        var picked = pixels.ToByteArray(0, 0, image.Width, image.Height, target.HasAlpha ? "RGBA" : "RGB")
            ?? throw new MagickCacheErrorException("no pixels");
        picked.CopyTo(rows);
    }

    private static bool HasLayoutOfTarget(IUnsafePixelCollection<byte> pixels, bool hasAlpha) =>
        pixels.Channels == (hasAlpha ? 4u : 3u)
        && pixels.GetChannelIndex(PixelChannel.Red) == 0
        && pixels.GetChannelIndex(PixelChannel.Green) == 1
        && pixels.GetChannelIndex(PixelChannel.Blue) == 2
        && (!hasAlpha || pixels.GetChannelIndex(PixelChannel.Alpha) == 3);
}
