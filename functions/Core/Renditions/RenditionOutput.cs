using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Geometry;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Rendering;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Core.Renditions;

/// <summary>
/// Everything about a rendition that its file depends on, for one original. Two renditions with equal outputs have the same file: two
/// widths that an original reaches neither of, or a quality that is also the format's default.
/// </summary>
/// <param name="Geometry">Size and crop.</param>
/// <param name="Format">Format to write.</param>
/// <param name="Settings">The rendition without its name and without what geometry and format say, with defaults filled in.</param>
internal sealed record RenditionOutput(GeometryPlan Geometry, ImageFormat Format, Rendition Settings)
{
    /// <summary>What the rendition's file depends on.</summary>
    public static RenditionOutput Of(ImageInfo source, Rendition rendition)
    {
        var geometry = GeometryPlanner.Plan(source, rendition);
        var format = RenditionFormats.Resolve(rendition.Format, source);
        // A change of the rendition and not a new one: every property that is not named here counts as it is.
        var settings = rendition with
        {
            Name = "",
            Width = null,
            Height = null,
            Fit = Fit.Inside,
            Gravity = Gravity.Centre,
            Format = RenditionFormat.Same,
            Quality = format == ImageFormat.Png ? null : rendition.Quality ?? RenditionFormats.DefaultQuality(format),
            Effort = rendition.Effort ?? RenditionFormats.DefaultEffort(format),
            Background = RenditionRenderer.FindBackground(source, rendition, geometry, format)?.ToString(),
            Enlarge = false,
            // The geometry has the crop around it.
            FocalPoint = null,
            Animation = RenditionRenderer.NeedsAllFrames(source, rendition) ? AnimationMode.Keep : AnimationMode.First,
        };
        return new(geometry with { Crop = Round(geometry.Crop) }, format, settings);
    }

    /// <summary>To a millionth of a pixel, because the same crop computed from boxes of other sizes differs in its last bits.</summary>
    private static Region Round(Region crop) =>
        new(Round(crop.X), Round(crop.Y), Round(crop.Width), Round(crop.Height));

    private static double Round(double length) => Math.Round(length, 6);
}
