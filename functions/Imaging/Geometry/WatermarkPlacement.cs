using Pipeline.Imaging.Renditions;

namespace Pipeline.Imaging.Geometry;

/// <summary>Where a watermark is on a rendition, and how large, in pixels. It is always inside.</summary>
public sealed record WatermarkPlacement(int X, int Y, int Width, int Height)
{
    /// <param name="watermark">How to place it.</param>
    /// <param name="imageWidth">Width of its picture in pixels.</param>
    /// <param name="imageHeight">Height of its picture in pixels.</param>
    /// <param name="width">Width of the finished rendition in pixels.</param>
    /// <param name="height">Height of a finished frame in pixels.</param>
    public static WatermarkPlacement Plan(Watermark watermark, int imageWidth, int imageHeight, int width, int height)
    {
        // Margins may take half of a low rendition, the watermark has the rest.
        var maxHeight = Math.Max(height - 2.0 * watermark.Margin, height / 2.0);
        var scale = Math.Min(watermark.Scale * width / imageWidth, maxHeight / imageHeight);
        var (markWidth, markHeight) = (Scaled(imageWidth, scale, width), Scaled(imageHeight, scale, height));
        var (x, y) = GeometryPlanner.AnchorOf(watermark.Position);
        return new(Place(width - markWidth, x, watermark.Margin), Place(height - markHeight, y, watermark.Margin), markWidth, markHeight);
    }

    private static int Scaled(int length, double scale, int max) => Math.Clamp((int)Math.Round(length * scale, MidpointRounding.AwayFromZero), 1, max);

    private static int Place(int spare, double anchor, int margin) => anchor switch
    {
        0 => Math.Min(margin, spare / 2),
        1 => spare - Math.Min(margin, spare / 2),
        _ => spare / 2,
    };
}
