using Pipeline.Core.Contracts;
using Pipeline.Core.Imaging;

namespace Pipeline.Core.Renditions;

/// <summary>Lays down, from the header alone, what is made of an original and how large it must be decoded for that.</summary>
public static class RenditionPlanner
{
    /// <summary>One plan a rendition, in the set's order. The one with the smallest decode makes the placeholder, too.</summary>
    /// <param name="source">The original.</param>
    /// <param name="set">What to make.</param>
    /// <param name="prefix">Key prefix of the renditions, ending with a slash.</param>
    public static IReadOnlyList<RenditionPlan> Plan(ImageInfo source, RenditionSet set, string prefix)
    {
        var smallest = set.Renditions.MinBy(rendition => Pixels(Decode(source, rendition)));
        return
        [
            .. set.Renditions.Select(rendition =>
            {
                var format = RenditionFormats.Resolve(rendition.Format, source);
                var key = $"{prefix}{rendition.Name}.{RenditionFormats.Extension(format)}";
                return new RenditionPlan(rendition, key, format, rendition == smallest, set.KeepCopyright ? source.Copyright : null);
            }),
        ];
    }

    /// <summary>The least decode that <paramref name="rendition"/> needs.</summary>
    public static DecodeOptions Decode(ImageInfo source, Rendition rendition)
    {
        var plan = Geometry.Plan(source, rendition);
        var longest = Math.Max(source.Width, source.Height);
        // A placeholder may be made along with any rendition, however small.
        var forPlaceholder = Math.Min(1.0, (double)PlaceholderMaker.MinDecode / longest);
        return new(
            Math.Max(plan.MinDecodeWidth, (int)(source.Width * forPlaceholder)),
            Math.Max(plan.MinDecodeHeight, (int)(source.Height * forPlaceholder)),
            RenditionRenderer.NeedsAllFrames(source, rendition));
    }

    /// <summary>The one decode that serves every rendition of the set.</summary>
    public static DecodeOptions SharedDecode(ImageInfo source, RenditionSet set)
    {
        var decodes = set.Renditions.Select(rendition => Decode(source, rendition)).ToArray();
        return new(
            decodes.Max(decode => decode.MinWidth),
            decodes.Max(decode => decode.MinHeight),
            decodes.Any(decode => decode.AllFrames));
    }

    private static long Pixels(DecodeOptions decode) => (long)decode.MinWidth * decode.MinHeight;
}
