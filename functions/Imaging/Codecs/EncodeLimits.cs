using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Imaging.Codecs;

/// <summary>Refuses what a format cannot hold before the encoder sees it. The message names the limit.</summary>
public static class EncodeLimits
{
    /// <exception cref="ArgumentException">The format cannot hold the picture, or quality or effort is out of range.</exception>
    public static void Check(Picture picture, EncodeOptions options)
    {
        var format = options.Format;
        if (picture.Pixels.HasAlpha && format == ImageFormat.Jpeg)
        {
            throw new ArgumentException("JPEG has no alpha: flatten the picture onto a background first.", nameof(picture));
        }

        if (picture.Frames > 1 && format != ImageFormat.WebP)
        {
            throw new ArgumentException(
                $"{format} holds one frame, but the picture has {picture.Frames}; only WebP holds more.", nameof(picture));
        }

        var side = MaxSide(format);
        if (Math.Max(picture.Width, picture.FrameHeight) > side)
        {
            throw new ArgumentException(
                $"{format} holds at most {side} pixels a side, but the picture has {picture.Width} x {picture.FrameHeight}.", nameof(picture));
        }

        if (options.Quality is < 1 or > 100)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Quality, "Quality must be 1 to 100.");
        }

        if (options.Effort is { } effort && !(effort >= 0 && effort <= RenditionFormats.MaxEffort(format)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), effort, RenditionFormats.MaxEffort(format) is { } maxEffort ? $"Effort for {format} must be 0 to {maxEffort}." : $"{format} has no effort setting.");
        }
    }

    /// <summary>Maximum width and height in pixels. Sources: JPEG_MAX_DIMENSION in jmorecfg.h, WEBP_MAX_DIMENSION in encode.h, 16384 in heifsave.</summary>
    private static int MaxSide(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => 65500,
        ImageFormat.WebP => 16383,
        ImageFormat.Avif => 16384,
        _ => int.MaxValue,
    };
}
