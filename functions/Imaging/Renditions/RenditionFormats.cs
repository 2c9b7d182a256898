using Pipeline.Imaging.Formats;

namespace Pipeline.Imaging.Renditions;

/// <summary>Properties of a rendition's format.</summary>
public static class RenditionFormats
{
    /// <summary>
    /// Quality if a rendition sets none: jpeg 80, webp 82, avif 66. At these values the three look alike, webp and avif
    /// at their default effort (functions/Vips/README.md has the numbers).
    /// </summary>
    public static int DefaultQuality(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => 80,
        ImageFormat.WebP => 82,
        ImageFormat.Avif => 66,
        _ => 100,
    };

    /// <summary>Effort if a rendition sets none: webp 2, avif 2; null for formats without an effort setting.</summary>
    public static int? DefaultEffort(ImageFormat format) => format switch
    {
        ImageFormat.WebP => 2,
        ImageFormat.Avif => 2,
        _ => null,
    };

    /// <summary>Maximum effort of a format: webp 6, avif 9; null for formats without an effort setting. The minimum is 0.</summary>
    public static int? MaxEffort(ImageFormat format) => format switch
    {
        ImageFormat.WebP => 6,
        ImageFormat.Avif => 9,
        _ => null,
    };

    /// <summary>
    /// The format to write for an original. <see cref="RenditionFormat.Same"/> becomes WebP for an animation, whatever its format. If the
    /// original's format is not written (GIF, HEIC, TIFF, BMP), it becomes PNG for alpha, otherwise JPEG.
    /// </summary>
    public static ImageFormat Resolve(RenditionFormat format, ImageInfo source) => (format, source.Format) switch
    {
        (RenditionFormat.Jpeg, _) => ImageFormat.Jpeg,
        (RenditionFormat.Png, _) => ImageFormat.Png,
        (RenditionFormat.WebP, _) => ImageFormat.WebP,
        (RenditionFormat.Avif, _) => ImageFormat.Avif,
        _ when source.Animated => ImageFormat.WebP,
        (_, ImageFormat.Jpeg or ImageFormat.Png or ImageFormat.WebP or ImageFormat.Avif) => source.Format,
        _ => source.HasAlpha ? ImageFormat.Png : ImageFormat.Jpeg,
    };

    public static string ContentType(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => "image/jpeg",
        ImageFormat.Png => "image/png",
        ImageFormat.WebP => "image/webp",
        ImageFormat.Gif => "image/gif",
        ImageFormat.Avif => "image/avif",
        ImageFormat.Heic => "image/heic",
        ImageFormat.Tiff => "image/tiff",
        ImageFormat.Bmp => "image/bmp",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };

    /// <summary>File name extension, without the dot.</summary>
    public static string Extension(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => "jpg",
        ImageFormat.Png => "png",
        ImageFormat.WebP => "webp",
        ImageFormat.Gif => "gif",
        ImageFormat.Avif => "avif",
        ImageFormat.Heic => "heic",
        ImageFormat.Tiff => "tiff",
        ImageFormat.Bmp => "bmp",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };
}
