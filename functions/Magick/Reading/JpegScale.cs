using Pipeline.Imaging.Codecs;

namespace Pipeline.Magick.Reading;

/// <summary>
/// How much smaller a JPEG may be decoded: ImageMagick's define <c>jpeg:size</c>. It asks for a size and rounds to the nearest
/// eighth, which may come out smaller than asked (1600 of 4032 pixels gives 1512); so the size asked for here is the one that
/// comes out, by eighths of which libjpeg-turbo has fast code: 1, 2 and 4.
/// </summary>
internal static class JpegScale
{
    // ImageMagick finds the eighth by dividing; of so small a picture rounding would decide.
    private const int MinSide = 32;

    /// <summary>Value of the define; null where nothing can be gained.</summary>
    /// <param name="width">Width of the source in pixels.</param>
    /// <param name="height">Height of the source in pixels.</param>
    /// <param name="options">Wanted size, clamped here to the source's own.</param>
    public static string? For(int width, int height, DecodeOptions options)
    {
        if (Math.Min(width, height) < MinSide)
        {
            return null;
        }

        foreach (var shrink in (ReadOnlySpan<int>)[8, 4, 2])
        {
            var (scaledWidth, scaledHeight) = (Scaled(width, shrink), Scaled(height, shrink));
            if (scaledWidth >= Math.Min(options.MinWidth, width) && scaledHeight >= Math.Min(options.MinHeight, height))
            {
                return FormattableString.Invariant($"{scaledWidth}x{scaledHeight}");
            }
        }

        return null;
    }

    // libjpeg rounds up.
    private static int Scaled(int side, int shrink) => (side + shrink - 1) / shrink;
}
