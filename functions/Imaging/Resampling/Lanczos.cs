namespace Pipeline.Imaging.Resampling;

/// <summary>
/// The Lanczos 3 kernel, sinc(x) · sinc(x / 3). Source: C. E. Duchon, "Lanczos Filtering in One and Two Dimensions",
/// J. Appl. Meteorol. 18 (1979); K. Turkowski, "Filters for Common Resampling Tasks", Graphics Gems I (1990).
/// </summary>
internal static class Lanczos
{
    /// <summary>The kernel is 0 from this distance on, in pixels of the coarser of the two grids.</summary>
    public const double Support = 3;

    /// <summary>The kernel's values, 1 at 0, at equal distances.</summary>
    /// <param name="first">Where the first value lies.</param>
    /// <param name="step">From one value to the next; 1 or less.</param>
    /// <param name="values">As many as wanted.</param>
    public static void Fill(double first, double step, Span<double> values)
    {
        // With s = sin(πx / 3), sin(πx) is s · (3 - 4s²): one sine, and that turned on by the angle of a step.
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
