using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Imaging.Geometry;

/// <summary>Computes a rendition's size and which part of the original it shows.</summary>
public static class GeometryPlanner
{
    /// <summary>Maximum width and height of a rendition in pixels: WebP's limit.</summary>
    public const int MaxDimension = 16_383;

    /// <summary>
    /// Plans a rendition. With one dimension, or none, every fit keeps the aspect ratio. If the original is smaller than
    /// its box and must not be enlarged, <see cref="Fit.Inside"/> keeps its size, <see cref="Fit.Contain"/> keeps its size and pads
    /// to the box, and <see cref="Fit.Cover"/> and <see cref="Fit.Fill"/> shrink the box, keeping its aspect ratio, until the original
    /// covers it. (sharp cuts the box to the original instead, which loses the ratio that a page's layout relies on.)
    /// </summary>
    public static GeometryPlan Plan(ImageInfo source, Rendition rendition)
    {
        double width = source.UprightWidth, height = source.UprightHeight;
        var box = ResolveBox(width, height, rendition);
        return (rendition.Width, rendition.Height, rendition.Fit) switch
        {
            (not null, not null, Fit.Cover) => PlanCover(source, rendition, box),
            (not null, not null, Fit.Fill) => PlanWhole(source, Round(box.Width, box.Height)),
            (not null, not null, Fit.Contain) => Pad(PlanInside(source, rendition, box), rendition, Round(box.Width, box.Height)),
            _ => PlanInside(source, rendition, box),
        };
    }

    /// <summary>The box to fill, in pixels. A dimension that the rendition leaves out follows from the picture's aspect ratio.</summary>
    private static (double Width, double Height) ResolveBox(double width, double height, Rendition rendition)
    {
        (double Width, double Height) box = (rendition.Width, rendition.Height) switch
        {
            ({ } w, { } h) => (w, h),
            ({ } w, null) => (w, height * w / width),
            (null, { } h) => (width * h / height, h),
            _ => (width, height),
        };
        var isCovering = rendition is { Width: not null, Height: not null, Fit: Fit.Cover or Fit.Fill, Enlarge: false };
        var shrink = isCovering ? Math.Min(1, Math.Min(width / box.Width, height / box.Height)) : 1;
        shrink = Math.Min(shrink, MaxDimension / Math.Max(box.Width, box.Height));
        return (box.Width * shrink, box.Height * shrink);
    }

    private static GeometryPlan PlanInside(ImageInfo source, Rendition rendition, (double Width, double Height) box)
    {
        var scale = Math.Min(box.Width / source.UprightWidth, box.Height / source.UprightHeight);
        scale = rendition.Enlarge ? scale : Math.Min(1, scale);
        return PlanWhole(source, Round(source.UprightWidth * scale, source.UprightHeight * scale));
    }

    private static GeometryPlan PlanCover(ImageInfo source, Rendition rendition, (double Width, double Height) box)
    {
        double width = source.UprightWidth, height = source.UprightHeight;
        var scale = Math.Max(box.Width / width, box.Height / height);
        var target = Round(box.Width, box.Height);
        var (cropWidth, cropHeight) = (Math.Min(width, box.Width / scale), Math.Min(height, box.Height / scale));
        var (spareWidth, spareHeight) = (width - cropWidth, height - cropHeight);
        var (x, y) = AnchorOf(rendition.Gravity);
        var crop = rendition is { Gravity: Gravity.Focal, FocalPoint: { } focal }
            ? new Region(StartAround(focal.X * width, cropWidth, spareWidth), StartAround(focal.Y * height, cropHeight, spareHeight), cropWidth, cropHeight)
            : new Region(spareWidth * x, spareHeight * y, cropWidth, cropHeight);
        var isPlacedByContent = rendition.Gravity == Gravity.Attention || rendition is { Gravity: Gravity.Focal, FocalPoint: null };
        return CreatePlan(source, target, crop) with { IsPlacedByAttention = isPlacedByContent && Math.Max(spareWidth, spareHeight) > 0.5 };
    }

    /// <summary>Start of a window whose middle is as close to a position as the picture allows.</summary>
    private static double StartAround(double position, double window, double spare) => Math.Clamp(position - window / 2, 0, spare);

    private static GeometryPlan Pad(GeometryPlan plan, Rendition rendition, (int Width, int Height) canvas)
    {
        var (x, y) = AnchorOf(rendition.Gravity);
        return plan with
        {
            CanvasWidth = canvas.Width,
            CanvasHeight = canvas.Height,
            OffsetX = (int)Math.Floor((canvas.Width - plan.Width) * x),
            OffsetY = (int)Math.Floor((canvas.Height - plan.Height) * y),
        };
    }

    private static GeometryPlan PlanWhole(ImageInfo source, (int Width, int Height) target)
        => CreatePlan(source, target, Region.Whole(source.UprightWidth, source.UprightHeight));

    private static GeometryPlan CreatePlan(ImageInfo source, (int Width, int Height) target, Region crop)
    {
        var width = MinDecodeLength(source.UprightWidth, target.Width / crop.Width);
        var height = MinDecodeLength(source.UprightHeight, target.Height / crop.Height);
        var (storedWidth, storedHeight) = source.SwapsAxes ? (height, width) : (width, height);
        return new GeometryPlan(
            target.Width, target.Height, crop, target.Width, target.Height, 0, 0, storedWidth, storedHeight, IsPlacedByAttention: false);
    }

    private static int MinDecodeLength(int length, double scale) => (int)Math.Clamp(Math.Ceiling(length * scale - 1e-6), 1, length);

    private static (int Width, int Height) Round(double width, double height) => (Round(width), Round(height));

    private static int Round(double length) => (int)Math.Clamp(Math.Round(length, MidpointRounding.AwayFromZero), 1, MaxDimension);

    /// <summary>Share of the spare width to the left, and of the spare height above.</summary>
    internal static (double X, double Y) AnchorOf(Gravity gravity) => (
        gravity switch
        {
            Gravity.West or Gravity.NorthWest or Gravity.SouthWest => 0,
            Gravity.East or Gravity.NorthEast or Gravity.SouthEast => 1,
            _ => 0.5,
        },
        gravity switch
        {
            Gravity.North or Gravity.NorthWest or Gravity.NorthEast => 0,
            Gravity.South or Gravity.SouthWest or Gravity.SouthEast => 1,
            _ => 0.5,
        });
}
