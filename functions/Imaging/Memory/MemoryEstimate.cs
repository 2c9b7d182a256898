using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Geometry;
using Pipeline.Imaging.Headers;
using Pipeline.Imaging.Rendering;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Imaging.Memory;

/// <summary>
/// Bounds the memory that a process needs to make the renditions of an image, one at a time, from the header alone. The numbers are bytes
/// per pixel, measured as the peak of fresh processes (README.md) and rounded up.
/// </summary>
public static class MemoryEstimate
{
    /// <summary>The process without an image: runtime, codec, clients, and buffers that do not grow with the image.</summary>
    public const long BaseBytes = 150_000_000;

    /// <summary>
    /// A codec that averages boxes of pixels, or skips coefficients, decodes up to this many times the requested size along each axis: the
    /// factor is a whole number, and the result is no smaller than twice the size.
    /// </summary>
    private const int MaxOversize = 4;

    /// <summary>Computes an upper bound, in bytes.</summary>
    /// <param name="info">The original's header.</param>
    /// <param name="layout">How it stores its pixels; null if it is neither JPEG nor PNG.</param>
    /// <param name="fileBytes">Size of the original in bytes. It may be in memory as a whole.</param>
    /// <param name="decode">The decode for the whole rendition set.</param>
    /// <param name="renditions">The rendition set.</param>
    /// <param name="holdsWholePicture">See <see cref="IImageCodec.HoldsWholePicture"/>.</param>
    public static long Compute(
        ImageInfo info, ScanLayout? layout, long fileBytes, DecodeOptions decode, IReadOnlyList<Rendition> renditions, bool holdsWholePicture)
    {
        var decoded = CountDecodedPixels(info, layout, decode, holdsWholePicture) * (info.HasAlpha ? 4 : 3);
        var decoder = (long)(info.TotalPixels * (holdsWholePicture ? BytesHeldWhole(info, layout) : BytesHeld(info, layout)));
        return BaseBytes + fileBytes + decoded + decoder + renditions.Max(rendition => EstimateRendition(info, rendition));
    }

    /// <summary>Bytes that a decoder holds for each pixel of the original, besides the picture that it delivers, if it delivers rows as it goes.</summary>
    private static double BytesHeld(ImageInfo info, ScanLayout? layout) => info.Format switch
    {
        // Coefficients of 16 bits.
        ImageFormat.Jpeg => layout is { IsInPasses: true } ? 2.2 * layout.SamplesPerPixel : 0.1,
        ImageFormat.Png => layout is { IsInPasses: true } ? 1.2 * layout.SamplesPerPixel * layout.BytesPerSample : 0.1,
        ImageFormat.WebP => info.Animated ? 4 : 6,
        ImageFormat.Gif => info.Animated ? 1 : 8,
        ImageFormat.Avif => 20,
        ImageFormat.Tiff => 9,
        _ => BytesHeldWhole(info, layout),
    };

    /// <summary>The same for a decoder that holds the whole picture itself, in its own layout.</summary>
    private static double BytesHeldWhole(ImageInfo info, ScanLayout? layout) => info.Format switch
    {
        ImageFormat.Jpeg => 4.2 + (layout is { IsInPasses: true } ? 2.2 * layout.SamplesPerPixel : 0),
        ImageFormat.Png => 4.2 + (layout is { IsInPasses: true } ? layout.SamplesPerPixel * layout.BytesPerSample : 0),
        // Frames as they are stored, and as they are drawn on the canvas.
        ImageFormat.Gif => 16,
        ImageFormat.WebP => info.Animated ? 16 : 9,
        ImageFormat.Avif => 23,
        ImageFormat.Heic => 11,
        ImageFormat.Tiff => 9,
        _ => 9,
    };

    /// <summary>Pixels of the picture that the codec delivers.</summary>
    private static long CountDecodedPixels(ImageInfo info, ScanLayout? layout, DecodeOptions decode, bool holdsWholePicture)
    {
        var canShrink = info.Format == ImageFormat.Jpeg || (!holdsWholePicture && (info.Format == ImageFormat.WebP || !info.HasAlpha) && !info.Animated);
        if (!canShrink)
        {
            return info.TotalPixels;
        }

        var ratio = Math.Min((double)info.Width / Math.Max(1, decode.MinWidth), (double)info.Height / Math.Max(1, decode.MinHeight));
        var scale = Math.Min(1, MaxOversize / Math.Max(1, ratio));
        return (long)(info.Width * scale * info.Height * scale) + 1;
    }

    /// <summary>The rendition's pixels, the copy that turns or flattens them, and what its encoder holds.</summary>
    private static long EstimateRendition(ImageInfo info, Rendition rendition)
    {
        var plan = GeometryPlanner.Plan(info, rendition);
        var frames = RenditionRenderer.NeedsAllFrames(info, rendition) ? info.Frames : 1;
        var format = RenditionFormats.Resolve(rendition.Format, info);
        var pixels = (long)Math.Max(plan.Width, plan.CanvasWidth) * Math.Max(plan.Height, plan.CanvasHeight) * frames;
        var channels = info.HasAlpha || plan.IsPadded ? 4 : 3;
        var copies = info.Orientation != 1 || plan.IsPadded || info.HasAlpha ? 2 : 1;
        return pixels * ((channels * copies) + EncoderBytes(format, frames > 1));
    }

    private static long EncoderBytes(ImageFormat format, bool isAnimated) => format switch
    {
        ImageFormat.WebP => isAnimated ? 4 : 10,
        ImageFormat.Avif => 24,
        ImageFormat.Jpeg => 2,
        _ => 5,
    };
}
