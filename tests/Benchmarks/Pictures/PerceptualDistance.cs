using Pipeline.Imaging.Pictures;

namespace Pipeline.Benchmarks.Pictures;

/// <summary>How different two pictures of the same size look.</summary>
/// <param name="Mean">Mean difference of blocks of pixels in CIELAB (ΔE*ab, CIE 1976). A difference of about 2 is visible on close inspection.</param>
/// <param name="Worst">Difference of the block that differs most.</param>
internal sealed record PerceptualDistance(double Mean, double Worst)
{
    /// <summary>Edge of a block in pixels. Finer detail is not visible at arm's length, and codecs differ in it.</summary>
    private const int Block = 4;

    /// <summary>Compares two pictures. Transparent pixels are compared on mid-grey.</summary>
    public static PerceptualDistance Compute(PixelBuffer expected, PixelBuffer actual)
    {
        var (count, sum, worst) = (0, 0.0, 0.0);
        for (var y = 0; y < expected.Height; y += Block)
        {
            for (var x = 0; x < expected.Width; x += Block)
            {
                var (l1, a1, b1) = Lab(expected, x, y);
                var (l2, a2, b2) = Lab(actual, x, y);
                var distance = Math.Sqrt((l1 - l2) * (l1 - l2) + (a1 - a2) * (a1 - a2) + (b1 - b2) * (b1 - b2));
                sum += distance;
                worst = Math.Max(worst, distance);
                count++;
            }
        }

        return new PerceptualDistance(sum / count, worst);
    }

    // Converts the mean light of a block from sRGB (IEC 61966-2-1) to CIELAB under D65.
    private static (double L, double A, double B) Lab(PixelBuffer picture, int left, int top)
    {
        Span<double> linear = [0, 0, 0];
        var (right, bottom) = (Math.Min(left + Block, picture.Width), Math.Min(top + Block, picture.Height));
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                var pixel = picture.Row(y).Slice(x * picture.Channels, picture.Channels);
                var alpha = picture.HasAlpha ? pixel[3] / 255.0 : 1;
                for (var c = 0; c < 3; c++)
                {
                    var level = (pixel[c] * alpha + 128 * (1 - alpha)) / 255;
                    linear[c] += (level <= 0.04045 ? level / 12.92 : Math.Pow((level + 0.055) / 1.055, 2.4)) / ((right - left) * (bottom - top));
                }
            }
        }

        var (r, g, b) = (linear[0], linear[1], linear[2]);
        var fx = Root((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
        var fy = Root(0.2126 * r + 0.7152 * g + 0.0722 * b);
        var fz = Root((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
        return (116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz));
    }

    private static double Root(double value) => value > 0.008856 ? Math.Cbrt(value) : 7.787 * value + 16.0 / 116;
}
