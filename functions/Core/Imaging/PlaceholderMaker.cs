using Pipeline.Core.Catalogue;

namespace Pipeline.Core.Imaging;

/// <summary>Makes what a page shows while a rendition loads.</summary>
public static class PlaceholderMaker
{
    /// <summary>Longer edge in pixels to decode at least, where there is that much.</summary>
    public const int MinDecode = ThumbHash.MaxSize;

    /// <summary>Makes the placeholder of a picture's first frame.</summary>
    /// <param name="decoded">In stored orientation, possibly shrunk on load; stays the caller's.</param>
    /// <param name="orientation">1 to 8.</param>
    public static Placeholder Make(Picture decoded, int orientation = 1)
    {
        using var small = UprightCopy.Make(decoded, orientation, ThumbHash.MaxSize);
        return Of(small);
    }

    /// <summary>Makes the placeholder of an upright copy no larger than <see cref="ThumbHash.MaxSize"/>.</summary>
    internal static Placeholder Of(PixelBuffer small)
        => new(Convert.ToBase64String(ThumbHash.Of(small)), DominantColour.Of(small).ToString());
}
