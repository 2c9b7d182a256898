using Pipeline.Imaging.Codecs;
using Pipeline.Vips.Native;

namespace Pipeline.Vips.Reading;

/// <summary>
/// Shrinks what formats without a shrink of their own deliver, row by row while it is decoded, so that a large original is
/// never held whole. Boxes of n by n pixels are averaged, to no less than twice what is wanted: resampling does the rest.
/// </summary>
internal static class BoxShrink
{
    /// <summary>Pixels up to which the whole is held, 12 MB: nothing to save, and every pixel counts.</summary>
    private const long MaxUnshrunkPixels = 4_000_000;

    /// <summary>Averages boxes of pixels.</summary>
    /// <param name="image">8-bit RGB.</param>
    /// <param name="factor">Edge of the boxes in pixels.</param>
    /// <exception cref="VipsException">libvips refuses.</exception>
    public static VipsImage Apply(VipsImage image, int factor)
    {
        using var shrink = new VipsOperation("shrink");
        return shrink.Set("in", image).Set("hshrink", (double)factor).Set("vshrink", (double)factor).Build().GetImage();
    }

    /// <summary>Edge of the boxes in pixels; 1: none. Transparent images stay whole: their colours cannot be averaged as they lie.</summary>
    /// <param name="image">8-bit RGB or RGBA, as decoded.</param>
    /// <param name="options">Wanted size.</param>
    public static int Factor(VipsImage image, DecodeOptions options) =>
        image.HasAlpha || image.PageHeight != image.Height ? 1 : Factor(image.Width, image.Height, options);

    /// <summary>Edge of the boxes in pixels; 1: none.</summary>
    public static int Factor(int width, int height, DecodeOptions options) => (long)width * height <= MaxUnshrunkPixels
        ? 1
        : Math.Max(1, Math.Min(width / Math.Max(1, options.MinWidth), height / Math.Max(1, options.MinHeight)) / 2);
}
