using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Geometry;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Placeholders;
using Pipeline.Imaging.Rendering;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Core.Renditions;

/// <summary>Decides, from the header alone, what to make from an original and how large to decode it for that.</summary>
public static class RenditionPlanner
{
    /// <summary>Minimum ratio of half a JPEG's size to the wanted size at which it is decoded at half size. Below it, the loss is measurable.</summary>
    private const double MinHalfSizeRatio = 1.5;

    /// <summary>Maximum number of pixels of an original to decode whole instead, 72 MB: a larger one is not worth the memory.</summary>
    private const long MaxFullDecodePixels = 24_000_000;

    /// <summary>
    /// One plan per file, in the set's order. Renditions that come out the same share the file of the first of them. The plan with the
    /// smallest decode also makes the placeholder.
    /// </summary>
    /// <param name="source">The original.</param>
    /// <param name="set">The rendition set to make.</param>
    /// <param name="prefix">Key prefix of the renditions, ending with a slash.</param>
    public static IReadOnlyList<RenditionPlan> Plan(ImageInfo source, RenditionSet set, string prefix)
    {
        var smallest = set.Renditions.MinBy(rendition => PixelCount(MinDecode(source, rendition)));
        var files = set.Renditions.Select((rendition, position) => (rendition, position))
            .GroupBy(entry => RenditionOutput.Of(source, entry.rendition)).ToArray();
        return
        [
            .. files.Select(file =>
            {
                var rendition = file.First().rendition;
                var aliases = file.Skip(1).Select(other => new RenditionAlias(other.rendition.Name, other.position)).ToArray();
                var format = file.Key.Format;
                var key = $"{prefix}{rendition.Name}.{RenditionFormats.Extension(format)}";
                var copyright = set.KeepCopyright ? source.Copyright : null;
                return new RenditionPlan(
                    rendition, key, format, rendition == smallest, copyright, Alone: files.Length == 1, aliases.Length > 0 ? aliases : null);
            }),
        ];
    }

    /// <summary>
    /// What to decode for <paramref name="rendition"/> alone: no less than it needs, and the whole JPEG if half would leave
    /// little more than that. sharp does the same.
    /// </summary>
    public static DecodeOptions PlanDecode(ImageInfo source, Rendition rendition)
    {
        var minDecode = MinDecode(source, rendition);
        var halfSizeRatio = Math.Min(source.Width / 2.0 / minDecode.MinWidth, source.Height / 2.0 / minDecode.MinHeight);
        return source.Format == ImageFormat.Jpeg && halfSizeRatio is >= 1 and < MinHalfSizeRatio && source.TotalPixels <= MaxFullDecodePixels
            ? minDecode with { MinWidth = source.Width, MinHeight = source.Height }
            : minDecode;
    }

    /// <summary>No smaller than any decode for a rendition of the set, alone or shared.</summary>
    public static DecodeOptions PlanLargestDecode(ImageInfo source, RenditionSet set)
    {
        var shared = PlanSharedDecode(source, set);
        var decodes = set.Renditions.Select(rendition => PlanDecode(source, rendition)).ToArray();
        return shared with
        {
            MinWidth = Math.Max(shared.MinWidth, decodes.Max(decode => decode.MinWidth)),
            MinHeight = Math.Max(shared.MinHeight, decodes.Max(decode => decode.MinHeight)),
        };
    }

    private static DecodeOptions MinDecode(ImageInfo source, Rendition rendition)
    {
        var plan = GeometryPlanner.Plan(source, rendition);
        var longest = Math.Max(source.Width, source.Height);
        // Any rendition, however small, may have to make the placeholder.
        var placeholderScale = Math.Min(1.0, (double)PlaceholderGenerator.MinDecodeSize / longest);
        return new(
            Math.Max(plan.MinDecodeWidth, (int)(source.Width * placeholderScale)),
            Math.Max(plan.MinDecodeHeight, (int)(source.Height * placeholderScale)),
            RenditionRenderer.NeedsAllFrames(source, rendition));
    }

    /// <summary>
    /// One decode for all renditions of the set, no larger than the largest needs. The other renditions get much more to read than
    /// they would alone, so the set as a whole looks better than renditions decoded one by one.
    /// </summary>
    public static DecodeOptions PlanSharedDecode(ImageInfo source, RenditionSet set) => PlanSharedDecode(source, set.Renditions, set.Colours);

    /// <summary>One decode for some renditions of a set.</summary>
    /// <param name="source">The original.</param>
    /// <param name="renditions">The renditions; at least one.</param>
    /// <param name="colours">The set's colours.</param>
    public static DecodeOptions PlanSharedDecode(ImageInfo source, IEnumerable<Rendition> renditions, Gamut colours)
    {
        var decodes = renditions.Select(rendition => MinDecode(source, rendition)).ToArray();
        return new(
            decodes.Max(decode => decode.MinWidth),
            decodes.Max(decode => decode.MinHeight),
            decodes.Any(decode => decode.AllFrames),
            Colours: colours);
    }

    private static long PixelCount(DecodeOptions decode) => (long)decode.MinWidth * decode.MinHeight;
}
