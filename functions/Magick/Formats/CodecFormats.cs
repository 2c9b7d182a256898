using ImageMagick;
using Pipeline.Imaging.Formats;

namespace Pipeline.Magick.Formats;

/// <summary>The ImageMagick coders of each format. <c>Library/policy.xml</c> allows these and no others.</summary>
internal static class CodecFormats
{
    /// <summary>Readers by format. The codec forces this reader, whatever the file's name or content suggests.</summary>
    public static IReadOnlyDictionary<ImageFormat, MagickFormat> Readers { get; } = new Dictionary<ImageFormat, MagickFormat>
    {
        [ImageFormat.Jpeg] = MagickFormat.Jpeg,
        [ImageFormat.Png] = MagickFormat.Png,
        [ImageFormat.WebP] = MagickFormat.WebP,
        [ImageFormat.Avif] = MagickFormat.Avif,
        [ImageFormat.Heic] = MagickFormat.Heic,
        [ImageFormat.Tiff] = MagickFormat.Tiff,
        [ImageFormat.Bmp] = MagickFormat.Bmp,
    };

    /// <summary>Formats that the codec reads: those of the readers, and GIF, which <c>functions/Imaging/Gif</c> reads for every codec.</summary>
    public static IReadOnlySet<ImageFormat> ReadableFormats { get; } = new HashSet<ImageFormat>(Readers.Keys) { ImageFormat.Gif };

    /// <summary>Formats of renditions.</summary>
    public static IReadOnlySet<ImageFormat> WritableFormats { get; } =
        new HashSet<ImageFormat> { ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.WebP, ImageFormat.Avif };

    /// <summary>Whether a file of this format may have several frames or pages, which must be counted.</summary>
    public static bool CanHoldMultipleFrames(ImageFormat format) => CanBeAnimated(format) || format == ImageFormat.Tiff;

    /// <summary>Whether ImageMagick reads several frames of this format as an animation.</summary>
    public static bool CanBeAnimated(ImageFormat format) => format == ImageFormat.WebP;

    /// <summary>Returns the writer. PNG24 and PNG32 keep RGB and RGBA; plain PNG would first examine every pixel for a palette or grey.</summary>
    public static MagickFormat GetWriter(ImageFormat format, bool hasAlpha) => format switch
    {
        ImageFormat.Jpeg => MagickFormat.Jpeg,
        ImageFormat.Png => hasAlpha ? MagickFormat.Png32 : MagickFormat.Png24,
        ImageFormat.WebP => MagickFormat.WebP,
        ImageFormat.Avif => MagickFormat.Avif,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };
}
