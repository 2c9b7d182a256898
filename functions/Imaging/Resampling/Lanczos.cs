namespace Pipeline.Imaging.Resampling;

/// <summary>
/// The Lanczos 3 kernel, sinc(x) · sinc(x / 3). Source: C. E. Duchon, "Lanczos Filtering in One and Two Dimensions",
/// J. Appl. Meteorol. 18 (1979); K. Turkowski, "Filters for Common Resampling Tasks", Graphics Gems I (1990).
/// </summary>
internal static class Lanczos
{
    /// <summary>The kernel is 0 at this distance and beyond, in pixels of the coarser of the two grids.</summary>
    public const double Support = 3;

    /// <summary>Computes the kernel's values at equal distances; the value at 0 is 1.</summary>
    /// <param name="first">Position of the first value.</param>
    /// <param name="step">Distance from one value to the next, at most 1.</param>
    /// <param name="values">Receives the values.</param>
    public static void Fill(double first, double step, Span<double> values)
    {
        // With s = sin(πx / 3), sin(πx) is s · (3 - 4s²). One sine is enough; each step rotates it by the same angle.
        const double Third = Math.PI / Support;
        var (sine, cosine) = Math.SinCos(first * Third);
        var (turnSine, turnCosine) = Math.SinCos(step * Third);
        for (var k = 0; k < values.Length; k++)
        {
            var x = first + k * step;
            var square = sine * sine;
            values[k] = Math.Abs(x) < Support ? Evaluate(x * Math.PI, square) : 0;
            (sine, cosine) = (sine * turnCosine + cosine * turnSine, cosine * turnCosine - sine * turnSine);
        }
    }

    private static double Evaluate(double angle, double square)
        => Math.Abs(angle) < 1e-6 ? 1 : Support * square * (3 - 4 * square) / (angle * angle);
}
