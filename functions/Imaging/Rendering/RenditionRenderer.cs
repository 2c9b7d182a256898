using Pipeline.Imaging.Attention;
using Pipeline.Imaging.Compositing;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Gamuts;
using Pipeline.Imaging.Geometry;
using Pipeline.Imaging.Orientation;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Renditions;
using Pipeline.Imaging.Resampling;

namespace Pipeline.Imaging.Rendering;

/// <summary>Makes a rendition's pixels from an original's in a list of stages. Each stage returns early when it has nothing to do.</summary>
public static class RenditionRenderer
{
    private static readonly Action<RenderContext>[] Stages = [PlaceCrop, Resample, TurnUpright, DropOpaqueAlpha, Flatten, Pad, DrawWatermark];

    /// <summary>Whether a rendition needs all frames decoded; otherwise the first is enough.</summary>
    public static bool NeedsAllFrames(ImageInfo source, Rendition rendition)
        => source.Frames > 1 && KeepsAnimation(source, rendition, RenditionFormats.Resolve(rendition.Format, source));

    /// <summary>Makes a rendition's pixels.</summary>
    /// <param name="decoded">The original as decoded, possibly shrunk on load, in stored orientation; the caller disposes it.</param>
    /// <param name="source">The original's header.</param>
    /// <param name="rendition">What to make.</param>
    /// <param name="outputFormat">
    /// Format to write. JPEG is flattened onto the rendition's background, or onto white if it has none; others keep alpha,
    /// unless <see cref="Fit.Contain"/> has a background.
    /// </param>
    /// <param name="watermark">Picture of the rendition's watermark, sRGB; null if it has none.</param>
    /// <returns>The upright picture, RGB if it is opaque; the caller disposes it. Animated only if the format supports animations.</returns>
    /// <exception cref="ArgumentException">The rendition has a watermark, but there is no picture of it.</exception>
    public static Picture Render(
        Picture decoded, ImageInfo source, Rendition rendition, ImageFormat outputFormat, PixelBuffer? watermark = null)
    {
        using var context = new RenderContext(decoded, source, rendition, outputFormat, watermark);
        foreach (var stage in Stages)
        {
            stage(context);
        }

        return context.TakePicture();
    }

    /// <summary>The colour of padding, and behind transparent parts. Null if nothing of it can show.</summary>
    /// <param name="source">The original's header.</param>
    /// <param name="rendition">What to make.</param>
    /// <param name="plan">Its geometry.</param>
    /// <param name="outputFormat">Format to write.</param>
    public static Colour? FindBackground(ImageInfo source, Rendition rendition, GeometryPlan plan, ImageFormat outputFormat) =>
        plan.IsPadded || (source.HasAlpha && !KeepsAlpha(rendition, outputFormat)) ? ResolveBackground(rendition, outputFormat) : null;

    /// <summary>Whether a rendition in this format keeps the original's animation.</summary>
    internal static bool KeepsAnimation(ImageInfo source, Rendition rendition, ImageFormat format)
        => source.Animated && rendition.Animation == AnimationMode.Keep && format == ImageFormat.WebP;

    /// <summary>Moves the crop to the part that draws the eye.</summary>
    private static void PlaceCrop(RenderContext context)
    {
        if (!context.Plan.IsPlacedByAttention)
        {
            return;
        }

        context.Plan = context.Plan with { Crop = AttentionCrop.Place(context.Decoded, context.Source, context.Plan.Crop) };
    }

    /// <summary>Crops and scales in one pass. Never skipped: if nothing is to be scaled, it copies.</summary>
    private static void Resample(RenderContext context)
    {
        var decoded = context.Decoded;
        var plan = StoredPlan.FromUpright(context.Source, context.Plan, decoded.Width, decoded.FrameHeight, decoded.Shrink);
        context.Pixels = new(plan.Width, plan.Height * context.Frames, decoded.Pixels.Channels);
        Resampler.ResizeFrames(
            decoded.Pixels, decoded.FrameHeight, plan.Region, context.Pixels, plan.Height, decoded.IsResampled ? 1 : plan.ShrinkFactor);
    }

    /// <summary>Applies the EXIF orientation to the small result.</summary>
    private static void TurnUpright(RenderContext context)
    {
        if (context.Source.Orientation == 1)
        {
            return;
        }

        context.Pixels = OrientationTransform.Apply(context.Pixels, context.Source.Orientation, context.Frames);
    }

    /// <summary>Turns opaque RGBA into RGB. Skipped if the picture is padded, because padding copies the pixels to a canvas anyway.</summary>
    private static void DropOpaqueAlpha(RenderContext context)
    {
        if (context.Plan.IsPadded || !context.Pixels.HasAlpha || !Compositor.IsOpaque(context.Pixels))
        {
            return;
        }

        context.Pixels = Compositor.DropAlpha(context.Pixels);
    }

    /// <summary>Flattens transparent parts onto the background, if the format or the rendition needs one. Padding does this itself.</summary>
    private static void Flatten(RenderContext context)
    {
        if (context.Plan.IsPadded || !context.Pixels.HasAlpha || KeepsAlpha(context.Rendition, context.Output))
        {
            return;
        }

        context.Pixels = Compositor.Flatten(context.Pixels, ResolveBackground(context));
    }

    /// <summary>Puts the picture on the canvas of <see cref="Fit.Contain"/>.</summary>
    private static void Pad(RenderContext context)
    {
        if (!context.Plan.IsPadded)
        {
            return;
        }

        context.Pixels = Compositor.Pad(context.Pixels, context.Frames, context.Plan, ResolveBackground(context));
    }

    private static bool KeepsAlpha(Rendition rendition, ImageFormat output) =>
        output != ImageFormat.Jpeg && rendition is not { Fit: Fit.Contain, Background: not null };

    /// <summary>Draws the watermark on every frame.</summary>
    private static void DrawWatermark(RenderContext context)
    {
        var pixels = context.Pixels;
        using var overlay = WatermarkOverlay.Create(
            context.Rendition, context.Watermark, pixels.Width, pixels.Height / context.Frames, context.Decoded.Colours);
        overlay?.Draw(pixels, 0, pixels.Height);
    }

    /// <summary>The background in the picture's colours.</summary>
    private static Colour ResolveBackground(RenderContext context) =>
        GamutConversion.Convert(ResolveBackground(context.Rendition, context.Output), Gamut.Srgb, context.Decoded.Colours);

    private static Colour ResolveBackground(Rendition rendition, ImageFormat output)
    {
        var colour = rendition.Background is { } background ? Colour.Parse(background) : Colour.Transparent;
        return output == ImageFormat.Jpeg ? colour.Over(Colour.White) : colour;
    }
}
