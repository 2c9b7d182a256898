using Pipeline.Core.Contracts;
using Pipeline.Core.Imaging;

namespace Pipeline.Core.Renditions;

/// <summary>Lays down, from the header alone, what is made of an original and how large it must be decoded for that.</summary>
public static class RenditionPlanner
{
    /// <summary>How many times what is wanted must be left of a JPEG that is decoded at half its size, or the loss can be measured.</summary>
    private const double LeastLeftOfHalf = 1.5;

    /// <summary>Pixels of an original up to which the whole is decoded instead, 72 MB: more would cost more memory than it is worth.</summary>
    private const long MostWhole = 24_000_000;

    /// <summary>One plan a rendition, in the set's order. The one with the smallest decode makes the placeholder, too.</summary>
    /// <param name="source">The original.</param>
    /// <param name="set">What to make.</param>
    /// <param name="prefix">Key prefix of the renditions, ending with a slash.</param>
    public static IReadOnlyList<RenditionPlan> Plan(ImageInfo source, RenditionSet set, string prefix)
    {
        var smallest = set.Renditions.MinBy(rendition => Pixels(Least(source, rendition)));
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
    public static DecodeOptions Decode(ImageInfo source, Rendition rendition)
    {
        var least = Least(source, rendition);
        var left = Math.Min(source.Width / 2.0 / least.MinWidth, source.Height / 2.0 / least.MinHeight);
        return source.Format == ImageFormat.Jpeg && left is >= 1 and < LeastLeftOfHalf && source.TotalPixels <= MostWhole
            ? least with { MinWidth = source.Width, MinHeight = source.Height }
            : least;
    }

    private static DecodeOptions Least(ImageInfo source, Rendition rendition)
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

    /// <summary>
    /// The one decode that serves every rendition of the set. No more than the largest needs: the others have so much more to read
    /// than they would alone that the set looks better than one by one.
    /// </summary>
    public static DecodeOptions SharedDecode(ImageInfo source, RenditionSet set)
    {
        var decodes = set.Renditions.Select(rendition => Least(source, rendition)).ToArray();
        return new(
            decodes.Max(decode => decode.MinWidth),
            decodes.Max(decode => decode.MinHeight),
            decodes.Any(decode => decode.AllFrames));
    }

    private static long Pixels(DecodeOptions decode) => (long)decode.MinWidth * decode.MinHeight;
}
