using Pipeline.Core.Renditions;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Geometry;
using Pipeline.Imaging.Headers;
using Pipeline.Imaging.Memory;
using Pipeline.Imaging.Rendering;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Core.Grouping;

/// <summary>
/// Estimates how long decoding, resampling, encoding, reading and writing take in Lambda, from the header alone. The numbers are medians of the
/// benchmarks (tests/Benchmarks/RESULTS.md: 1, 2, 7 and 8), for photographs.
/// </summary>
public static class WorkEstimate
{
    /// <summary>A processor of Lambda needs up to this much longer than the benchmarks' server.</summary>
    private const double Slowness = 1.5;

    private const double ReadBytesPerMillisecond = 40_000;

    /// <summary>A request to S3.</summary>
    private const double RequestMilliseconds = 50;

    /// <summary>Per megapixel of the decoded picture, which is read once for each rendition.</summary>
    private const double ResampleMilliseconds = 1;

    /// <summary>Milliseconds per megapixel by effort, from 0.</summary>
    private static readonly double[] WebPEfforts = [30, 40, 45, 70, 100, 140, 200];

    private static readonly double[] AvifEfforts = [70, 200, 330, 450, 2_400, 4_000, 7_000, 11_000, 17_000, 25_000];

    /// <summary>Reading the original and decoding it once.</summary>
    public static TimeSpan OfDecode(GroupSource source) => TimeSpan.FromMilliseconds(
        RequestMilliseconds + (source.Bytes / ReadBytesPerMillisecond)
        + (Megapixels(source.Info.TotalPixels) * DecodeMilliseconds(source.Info, source.Layout) * Slowness));

    /// <summary>Making a file from the decoded picture, and writing it.</summary>
    /// <param name="source">The original.</param>
    /// <param name="decode">The decode for the group.</param>
    /// <param name="plan">The file.</param>
    public static TimeSpan OfRendition(GroupSource source, DecodeOptions decode, RenditionPlan plan)
    {
        var (info, rendition) = (source.Info, plan.Rendition);
        var geometry = GeometryPlanner.Plan(info, rendition);
        var frames = RenditionRenderer.NeedsAllFrames(info, rendition) ? info.Frames : 1;
        var written = (long)Math.Max(geometry.Width, geometry.CanvasWidth) * Math.Max(geometry.Height, geometry.CanvasHeight) * frames;
        var decoded = DecodedSize.CountPixels(info, decode, source.HoldsWholePicture);
        return TimeSpan.FromMilliseconds(
            RequestMilliseconds
            + (((Megapixels(decoded) * ResampleMilliseconds) + (Megapixels(written) * EncodeMilliseconds(plan.Format, rendition.Effort, info.HasAlpha))) * Slowness));
    }

    private static double DecodeMilliseconds(ImageInfo info, ScanLayout? layout) => info.Format switch
    {
        ImageFormat.Jpeg => layout is { IsInPasses: true } ? 14 : 5,
        ImageFormat.Png => 25,
        ImageFormat.WebP => 22,
        ImageFormat.Gif => 14,
        ImageFormat.Avif => 130,
        ImageFormat.Heic => 35,
        _ => 20,
    };

    private static double EncodeMilliseconds(ImageFormat format, int? effort, bool hasAlpha) => format switch
    {
        ImageFormat.Jpeg => 12,
        ImageFormat.WebP => OfEffort(WebPEfforts, format, effort) * (hasAlpha ? 1.5 : 1),
        ImageFormat.Avif => OfEffort(AvifEfforts, format, effort) * (hasAlpha ? 1.5 : 1),
        _ => hasAlpha ? 110 : 80,
    };

    private static double OfEffort(double[] efforts, ImageFormat format, int? effort) =>
        efforts[Math.Clamp(effort ?? RenditionFormats.DefaultEffort(format)!.Value, 0, efforts.Length - 1)];

    private static double Megapixels(long pixels) => pixels / 1e6;
}
