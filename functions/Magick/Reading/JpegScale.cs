using Pipeline.Imaging.Codecs;

namespace Pipeline.Magick.Reading;

/// <summary>
/// Chooses how much a JPEG is shrunk on load, for ImageMagick's define <c>jpeg:size</c>. ImageMagick rounds the requested size to
/// the nearest eighth, and the result may be smaller than requested (1600 of 4032 pixels gives 1512). So the size requested here is
/// exactly the one that results from 1, 2 or 4 eighths, for which libjpeg-turbo has fast code.
/// </summary>
internal static class JpegScale
{
    // ImageMagick computes the eighths by division; for a smaller picture, rounding would change the result.
    private const int MinSide = 32;

    /// <summary>Returns the value of the define; null if the picture must be decoded at full size.</summary>
    /// <param name="width">Width of the source in pixels.</param>
    /// <param name="height">Height of the source in pixels.</param>
    /// <param name="options">Requested size, clamped here to the source's size.</param>
    public static string? Choose(int width, int height, DecodeOptions options)
    {
        if (Math.Min(width, height) < MinSide)
        {
            return null;
        }

        foreach (var shrink in (ReadOnlySpan<int>)[8, 4, 2])
        {
            var (scaledWidth, scaledHeight) = (Scale(width, shrink), Scale(height, shrink));
            if (scaledWidth >= Math.Min(options.MinWidth, width) && scaledHeight >= Math.Min(options.MinHeight, height))
            {
                return FormattableString.Invariant($"{scaledWidth}x{scaledHeight}");
            }
        }

        return null;
    }

    // libjpeg rounds up.
    private static int Scale(int side, int shrink) => (side + shrink - 1) / shrink;
}
