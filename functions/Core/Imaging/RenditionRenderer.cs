using Pipeline.Core.Renditions;

namespace Pipeline.Core.Imaging;

/// <summary>Makes a rendition's pixels of an original's: crop, resample, turn upright, lay on the background.</summary>
public static class RenditionRenderer
{
    /// <summary>Whether a rendition needs all frames decoded; otherwise the first will do.</summary>
    public static bool NeedsAllFrames(ImageInfo source, Rendition rendition)
        => source is { Animated: true, Frames: > 1 }
            && rendition.Animation == AnimationMode.Keep
            && HoldsAnimations(RenditionFormats.Resolve(rendition.Format, source));

    /// <summary>Makes a rendition's pixels.</summary>
    /// <param name="decoded">The original as decoded, possibly shrunk on load, in stored orientation; stays the caller's.</param>
    /// <param name="source">The original's header.</param>
    /// <param name="rendition">What to make.</param>
    /// <param name="output">
    /// Format that will be written. JPEG is laid on the rendition's background (white without one); others keep alpha, but
    /// where <see cref="Fit.Contain"/> has a background of its own.
    /// </param>
    /// <returns>The upright picture, RGB where it is opaque; the caller's. Animated only where the format holds animations.</returns>
    public static Picture Render(Picture decoded, ImageInfo source, Rendition rendition, ImageFormat output)
    {
        var plan = Geometry.Plan(source, rendition);
        if (plan.FindsAttention)
        {
            plan = plan with { Crop = Attention.Place(decoded, source, plan.Crop) };
        }

        var animated = source.Animated && decoded.Frames > 1 && rendition.Animation == AnimationMode.Keep && HoldsAnimations(output);
        var frames = animated ? decoded.Frames : 1;
        var pixels = Finish(Upright(Resample(decoded, source, plan, frames), source.Orientation, frames), plan, rendition, output, frames);
        return animated ? new Picture(pixels, frames, decoded.DelaysMilliseconds, decoded.Loop) : new Picture(pixels);
    }

    private static bool HoldsAnimations(ImageFormat format) => format == ImageFormat.WebP;

    private static PixelBuffer Resample(Picture decoded, ImageInfo source, GeometryPlan plan, int frames)
    {
        var (width, height, region, averaged) = PlanStored(source, plan, decoded.Width, decoded.FrameHeight, decoded.Shrink);
        var target = new PixelBuffer(width, height * frames, decoded.Pixels.Channels);
        Resampler.ResizeFrames(decoded.Pixels, decoded.FrameHeight, region, target, height, decoded.IsResampled ? 1 : averaged);
        return target;
    }

    /// <summary>What becomes of a decoded frame in stored orientation: only the small result is turned.</summary>
    /// <param name="source">The original's header.</param>
    /// <param name="plan">The rendition's.</param>
    /// <param name="decodedWidth">Width of the decoded frame in pixels.</param>
    /// <param name="decodedHeight">Height of the decoded frame in pixels.</param>
    /// <param name="shrink">See <see cref="Picture.Shrink"/>.</param>
    /// <returns>Width and height to resample to, what of the decoded frame, and pixels of the original that each of its pixels averages.</returns>
    internal static (int Width, int Height, Region Region, double Averaged) PlanStored(
        ImageInfo source, GeometryPlan plan, int decodedWidth, int decodedHeight, int? shrink)
    {
        var (width, height) = source.SwapsAxes ? (plan.Height, plan.Width) : (plan.Width, plan.Height);
        var averaged = PixelsPer(shrink, source.Width, decodedWidth);
        var region = Orientation.ToStored(plan.Crop, source.Width, source.Height, source.Orientation)
            .Scale(1 / averaged, 1 / PixelsPer(shrink, source.Height, decodedHeight));
        return (width, height, region, averaged);
    }

    /// <summary>Pixels of the original from one decoded pixel to the next.</summary>
    internal static double PixelsPer(int? shrink, int source, int decoded) => shrink ?? (double)source / decoded;

    private static PixelBuffer Upright(PixelBuffer stored, int orientation, int frames)
    {
        if (orientation == 1)
        {
            return stored;
        }

        using (stored)
        {
            return Orientation.Apply(stored, orientation, frames);
        }
    }

    private static PixelBuffer Finish(PixelBuffer picture, GeometryPlan plan, Rendition rendition, ImageFormat output, int frames)
    {
        var opaque = Compositing.IsOpaque(picture);
        if (!plan.IsPadded && !picture.HasAlpha)
        {
            return picture;
        }

        var background = Background(rendition, output);
        var laysOn = output == ImageFormat.Jpeg || plan.IsPadded || (rendition is { Fit: Fit.Contain, Background: not null });
        if (!opaque && !laysOn)
        {
            return picture;
        }

        using (picture)
        {
            // On an unpadded opaque picture the background shows nowhere: this drops alpha.
            background = opaque && !plan.IsPadded ? Colour.White : background;
            return Compositing.Lay(picture, frames, plan.CanvasWidth, plan.CanvasHeight, plan.OffsetX, plan.OffsetY, background);
        }
    }

    private static Colour Background(Rendition rendition, ImageFormat output)
    {
        var own = rendition.Background is null ? Colour.Transparent : Colour.Parse(rendition.Background);
        return output == ImageFormat.Jpeg ? own.Over(Colour.White) : own;
    }
}
