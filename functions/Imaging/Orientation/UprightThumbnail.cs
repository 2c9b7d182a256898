using Pipeline.Imaging.Gamuts;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Resampling;

namespace Pipeline.Imaging.Orientation;

/// <summary>Makes a small upright copy of a picture's first frame in sRGB, for analysis rather than display.</summary>
internal static class UprightThumbnail
{
    /// <summary>Makes a copy; never larger than the picture.</summary>
    /// <param name="decoded">In stored orientation.</param>
    /// <param name="orientation">1 to 8.</param>
    /// <param name="size">Longer edge in pixels.</param>
    public static PixelBuffer Create(Picture decoded, int orientation, int size)
    {
        var (width, height) = (decoded.Width, decoded.FrameHeight);
        var thumbnail = CreateBuffer(width, height, decoded.Pixels.Channels, size);
        Resampler.ResizeFrames(decoded.Pixels, height, Region.Whole(width, height), thumbnail, thumbnail.Height);
        GamutConversion.Convert(thumbnail, decoded.Colours, Gamut.Srgb);
        return TurnUpright(thumbnail, orientation);
    }

    /// <summary>A buffer for the copy of a picture of these dimensions, in stored orientation.</summary>
    public static PixelBuffer CreateBuffer(int width, int height, int channels, int size)
    {
        var scale = Math.Min(1, (double)size / Math.Max(width, height));
        return new PixelBuffer(Scaled(width, scale), Scaled(height, scale), channels);
    }

    /// <summary>Turns the copy upright. Takes ownership: disposes the given buffer if it returns another.</summary>
    public static PixelBuffer TurnUpright(PixelBuffer thumbnail, int orientation)
    {
        if (orientation == 1)
        {
            return thumbnail;
        }

        using (thumbnail)
        {
            return OrientationTransform.Apply(thumbnail, orientation);
        }
    }

    private static int Scaled(int length, double scale) => Math.Max(1, (int)Math.Round(length * scale, MidpointRounding.AwayFromZero));
}
