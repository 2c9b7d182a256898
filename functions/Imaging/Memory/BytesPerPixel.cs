using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Headers;

namespace Pipeline.Imaging.Memory;

/// <summary>
/// What decoders and encoders hold for each pixel, in bytes, by format and image library. Measured as the peak of fresh processes and
/// rounded up: tests/Benchmarks/RESULTS.md has the measured rows (bytes per pixel), and a test compares the two.
/// </summary>
internal static class BytesPerPixel
{
    /// <summary>From this quality on, JPEG and AVIF keep the chroma whole.</summary>
    private const int MinFullChromaQuality = 90;

    /// <summary>What a decoder holds for each pixel of the original, besides the file and the picture that it delivers.</summary>
    /// <param name="info">The original's header.</param>
    /// <param name="layout">How it stores its pixels; null if its format has one way only.</param>
    /// <param name="isImageMagick">Whether ImageMagick decodes, otherwise libvips.</param>
    public static double ForDecoder(ImageInfo info, ScanLayout? layout, bool isImageMagick)
    {
        var (libVips, imageMagick) = ForDecoders(info, layout ?? new(IsInPasses: false, info.HasAlpha ? 4 : 3, 1));
        return isImageMagick ? imageMagick : libVips;
    }

    /// <summary>What an encoder holds for each pixel of a rendition, besides the pixels: its own copies, and the file that grows.</summary>
    /// <param name="format">Format of the rendition.</param>
    /// <param name="quality">Quality, 1 to 100.</param>
    /// <param name="hasAlpha">Whether the rendition may have alpha.</param>
    /// <param name="isAnimated">Whether it has several frames, which are encoded one after the other.</param>
    /// <param name="isImageMagick">Whether ImageMagick decoded, otherwise libvips.</param>
    public static double ForEncoder(ImageFormat format, int quality, bool hasAlpha, bool isAnimated, bool isImageMagick)
    {
        var (libVips, imageMagick) = ForEncoders(format, quality >= MinFullChromaQuality, hasAlpha, isAnimated);
        // What ImageMagick reads, libvips may write.
        return isImageMagick ? Math.Max(libVips, imageMagick) : libVips;
    }

    private static (double LibVips, double ImageMagick) ForDecoders(ImageInfo info, ScanLayout layout) => info.Format switch
    {
        // Coefficients of 16 bits.
        ImageFormat.Jpeg => layout.IsInPasses ? Both(2.2 * layout.SamplesPerPixel) : Both(0.4),
        ImageFormat.Png => (
            layout.IsInPasses ? 2.0 * layout.SamplesPerPixel * layout.BytesPerSample : 0.2,
            (info.HasAlpha ? 4.4 : 3.3) + (layout.IsInPasses ? 0.4 * layout.SamplesPerPixel * layout.BytesPerSample : 0)),
        ImageFormat.WebP when info.Animated => (8, 14.5),
        ImageFormat.WebP => layout.IsInPasses ? (5.2, 6.8) : (0.8, 4.5),
        // The pipeline's own decoder, whatever the library.
        ImageFormat.Gif => Both(0.8),
        // Alpha is decoded after the colours.
        ImageFormat.Avif => info.HasAlpha ? (16.5, 16) : (19.2, 17.2),
        ImageFormat.Heic => Both(10.8),
        ImageFormat.Tiff => (1.8 + StripBytes(layout), (info.HasAlpha ? 5.2 : 4.3) + StripBytes(layout)),
        _ => Both(info.HasAlpha ? 4.4 : 3.3),
    };

    private static (double LibVips, double ImageMagick) ForEncoders(ImageFormat format, bool hasFullChroma, bool hasAlpha, bool isAnimated) => format switch
    {
        ImageFormat.WebP when isAnimated => Both(5.5),
        // Alpha is compressed without loss.
        ImageFormat.WebP => hasAlpha ? (21, 26.5) : (7.5, 9.5),
        ImageFormat.Avif => (hasFullChroma, hasAlpha) switch
        {
            (false, false) => (23, 26),
            (false, true) => (34, 40),
            (true, false) => (36, 39),
            (true, true) => (46, 53),
        },
        // Coefficients of 16 bits.
        ImageFormat.Jpeg => hasFullChroma ? (14, 12) : Both(7.5),
        _ => hasAlpha ? (9, 11.5) : (8, 11),
    };

    private static double StripBytes(ScanLayout layout) => layout.IsInPasses ? 1.15 * layout.SamplesPerPixel * layout.BytesPerSample : 0;

    private static (double LibVips, double ImageMagick) Both(double bytes) => (bytes, bytes);
}
