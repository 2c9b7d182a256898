using Pipeline.Core.Imaging;

namespace Pipeline.Core.Renditions;

/// <summary>What follows from a rendition's format.</summary>
public static class RenditionFormats
{
    /// <summary>Quality where a rendition names none: jpeg 80, webp 79, avif 63, at which the three look alike.</summary>
    public static int DefaultQuality(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => 80,
        ImageFormat.WebP => 79,
        ImageFormat.Avif => 63,
        _ => 100,
    };

    /// <summary>
    /// The format written for an original of <paramref name="source"/>. <see cref="RenditionFormat.Same"/> of a format
    /// that is not written (GIF, HEIC, TIFF, BMP) becomes WebP for an animation, PNG for alpha, otherwise JPEG.
    /// </summary>
    public static ImageFormat Resolve(RenditionFormat format, ImageInfo source) => (format, source.Format) switch
    {
        (RenditionFormat.Jpeg, _) => ImageFormat.Jpeg,
        (RenditionFormat.Png, _) => ImageFormat.Png,
        (RenditionFormat.WebP, _) => ImageFormat.WebP,
        (RenditionFormat.Avif, _) => ImageFormat.Avif,
        (_, ImageFormat.Jpeg or ImageFormat.Png or ImageFormat.WebP or ImageFormat.Avif) => source.Format,
        _ => source.Animated ? ImageFormat.WebP : source.HasAlpha ? ImageFormat.Png : ImageFormat.Jpeg,
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
