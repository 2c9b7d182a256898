using Pipeline.Imaging.Formats;

namespace Pipeline.Vips.Formats;

/// <summary>The libvips loader and saver of each format. All others stay blocked.</summary>
internal static class CodecFormats
{
    /// <summary>Loaders by format. heifload reads AVIF only: this build of libvips has no HEVC decoder.</summary>
    public static IReadOnlyDictionary<ImageFormat, string> Loaders { get; } = new Dictionary<ImageFormat, string>
    {
        [ImageFormat.Jpeg] = "jpegload_buffer",
        [ImageFormat.Png] = "pngload_buffer",
        [ImageFormat.WebP] = "webpload_buffer",
        [ImageFormat.Avif] = "heifload_buffer",
        [ImageFormat.Tiff] = "tiffload_buffer",
    };

    /// <summary>
    /// Loaders that read a file in pieces. libvips has them for the other formats too, but those map or copy the whole file first.
    /// </summary>
    public static IReadOnlyDictionary<ImageFormat, string> StreamLoaders { get; } = new Dictionary<ImageFormat, string>
    {
        [ImageFormat.Jpeg] = "jpegload_source",
        [ImageFormat.Png] = "pngload_source",
    };

    /// <summary>Formats that the codec reads: those of the loaders, and GIF, which <c>functions/Imaging/Gif</c> reads for every codec.</summary>
    public static IReadOnlySet<ImageFormat> ReadableFormats { get; } = new HashSet<ImageFormat>(Loaders.Keys) { ImageFormat.Gif };

    /// <summary>Savers by format.</summary>
    public static IReadOnlyDictionary<ImageFormat, string> Savers { get; } = new Dictionary<ImageFormat, string>
    {
        [ImageFormat.Jpeg] = "jpegsave_buffer",
        [ImageFormat.Png] = "pngsave_buffer",
        [ImageFormat.WebP] = "webpsave_buffer",
        [ImageFormat.Avif] = "heifsave_buffer",
    };

    /// <summary>Class names of these loaders and savers. libvips blocks and unblocks operations by class name.</summary>
    public static IReadOnlyList<string> OperationClasses { get; } =
    [
        "VipsForeignLoadJpegBuffer",
        "VipsForeignLoadJpegSource",
        "VipsForeignLoadPngBuffer",
        "VipsForeignLoadPngSource",
        "VipsForeignLoadWebpBuffer",
        "VipsForeignLoadHeifBuffer",
        "VipsForeignLoadTiffBuffer",
        "VipsForeignSaveJpegBuffer",
        "VipsForeignSavePngBuffer",
        "VipsForeignSaveWebpBuffer",
        "VipsForeignSaveHeifBuffer",
    ];

    /// <summary>Whether libvips reads several frames of this format as an animation.</summary>
    public static bool CanBeAnimated(ImageFormat format) => format == ImageFormat.WebP;
}
