using Pipeline.Core.Catalogue;

namespace Pipeline.Core.Markup;

/// <summary>The renditions that show the same picture in other sizes and formats. A browser may show any of them in place of another.</summary>
internal static class RenditionFamily
{
    /// <summary>
    /// Selects the renditions in the shape of the original or, if there are none, those in the shape of the widest one. If some of them move, those that do
    /// not are left out.
    /// </summary>
    public static List<RenditionRecord> Select(ImageVersion version)
    {
        var whole = version.Renditions.Where(rendition => HaveSameShape(rendition.Width, rendition.Height, version.Width, version.Height)).ToList();
        if (whole.Count == 0)
        {
            var widest = version.Renditions.MaxBy(rendition => rendition.Width)!;
            whole = [.. version.Renditions.Where(rendition => HaveSameShape(rendition.Width, rendition.Height, widest.Width, widest.Height))];
        }

        var moving = whole.Where(rendition => rendition.Frames > 1).ToList();
        return moving.Count > 0 ? moving : whole;
    }

    /// <summary>Whether one size is another one scaled, with its sides rounded to whole pixels.</summary>
    private static bool HaveSameShape(int width, int height, int otherWidth, int otherHeight) =>
        Math.Abs(((long)width * otherHeight) - ((long)height * otherWidth)) <= Math.Max(otherWidth, otherHeight);
}
