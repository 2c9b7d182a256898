using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Headers;

namespace Pipeline.Core.Validation;

/// <summary>
/// Maximum number of pixels by format, if the settings have none. A picture that is decoded row by row, or shrunk while it is loaded, may
/// be larger than one that the decoder holds as a whole.
/// </summary>
public static class FormatLimits
{
    /// <summary>Decoded row by row: room for photos of 200 megapixels, which have up to 16,384 × 12,288 pixels.</summary>
    public const long StreamedPixels = 210_000_000;

    /// <summary>Held as coefficients, 2 bytes for each sample: room for photos of 108 megapixels that an editor saved as progressive.</summary>
    public const long ProgressiveJpegPixels = 120_000_000;

    /// <summary>Held as a whole, with 4 to 14 bytes a pixel.</summary>
    public const long HeldPixels = 100_000_000;

    /// <summary>Held as a whole more than once, with 16 to 20 bytes a pixel.</summary>
    public const long AvifPixels = 75_000_000;

    /// <summary>Held as frames and as the canvas of each frame, with 11 to 18 bytes a pixel.</summary>
    public const long AnimatedWebPPixels = 80_000_000;

    /// <summary>Returns the limit for a file, in pixels summed over the frames that are decoded, and what kind of file it is for.</summary>
    /// <param name="info">What its header says.</param>
    /// <param name="layout">How it stores its pixels; null if its format has one way only.</param>
    public static (long MaxPixels, string Kind) For(ImageInfo info, ScanLayout? layout) => info.Format switch
    {
        ImageFormat.Jpeg when layout is { IsInPasses: true } => (ProgressiveJpegPixels, "a progressive JPEG"),
        ImageFormat.Jpeg => (StreamedPixels, "a JPEG"),
        ImageFormat.Png when layout is { IsInPasses: true } => (HeldPixels, "an interlaced PNG"),
        // Only opaque rows are averaged while they are read.
        ImageFormat.Png when info.HasAlpha => (HeldPixels, "a PNG with transparency"),
        ImageFormat.Png => (StreamedPixels, "a PNG"),
        ImageFormat.Avif => (AvifPixels, "an AVIF"),
        ImageFormat.WebP when info.Animated => (AnimatedWebPPixels, "an animated WebP"),
        _ when info.Animated => (HeldPixels, "an animation"),
        var format => (HeldPixels, $"a {format.DisplayName()}"),
    };
}
