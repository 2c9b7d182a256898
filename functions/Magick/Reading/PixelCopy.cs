using ImageMagick;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Magick.Reading;

/// <summary>Copies pixels out of ImageMagick's cache, with a single copy where the layouts match.</summary>
internal static class PixelCopy
{
    /// <param name="image">An image in sRGB, with alpha if the target has alpha.</param>
    /// <param name="target">Pixels to write to.</param>
    /// <param name="firstRow">Row of the target for the image's first row.</param>
    /// <exception cref="MagickException">The cache cannot be read.</exception>
    public static void Copy(IMagickImage<byte> image, PixelBuffer target, int firstRow)
    {
        var rows = target.Span.Slice(firstRow * target.Stride, (int)image.Height * target.Stride);
        using var pixels = image.GetPixelsUnsafe();
        if (HasLayoutOfTarget(pixels, target.HasAlpha))
        {
            // This reads the cache itself, without a copy in between.
            pixels.GetReadOnlyArea(0, 0, image.Width, image.Height).CopyTo(rows);
            return;
        }

        // There are channels other than colour and alpha (spot colours of a TIFF): ImageMagick selects ours.
        var picked = pixels.ToByteArray(0, 0, image.Width, image.Height, target.HasAlpha ? "RGBA" : "RGB")
            ?? throw new MagickCacheErrorException("ImageMagick returned no pixels");
        picked.CopyTo(rows);
    }

    private static bool HasLayoutOfTarget(IUnsafePixelCollection<byte> pixels, bool hasAlpha) =>
        pixels.Channels == (hasAlpha ? 4u : 3u)
        && pixels.GetChannelIndex(PixelChannel.Red) == 0
        && pixels.GetChannelIndex(PixelChannel.Green) == 1
        && pixels.GetChannelIndex(PixelChannel.Blue) == 2
        && (!hasAlpha || pixels.GetChannelIndex(PixelChannel.Alpha) == 3);
}
