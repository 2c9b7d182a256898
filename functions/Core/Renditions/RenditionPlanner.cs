using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Geometry;
using Pipeline.Imaging.Placeholders;
using Pipeline.Imaging.Rendering;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Core.Renditions;

/// <summary>Lays down, from the header alone, what is made of an original and how large it must be decoded for that.</summary>
public static class RenditionPlanner
{
    /// <summary>How many times what is wanted must be left of a JPEG that is decoded at half its size, or the loss can be measured.</summary>
    private const double MinHalfSizeRatio = 1.5;

    /// <summary>Pixels of an original up to which the whole is decoded instead, 72 MB: more would cost more memory than it is worth.</summary>
    private const long MaxFullDecodePixels = 24_000_000;

    /// <summary>One plan a rendition, in the set's order. The one with the smallest decode makes the placeholder, too.</summary>
    /// <param name="source">The original.</param>
    /// <param name="set">What to make.</param>
    /// <param name="prefix">Key prefix of the renditions, ending with a slash.</param>
    public static IReadOnlyList<RenditionPlan> Plan(ImageInfo source, RenditionSet set, string prefix)
    {
        var smallest = set.Renditions.MinBy(rendition => PixelCount(MinDecode(source, rendition)));
        return
        [
            .. set.Renditions.Select(rendition =>
            {
                var format = RenditionFormats.Resolve(rendition.Format, source);
                var key = $"{prefix}{rendition.Name}.{RenditionFormats.Extension(format)}";
                var copyright = set.KeepCopyright ? source.Copyright : null;
                return new RenditionPlan(rendition, key, format, rendition == smallest, copyright, Alone: set.Renditions.Count == 1);
            }),
        ];
    }

    /// <summary>
    /// What to decode for <paramref name="rendition"/> alone: no less than it needs, and of a JPEG the whole where half would leave
    /// little more than that, as sharp does, too.
    /// </summary>
    public static DecodeOptions PlanDecode(ImageInfo source, Rendition rendition)
    {
        var minDecode = MinDecode(source, rendition);
        var halfSizeRatio = Math.Min(source.Width / 2.0 / minDecode.MinWidth, source.Height / 2.0 / minDecode.MinHeight);
        return source.Format == ImageFormat.Jpeg && halfSizeRatio is >= 1 and < MinHalfSizeRatio && source.TotalPixels <= MaxFullDecodePixels
            ? minDecode with { MinWidth = source.Width, MinHeight = source.Height }
            : minDecode;
    }

    private static DecodeOptions MinDecode(ImageInfo source, Rendition rendition)
    {
        var plan = GeometryPlanner.Plan(source, rendition);
        var longest = Math.Max(source.Width, source.Height);
        // A placeholder may be made along with any rendition, however small.
        var placeholderScale = Math.Min(1.0, (double)PlaceholderGenerator.MinDecodeSize / longest);
        return new(
            Math.Max(plan.MinDecodeWidth, (int)(source.Width * placeholderScale)),
            Math.Max(plan.MinDecodeHeight, (int)(source.Height * placeholderScale)),
            RenditionRenderer.NeedsAllFrames(source, rendition));
    }

    /// <summary>
    /// The one decode that serves every rendition of the set. No more than the largest needs: the others have so much more to read
    /// than they would alone that the set looks better than one by one.
    /// </summary>
    public static DecodeOptions PlanSharedDecode(ImageInfo source, RenditionSet set)
    {
        var decodes = set.Renditions.Select(rendition => MinDecode(source, rendition)).ToArray();
        return new(
            decodes.Max(decode => decode.MinWidth),
            decodes.Max(decode => decode.MinHeight),
            decodes.Any(decode => decode.AllFrames));
    }

    private static long PixelCount(DecodeOptions decode) => (long)decode.MinWidth * decode.MinHeight;
}
