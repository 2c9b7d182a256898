namespace Pipeline.Benchmarks.Pictures;

/// <summary>
/// Structural similarity (Wang, Bovik, Sheikh, Simoncelli 2004) of luma: the mean over windows of 8 by 8 pixels, in steps of 4 pixels.
/// Identical pictures have 1.
/// </summary>
internal static class Ssim
{
    private const int Window = 8;
    private const int Step = 4;
    private const double C1 = 0.01 * 255 * 0.01 * 255;
    private const double C2 = 0.03 * 255 * 0.03 * 255;

    /// <param name="expected">One picture.</param>
    /// <param name="actual">Another picture of the same size.</param>
    /// <param name="shiftX">Number of pixels by which the second picture is moved to the left before the comparison.</param>
    /// <param name="shiftY">Number of pixels by which it is moved up.</param>
    /// <exception cref="ArgumentException">The pictures are smaller than a window.</exception>
    public static double Compute(Plane expected, Plane actual, int shiftX = 0, int shiftY = 0)
    {
        var (sum, count) = (0.0, 0);
        var (left, top) = (Math.Max(0, -shiftX), Math.Max(0, -shiftY));
        var (right, bottom) = (expected.Width - Math.Max(0, shiftX), expected.Height - Math.Max(0, shiftY));
        for (var y = top; y + Window <= bottom; y += Step)
        {
            for (var x = left; x + Window <= right; x += Step)
            {
                sum += ComputeWindow(expected, actual, x, y, shiftX, shiftY);
                count++;
            }
        }

        return count > 0 ? sum / count : throw new ArgumentException($"A picture of {expected.Width} x {expected.Height} pixels is smaller than a window of {Window} x {Window}.", nameof(expected));
    }

    private static double ComputeWindow(Plane a, Plane b, int left, int top, int shiftX, int shiftY)
    {
        double sumA = 0, sumB = 0, squaresA = 0, squaresB = 0, products = 0;
        for (var y = top; y < top + Window; y++)
        {
            for (var x = left; x < left + Window; x++)
            {
                var (va, vb) = (a[x, y], b[x + shiftX, y + shiftY]);
                sumA += va;
                sumB += vb;
                squaresA += va * va;
                squaresB += vb * vb;
                products += va * vb;
            }
        }

        const int n = Window * Window;
        var (meanA, meanB) = (sumA / n, sumB / n);
        var (varianceA, varianceB, covariance) = ((squaresA / n) - (meanA * meanA), (squaresB / n) - (meanB * meanB), (products / n) - (meanA * meanB));
        return ((2 * meanA * meanB) + C1) * ((2 * covariance) + C2)
            / (((meanA * meanA) + (meanB * meanB) + C1) * (varianceA + varianceB + C2));
    }
}
