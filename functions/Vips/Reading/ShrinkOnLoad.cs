using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Vips.Native;

namespace Pipeline.Vips.Reading;

/// <summary>
/// How much smaller a loader may deliver. JPEG leaves out coefficients: 2, 4 and 8 cost ever less. WebP scales by any
/// factor between decoding and colour conversion.
/// </summary>
/// <param name="Property">The loader's property.</param>
/// <param name="Value">What to set it to.</param>
/// <param name="IntegerFactor">Pixels of the source a pixel, where that is a whole number; null where the frame becomes just as large as asked.</param>
internal sealed record ShrinkOnLoad(string Property, double Value, int? IntegerFactor = null)
{
    /// <summary>The most that still gives at least the wanted size; null if nothing can be gained.</summary>
    /// <param name="format">Format of the source.</param>
    /// <param name="width">Width of the source's frame in pixels.</param>
    /// <param name="height">Height of the source's frame in pixels.</param>
    /// <param name="options">Wanted size, clamped here to the source's own.</param>
    public static ShrinkOnLoad? For(ImageFormat format, int width, int height, DecodeOptions options)
    {
        var minWidth = Math.Clamp(options.MinWidth, 1, width);
        var minHeight = Math.Clamp(options.MinHeight, 1, height);
        return format switch
        {
            ImageFormat.Jpeg => ForJpeg(width, height, minWidth, minHeight),
            ImageFormat.WebP => ForWebP(width, height, minWidth, minHeight),
            _ => null,
        };
    }

    public void ApplyTo(VipsOperation load) => load.Set(Property, Value);

    private static ShrinkOnLoad? ForJpeg(int width, int height, int minWidth, int minHeight)
    {
        foreach (var shrink in (ReadOnlySpan<int>)[8, 4, 2])
        {
            // libjpeg rounds up; libvips then cuts the part-filled last column and row off, which is to round down.
            if (width / shrink >= minWidth && height / shrink >= minHeight)
            {
                return new ShrinkOnLoad("shrink", shrink, shrink);
            }
        }

        return null;
    }

    private static ShrinkOnLoad? ForWebP(int width, int height, int minWidth, int minHeight)
    {
        // libvips rounds to the nearest pixel, so the side that decides comes out exact and the other no less than wanted.
        var scale = Math.Max((double)minWidth / width, (double)minHeight / height);
        return scale < 1 ? new ShrinkOnLoad("scale", scale) : null;
    }
}
