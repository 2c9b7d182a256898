using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;

namespace Pipeline.Imaging.Memory;

/// <summary>How large a codec decodes an original: the same rules by which the codecs shrink.</summary>
public static class DecodedSize
{
    /// <summary>libvips leaves smaller pictures as they are, because there is little memory to save.</summary>
    private const long MaxUnshrunkPixels = 4_000_000;

    /// <summary>Counts the pixels of the picture that the codec delivers, over all frames.</summary>
    /// <param name="info">The original's header.</param>
    /// <param name="decode">What is asked for.</param>
    /// <param name="isImageMagick">Whether ImageMagick decodes, otherwise libvips.</param>
    public static long CountPixels(ImageInfo info, DecodeOptions decode, bool isImageMagick)
    {
        var (width, height) = (Math.Clamp(decode.MinWidth, 1, info.Width), Math.Clamp(decode.MinHeight, 1, info.Height));
        return info.Format switch
        {
            ImageFormat.Jpeg => CountJpegPixels(info, width, height, isImageMagick),
            _ when isImageMagick || info.Animated => info.TotalPixels,
            // Scaled while it is loaded.
            ImageFormat.WebP => CountScaled(info, Math.Max((double)width / info.Width, (double)height / info.Height)),
            ImageFormat.Gif => info.TotalPixels,
            _ when info.HasAlpha => info.TotalPixels,
            _ => AverageBoxes(info.Width, info.Height, width, height),
        };
    }

    private static long CountJpegPixels(ImageInfo info, int width, int height, bool isImageMagick)
    {
        // ImageMagick decides by sizes rounded up, libvips by sizes rounded down.
        int Shrink(int side, int factor) => (side + (isImageMagick ? factor - 1 : 0)) / factor;
        var shrink = Array.Find([8, 4, 2, 1], factor => Shrink(info.Width, factor) >= width && Shrink(info.Height, factor) >= height);
        var (decodedWidth, decodedHeight) = (Shrink(info.Width, shrink), Shrink(info.Height, shrink));
        return isImageMagick ? (long)decodedWidth * decodedHeight : AverageBoxes(decodedWidth, decodedHeight, width, height);
    }

    private static long CountScaled(ImageInfo info, double scale) =>
        (long)Math.Ceiling(info.Width * Math.Min(1, scale)) * (long)Math.Ceiling(info.Height * Math.Min(1, scale));

    /// <summary>libvips averages boxes of pixels, down to no less than twice the size.</summary>
    private static long AverageBoxes(int width, int height, int minWidth, int minHeight)
    {
        var pixels = (long)width * height;
        var factor = pixels <= MaxUnshrunkPixels ? 1 : Math.Max(1, Math.Min(width / minWidth, height / minHeight) / 2);
        return (long)((width + factor - 1) / factor) * ((height + factor - 1) / factor);
    }
}
