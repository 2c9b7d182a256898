using ImageMagick;
using Pipeline.Imaging.Formats;

namespace Pipeline.Magick.Formats;

/// <summary>Which of ImageMagick's coders serve which format; <c>Library/policy.xml</c> allows these and no others.</summary>
internal static class CodecFormats
{
    /// <summary>Readers by format: the one that is forced, whatever a file's name or content says.</summary>
    public static IReadOnlyDictionary<ImageFormat, MagickFormat> Readers { get; } = new Dictionary<ImageFormat, MagickFormat>
    {
        [ImageFormat.Jpeg] = MagickFormat.Jpeg,
        [ImageFormat.Png] = MagickFormat.Png,
        [ImageFormat.WebP] = MagickFormat.WebP,
        [ImageFormat.Gif] = MagickFormat.Gif,
        [ImageFormat.Avif] = MagickFormat.Avif,
        [ImageFormat.Heic] = MagickFormat.Heic,
        [ImageFormat.Tiff] = MagickFormat.Tiff,
        [ImageFormat.Bmp] = MagickFormat.Bmp,
    };

    /// <summary>Formats of renditions.</summary>
    public static IReadOnlySet<ImageFormat> WritableFormats { get; } =
        new HashSet<ImageFormat> { ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.WebP, ImageFormat.Avif };

    /// <summary>Formats that this codec reads and the one on libvips does not: its build has no HEVC decoder and no BMP.</summary>
    public static IReadOnlySet<ImageFormat> MagickOnlyFormats { get; } = new HashSet<ImageFormat> { ImageFormat.Heic, ImageFormat.Bmp };

    /// <summary>Whether a file of this format may hold frames or pages, which are to be counted.</summary>
    public static bool CanHoldMultipleFrames(ImageFormat format) => CanBeAnimated(format) || format == ImageFormat.Tiff;

    /// <summary>Whether more than one frame of this format is an animation.</summary>
    public static bool CanBeAnimated(ImageFormat format) => format is ImageFormat.Gif or ImageFormat.WebP;

    /// <summary>The writer. PNG24 and PNG32 hold what they are given; plain PNG would first look for a palette or grey in every pixel.</summary>
    public static MagickFormat WriterOf(ImageFormat format, bool hasAlpha) => format switch
    {
        ImageFormat.Jpeg => MagickFormat.Jpeg,
        ImageFormat.Png => hasAlpha ? MagickFormat.Png32 : MagickFormat.Png24,
        ImageFormat.WebP => MagickFormat.WebP,
        ImageFormat.Avif => MagickFormat.Avif,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };
}
