using Pipeline.Imaging.Codecs;
using Pipeline.Vips.Native;

namespace Pipeline.Vips.Reading;

/// <summary>
/// Shrinks images whose loader cannot, row by row during decoding, so that a large original is never in memory as a whole. It
/// averages boxes of n by n pixels, down to no less than twice the requested size; resampling does the rest.
/// </summary>
internal static class BoxShrink
{
    /// <summary>Images of up to this many pixels (12 MB) are not shrunk: there is little memory to save, and every pixel improves the result.</summary>
    private const long MaxUnshrunkPixels = 4_000_000;

    /// <summary>Averages boxes of pixels.</summary>
    /// <param name="image">8-bit RGB.</param>
    /// <param name="factor">Edge of the boxes in pixels.</param>
    /// <exception cref="VipsException">libvips rejects the image.</exception>
    public static VipsImage Apply(VipsImage image, int factor)
    {
        using var shrink = new VipsOperation("shrink");
        return shrink.Set("in", image).Set("hshrink", (double)factor).Set("vshrink", (double)factor).Build().GetImage();
    }

    /// <summary>
    /// Computes the edge of the boxes in pixels; 1 leaves the image as it is. Transparent images are not shrunk, because their colours
    /// are not multiplied by alpha and must not be averaged like this. Animations are not shrunk either.
    /// </summary>
    /// <param name="image">8-bit RGB or RGBA, as decoded.</param>
    /// <param name="options">Requested size.</param>
    public static int ComputeFactor(VipsImage image, DecodeOptions options) =>
        image.HasAlpha || image.PageHeight != image.Height ? 1 : ComputeFactor(image.Width, image.Height, options);

    /// <summary>Computes the edge of the boxes in pixels; 1 leaves the image as it is.</summary>
    public static int ComputeFactor(int width, int height, DecodeOptions options) => (long)width * height <= MaxUnshrunkPixels
        ? 1
        : Math.Max(1, Math.Min(width / Math.Max(1, options.MinWidth), height / Math.Max(1, options.MinHeight)) / 2);
}
