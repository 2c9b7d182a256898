using Pipeline.Core.Renditions;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Headers;
using Pipeline.Imaging.Memory;

namespace Pipeline.Core.Validation;

/// <summary>How much memory the renditions of an upload need: of one, to admit it, and of the largest ones that the limits admit, to check a configuration.</summary>
public static class MemoryNeed
{
    /// <summary>The largest upload of each kind is assumed to have the shape of a photo.</summary>
    private const double AspectRatio = 4.0 / 3;

    private static readonly bool[] Either = [false, true];

    /// <summary>Computes a bound in bytes, whether renditions are made one by one or from a shared decode.</summary>
    /// <param name="info">The original's header.</param>
    /// <param name="layout">How it stores its pixels; null if its format has one way only.</param>
    /// <param name="fileBytes">Size of the original in bytes.</param>
    /// <param name="set">The rendition set.</param>
    /// <param name="holdsWholePicture">See <see cref="IImageCodec.HoldsWholePicture"/>.</param>
    public static long Compute(ImageInfo info, ScanLayout? layout, long fileBytes, RenditionSet set, bool holdsWholePicture)
    {
        // What is decoded row by row is never held, however large it is decoded for a rendition alone.
        var decode = holdsWholePicture ? RenditionPlanner.PlanLargestDecode(info, set) : RenditionPlanner.PlanSharedDecode(info, set);
        return MemoryEstimate.Compute(info, layout, fileBytes, decode, set.Renditions, holdsWholePicture);
    }

    /// <summary>What Validate needs, in bytes: it holds an original of the maximum size and decodes no pixels.</summary>
    public static long ForValidation(ImageLimits limits) => MemoryEstimate.BaseBytes + limits.MaxBytes;

    /// <param name="limits">Limits of uploads.</param>
    /// <param name="codecs">A <see cref="CodecSelection"/> in lower case, as in <see cref="Deployment.FunctionEnvironment.Codecs"/>.</param>
    /// <param name="sets">Rendition sets.</param>
    /// <inheritdoc cref="FindLargest(ImageLimits, CodecSelection, IEnumerable{RenditionSet})"/>
    public static (long Bytes, string Kind, long Pixels) FindLargest(ImageLimits limits, string codecs, IEnumerable<RenditionSet> sets) =>
        FindLargest(limits, Enum.Parse<CodecSelection>(codecs, ignoreCase: true), sets);

    /// <summary>Finds the kind of upload that needs the most memory if it is as large as the limits allow.</summary>
    /// <param name="limits">Limits of uploads.</param>
    /// <param name="codecs">Image libraries that decode.</param>
    /// <param name="sets">Rendition sets.</param>
    /// <returns>The bound in bytes, the kind (<c>an AVIF</c>), and its maximum number of pixels.</returns>
    public static (long Bytes, string Kind, long Pixels) FindLargest(ImageLimits limits, CodecSelection codecs, IEnumerable<RenditionSet> sets)
    {
        var kinds = FindKinds(codecs).ToArray();
        return sets.SelectMany(set => kinds.Select(kind => Measure(limits, kind, set))).MaxBy(need => need.Bytes);
    }

    private static (long Bytes, string Kind, long Pixels) Measure(ImageLimits limits, Kind kind, RenditionSet set)
    {
        var (formatLimit, name) = FormatLimits.For(kind.Info, kind.Layout);
        var pixels = limits.MaxPixels ?? formatLimit;
        var frames = kind.Info.Animated ? Math.Clamp(limits.MaxFrames, 1, (int)Math.Min(int.MaxValue, pixels)) : 1;
        var height = Math.Max(1, (int)Math.Sqrt(pixels / AspectRatio / frames));
        var info = kind.Info with { Frames = frames, Width = Math.Max(1, (int)(height * AspectRatio)), Height = height };
        // A file is rarely larger than its pixels.
        return (Compute(info, kind.Layout, Math.Min(limits.MaxBytes, info.TotalPixels * 4), set, kind.IsImageMagick), name, pixels);
    }

    /// <summary>The kinds of files that need the most memory in each format, by the library that decodes them.</summary>
    private static IEnumerable<Kind> FindKinds(CodecSelection codecs) => codecs switch
    {
        CodecSelection.Vips => FindKinds(isImageMagick: false),
        CodecSelection.Magick => [.. FindKinds(isImageMagick: true), .. FindKindsForMagickOnly()],
        // libvips leaves some kinds of TIFF to ImageMagick, too.
        _ => [.. FindKinds(isImageMagick: false), .. FindKindsForMagickOnly()],
    };

    private static IEnumerable<Kind> FindKinds(bool isImageMagick) =>
    [
        .. from isInPasses in Either select Create(ImageFormat.Jpeg, new ScanLayout(isInPasses, 3, 1), hasAlpha: false, isImageMagick),
        .. from hasAlpha in Either
           from isInPasses in Either
           select Create(ImageFormat.Png, new ScanLayout(isInPasses, hasAlpha ? 4 : 3, 1), hasAlpha, isImageMagick),
        .. from hasAlpha in Either
           from kind in new[]
           {
               Create(ImageFormat.WebP, new ScanLayout(IsInPasses: true, 4, 1), hasAlpha, isImageMagick),
               Create(ImageFormat.WebP, null, hasAlpha, isImageMagick, isAnimated: true),
               Create(ImageFormat.Gif, null, hasAlpha, isImageMagick, isAnimated: true),
               Create(ImageFormat.Avif, null, hasAlpha, isImageMagick),
               CreateTiff(hasAlpha, isImageMagick),
           }
           select kind,
    ];

    private static IEnumerable<Kind> FindKindsForMagickOnly() =>
        from hasAlpha in Either
        from kind in new[] { Create(ImageFormat.Heic, null, hasAlpha, true), Create(ImageFormat.Bmp, null, hasAlpha, true), CreateTiff(hasAlpha, true) }
        select kind;

    private static Kind CreateTiff(bool hasAlpha, bool isImageMagick) =>
        Create(ImageFormat.Tiff, new(IsInPasses: true, hasAlpha ? 4 : 3, 1), hasAlpha, isImageMagick);

    private static Kind Create(ImageFormat format, ScanLayout? layout, bool hasAlpha, bool isImageMagick, bool isAnimated = false) =>
        new(new(format, 1, 1, isAnimated ? 2 : 1, hasAlpha, Animated: isAnimated), layout, isImageMagick);

    private sealed record Kind(ImageInfo Info, ScanLayout? Layout, bool IsImageMagick);
}
