using Pipeline.Imaging.Compositing;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Imaging.Placeholders;

/// <summary>A picture's luminance, two colour differences and alpha, one value per pixel. Transparent parts show the mean colour.</summary>
/// <param name="Luminance">0 to 1.</param>
/// <param name="YellowBlue">-1 (blue) to 1 (yellow).</param>
/// <param name="RedGreen">-1 (green) to 1 (red).</param>
/// <param name="Alpha">0 to 1.</param>
/// <param name="HasAlpha">Whether any pixel is not opaque.</param>
internal sealed record ThumbHashPlanes(double[] Luminance, double[] YellowBlue, double[] RedGreen, double[] Alpha, bool HasAlpha)
{
    public static ThumbHashPlanes FromPicture(PixelBuffer picture)
    {
        var count = picture.Width * picture.Height;
        var planes = new ThumbHashPlanes(
            new double[count], new double[count], new double[count], new double[count], !Compositor.IsOpaque(picture));
        var (meanRed, meanGreen, meanBlue) = MeanColour(picture);
        for (var i = 0; i < count; i++)
        {
            var pixel = picture.Span.Slice(i * picture.Channels, picture.Channels);
            var alpha = picture.HasAlpha ? pixel[3] / 255.0 : 1;
            var red = meanRed * (1 - alpha) + alpha / 255 * pixel[0];
            var green = meanGreen * (1 - alpha) + alpha / 255 * pixel[1];
            var blue = meanBlue * (1 - alpha) + alpha / 255 * pixel[2];
            planes.Luminance[i] = (red + green + blue) / 3;
            planes.YellowBlue[i] = (red + green) / 2 - blue;
            planes.RedGreen[i] = red - green;
            planes.Alpha[i] = alpha;
        }

        return planes;
    }

    private static (double Red, double Green, double Blue) MeanColour(PixelBuffer picture)
    {
        double red = 0, green = 0, blue = 0, sum = 0;
        var bytes = picture.Span;
        for (var i = 0; i < bytes.Length; i += picture.Channels)
        {
            var alpha = picture.HasAlpha ? bytes[i + 3] / 255.0 : 1;
            red += alpha / 255 * bytes[i];
            green += alpha / 255 * bytes[i + 1];
            blue += alpha / 255 * bytes[i + 2];
            sum += alpha;
        }

        return sum > 0 ? (red / sum, green / sum, blue / sum) : (0, 0, 0);
    }
}
