using Pipeline.Imaging.Formats;

namespace Pipeline.Vips.Formats;

/// <summary>Which of libvips' loaders and savers serve which format. No others are ever used, nor left unblocked.</summary>
internal static class CodecFormats
{
    /// <summary>Loaders by format. heifload reads AVIF only: this build of libvips has no HEVC decoder.</summary>
    public static IReadOnlyDictionary<ImageFormat, string> Loaders { get; } = new Dictionary<ImageFormat, string>
    {
        [ImageFormat.Jpeg] = "jpegload_buffer",
        [ImageFormat.Png] = "pngload_buffer",
        [ImageFormat.WebP] = "webpload_buffer",
        [ImageFormat.Gif] = "gifload_buffer",
        [ImageFormat.Avif] = "heifload_buffer",
        [ImageFormat.Tiff] = "tiffload_buffer",
    };

    /// <summary>
    /// Loaders that read piece by piece. The other formats have them too, but these map or copy the whole file before they read it.
    /// </summary>
    public static IReadOnlyDictionary<ImageFormat, string> StreamLoaders { get; } = new Dictionary<ImageFormat, string>
    {
        [ImageFormat.Jpeg] = "jpegload_source",
        [ImageFormat.Png] = "pngload_source",
    };

    /// <summary>Savers by format.</summary>
    public static IReadOnlyDictionary<ImageFormat, string> Savers { get; } = new Dictionary<ImageFormat, string>
    {
        [ImageFormat.Jpeg] = "jpegsave_buffer",
        [ImageFormat.Png] = "pngsave_buffer",
        [ImageFormat.WebP] = "webpsave_buffer",
        [ImageFormat.Avif] = "heifsave_buffer",
    };

    /// <summary>libvips' class names of these loaders and savers, which is what it unblocks by.</summary>
    public static IReadOnlyList<string> OperationClasses { get; } =
    [
        "VipsForeignLoadJpegBuffer",
        "VipsForeignLoadJpegSource",
        "VipsForeignLoadPngBuffer",
        "VipsForeignLoadPngSource",
        "VipsForeignLoadWebpBuffer",
        "VipsForeignLoadNsgifBuffer",
        "VipsForeignLoadHeifBuffer",
        "VipsForeignLoadTiffBuffer",
        "VipsForeignSaveJpegBuffer",
        "VipsForeignSavePngBuffer",
        "VipsForeignSaveWebpBuffer",
        "VipsForeignSaveHeifBuffer",
    ];

    /// <summary>Whether more than one frame of this format is an animation.</summary>
    public static bool CanBeAnimated(ImageFormat format) => format is ImageFormat.Gif or ImageFormat.WebP;
}
