using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Geometry;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Rendering;
using Pipeline.Imaging.Renditions;
using Pipeline.Imaging.Resampling;

namespace Pipeline.Core.Resizing;

/// <summary>
/// The original at the size of its largest rendition, resampled once. Renditions of exactly that size are copies of it, and those
/// of at most half that size are made from it: they have less to read than from the whole decode, and look the same.
/// </summary>
public static class CommonSize
{
    /// <summary>How many times smaller a rendition must be so that resampling twice is invisible.</summary>
    private const int MinRatio = 2;

    /// <summary>Whether to make a rendition from the common size.</summary>
    /// <param name="decoded">The whole decode.</param>
    /// <param name="source">The original's header.</param>
    /// <param name="rendition">What to make.</param>
    /// <param name="shared">Minimum decode for the whole rendition set, which is the common size.</param>
    public static bool IsUsefulFor(Picture decoded, ImageInfo source, Rendition rendition, DecodeOptions shared)
    {
        var (width, height) = SizeOf(source, shared);
        if (decoded.Width == width && decoded.FrameHeight == height)
        {
            return false;
        }

        var plan = GeometryPlanner.Plan(source, rendition);
        var isWhole = plan.Crop == Region.Whole(source.UprightWidth, source.UprightHeight);
        var target = source.SwapsAxes ? (plan.Height, plan.Width) : (plan.Width, plan.Height);
        return (isWhole && target == (width, height))
            || (plan.MinDecodeWidth * MinRatio <= width && plan.MinDecodeHeight * MinRatio <= height);
    }

    /// <summary>Resamples all frames of the decode to the common size, in stored orientation; the caller disposes the picture.</summary>
    public static Picture Resample(Picture decoded, ImageInfo source, DecodeOptions shared)
    {
        var (width, height) = SizeOf(source, shared);
        var whole = Region.Whole(source.Width, source.Height)
            .Scale(1 / ShrinkFactor(source.Width, decoded.Width), 1 / ShrinkFactor(source.Height, decoded.FrameHeight));
        var pixels = new PixelBuffer(width, height * decoded.Frames, decoded.Pixels.Channels);
        try
        {
            Resampler.ResizeFrames(decoded.Pixels, decoded.FrameHeight, whole, pixels, height, ShrinkFactor(source.Width, decoded.Width));
            return new(pixels, decoded.Frames, decoded.DelaysMilliseconds, decoded.LoopCount) {
                IsResampled = true, IsDamaged = decoded.IsDamaged, Colours = decoded.Colours,
            };
        }
        catch
        {
            pixels.Dispose();
            throw;
        }

        double ShrinkFactor(int from, int to) => StoredPlan.ComputeShrinkFactor(decoded.Shrink, from, to);
    }

    private static (int Width, int Height) SizeOf(ImageInfo source, DecodeOptions shared) =>
        (Math.Clamp(shared.MinWidth, 1, source.Width), Math.Clamp(shared.MinHeight, 1, source.Height));
}
