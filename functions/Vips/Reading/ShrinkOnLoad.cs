using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Vips.Native;

namespace Pipeline.Vips.Reading;

/// <summary>
/// How much a loader shrinks the image. JPEG skips coefficients: decoding by 2, 4 and 8 is faster each time. WebP scales by
/// any factor between decoding and colour conversion.
/// </summary>
/// <param name="Property">The loader's property.</param>
/// <param name="Value">What to set it to.</param>
/// <param name="IntegerFactor">Source pixels per decoded pixel along either axis, if that is a whole number; null if the loader scales by any factor.</param>
internal sealed record ShrinkOnLoad(string Property, double Value, int? IntegerFactor = null)
{
    /// <summary>Chooses the strongest shrink that still gives at least the requested size; null if there is none.</summary>
    /// <param name="format">Format of the source.</param>
    /// <param name="width">Width of the source's frame in pixels.</param>
    /// <param name="height">Height of the source's frame in pixels.</param>
    /// <param name="options">Requested size, clamped here to the source's size.</param>
    public static ShrinkOnLoad? Choose(ImageFormat format, int width, int height, DecodeOptions options)
    {
        var minWidth = Math.Clamp(options.MinWidth, 1, width);
        var minHeight = Math.Clamp(options.MinHeight, 1, height);
        return format switch
        {
            ImageFormat.Jpeg => ChooseForJpeg(width, height, minWidth, minHeight),
            ImageFormat.WebP => ChooseForWebP(width, height, minWidth, minHeight),
            _ => null,
        };
    }

    public void ApplyTo(VipsOperation load) => load.Set(Property, Value);

    private static ShrinkOnLoad? ChooseForJpeg(int width, int height, int minWidth, int minHeight)
    {
        foreach (var shrink in (ReadOnlySpan<int>)[8, 4, 2])
        {
            // libjpeg rounds up. libvips then cuts off the partly filled last column and row, so the result is rounded down.
            if (width / shrink >= minWidth && height / shrink >= minHeight)
            {
                return new ShrinkOnLoad("shrink", shrink, shrink);
            }
        }

        return null;
    }

    private static ShrinkOnLoad? ChooseForWebP(int width, int height, int minWidth, int minHeight)
    {
        // libvips rounds to the nearest pixel, so the limiting side is exact and the other is no smaller than requested.
        var scale = Math.Max((double)minWidth / width, (double)minHeight / height);
        return scale < 1 ? new ShrinkOnLoad("scale", scale) : null;
    }
}
