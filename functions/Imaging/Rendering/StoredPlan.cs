using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Geometry;
using Pipeline.Imaging.Orientation;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Imaging.Rendering;

/// <summary>A rendition's plan for a decoded frame, in stored orientation. Only the small result is turned upright.</summary>
/// <param name="Width">Width in pixels to resample to.</param>
/// <param name="Height">Height in pixels to resample to.</param>
/// <param name="Region">The part of the decoded frame to resample, in its pixels.</param>
/// <param name="ShrinkFactor">Pixels of the original that each decoded pixel is the average of, along either axis.</param>
public sealed record StoredPlan(int Width, int Height, Region Region, double ShrinkFactor)
{
    /// <summary>Converts an upright plan to one for a decoded frame.</summary>
    /// <param name="source">The original's header.</param>
    /// <param name="plan">The rendition's plan, upright.</param>
    /// <param name="decodedWidth">Width of the decoded frame in pixels.</param>
    /// <param name="decodedHeight">Height of the decoded frame in pixels.</param>
    /// <param name="shrink">See <see cref="Picture.Shrink"/>.</param>
    public static StoredPlan FromUpright(ImageInfo source, GeometryPlan plan, int decodedWidth, int decodedHeight, int? shrink)
    {
        var (width, height) = source.SwapsAxes ? (plan.Height, plan.Width) : (plan.Width, plan.Height);
        var shrinkFactor = ComputeShrinkFactor(shrink, source.Width, decodedWidth);
        var region = OrientationTransform.ToStored(plan.Crop, source.Width, source.Height, source.Orientation)
            .Scale(1 / shrinkFactor, 1 / ComputeShrinkFactor(shrink, source.Height, decodedHeight));
        return new(width, height, region, shrinkFactor);
    }

    /// <summary>Distance between two decoded pixels, in pixels of the original.</summary>
    public static double ComputeShrinkFactor(int? shrink, int source, int decoded) => shrink ?? (double)source / decoded;
}
