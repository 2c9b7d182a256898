using Pipeline.Imaging.Orientation;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Imaging.Placeholders;

/// <summary>Makes what a page shows while a rendition loads.</summary>
public static class PlaceholderGenerator
{
    /// <summary>Minimum length of the longer edge to decode, in pixels, if the original has that many.</summary>
    public const int MinDecodeSize = ThumbHash.MaxSize;

    /// <summary>Makes the placeholder of a picture's first frame.</summary>
    /// <param name="decoded">In stored orientation, possibly shrunk on load; the caller disposes it.</param>
    /// <param name="orientation">1 to 8.</param>
    public static Placeholder Generate(Picture decoded, int orientation = 1)
    {
        using var thumbnail = UprightThumbnail.Create(decoded, orientation, ThumbHash.MaxSize);
        return FromThumbnail(thumbnail);
    }

    /// <summary>Makes the placeholder of an upright copy no larger than <see cref="ThumbHash.MaxSize"/>.</summary>
    internal static Placeholder FromThumbnail(PixelBuffer thumbnail)
        => new(Convert.ToBase64String(ThumbHash.Compute(thumbnail)), DominantColour.Compute(thumbnail).ToString());
}
