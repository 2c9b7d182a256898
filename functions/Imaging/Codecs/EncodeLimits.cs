using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Imaging.Codecs;

/// <summary>What a format cannot hold is refused by name, before the encoder sees it.</summary>
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
                $"{format} is written with one frame, and the picture has {picture.Frames}; only WebP holds more.", nameof(picture));
        }

        var side = MaxSide(format);
        if (Math.Max(picture.Width, picture.FrameHeight) > side)
        {
            throw new ArgumentException(
                $"{format} holds at most {side} pixels a side, and the picture has {picture.Width} x {picture.FrameHeight}.", nameof(picture));
        }

        if (options.Quality is < 1 or > 100)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Quality, "Quality is 1 to 100.");
        }

        if (options.Effort is { } effort && !(effort >= 0 && effort <= RenditionFormats.MaxEffort(format)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), effort, RenditionFormats.MaxEffort(format) is { } maxEffort ? $"Effort of {format} is 0 to {maxEffort}." : $"{format} has no effort.");
        }
    }

    /// <summary>Pixels a side: JPEG_MAX_DIMENSION of jmorecfg.h, WEBP_MAX_DIMENSION of encode.h, 16384 of heifsave.</summary>
    private static int MaxSide(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => 65500,
        ImageFormat.WebP => 16383,
        ImageFormat.Avif => 16384,
        _ => int.MaxValue,
    };
}
