using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Geometry;
using Pipeline.Imaging.Headers;
using Pipeline.Imaging.Rendering;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Imaging.Memory;

/// <summary>
/// Bounds the memory that a process needs to make the renditions of an image, one at a time, from the header alone: that of the codec, of
/// the pipeline's own buffers and of the runtime together. <see cref="BytesPerPixel"/> has the measured numbers.
/// </summary>
public static class MemoryEstimate
{
    /// <summary>The process between two images: runtime, codecs, clients, idle buffers, and freed memory that the allocators keep.</summary>
    public const long BaseBytes = 200_000_000;

    /// <summary>libvips reads larger JPEGs, and every PNG, piece by piece from their file.</summary>
    private const long MaxBufferedJpegBytes = 64_000_000;

    /// <summary>Computes an upper bound, in bytes.</summary>
    /// <param name="info">The original's header.</param>
    /// <param name="layout">How it stores its pixels; null if its format has one way only.</param>
    /// <param name="fileBytes">Size of the original in bytes.</param>
    /// <param name="decode">The largest decode for a rendition, or for all of them together.</param>
    /// <param name="renditions">The rendition set.</param>
    /// <param name="holdsWholePicture">See <see cref="IImageCodec.HoldsWholePicture"/>.</param>
    public static long Compute(
        ImageInfo info, ScanLayout? layout, long fileBytes, DecodeOptions decode, IReadOnlyList<Rendition> renditions, bool holdsWholePicture)
    {
        var held = (long)(CountHeldPixels(info) * BytesPerPixel.ForDecoder(info, layout, holdsWholePicture));
        var delivered = DecodedSize.CountPixels(info, decode, holdsWholePicture) * (info.HasAlpha ? 4 : 3);
        if (holdsWholePicture && info.Format == ImageFormat.Jpeg)
        {
            // ImageMagick's own picture is as small as the one that it delivers.
            held += delivered;
        }

        return BaseBytes + HeldFileBytes(info, fileBytes, holdsWholePicture) + delivered
            + renditions.Max(rendition => EstimateRendition(info, rendition, held, holdsWholePicture));
    }

    /// <summary>Frames of an animated PNG are decoded one by one; all other decoders hold what they hold for all frames.</summary>
    private static long CountHeldPixels(ImageInfo info) =>
        info.Format == ImageFormat.Png ? (long)info.Width * info.Height : info.TotalPixels;

    private static long HeldFileBytes(ImageInfo info, long fileBytes, bool holdsWholePicture) => info.Format switch
    {
        ImageFormat.Jpeg when !holdsWholePicture => Math.Min(fileBytes, MaxBufferedJpegBytes),
        ImageFormat.Png when !holdsWholePicture => Math.Min(fileBytes, ImageSource.MaxBufferedBytes),
        _ => fileBytes,
    };

    /// <summary>The rendition's pixels, the copy that turns or flattens them, what its encoder holds, and what the decoder holds at the same time.</summary>
    private static long EstimateRendition(ImageInfo info, Rendition rendition, long held, bool holdsWholePicture)
    {
        var plan = GeometryPlanner.Plan(info, rendition);
        var frames = RenditionRenderer.NeedsAllFrames(info, rendition) ? info.Frames : 1;
        var format = RenditionFormats.Resolve(rendition.Format, info);
        var pixels = (long)Math.Max(plan.Width, plan.CanvasWidth) * Math.Max(plan.Height, plan.CanvasHeight) * frames;
        var hasAlpha = info.HasAlpha || plan.IsPadded;
        var channels = hasAlpha ? 4 : 3;
        var copies = info.Orientation != 1 || hasAlpha ? 2 : 1;
        var encoder = BytesPerPixel.ForEncoder(
            format, rendition.Quality ?? RenditionFormats.DefaultQuality(format), hasAlpha, frames > 1, holdsWholePicture);
        return !holdsWholePicture && StreamingRenderer.CanRender(info, rendition)
            // Rows are encoded while others are decoded.
            ? held + (long)(pixels * ((channels * copies) + encoder))
            : Math.Max(held, (long)(pixels * Math.Max(channels * copies, channels + encoder)));
    }
}
