namespace Pipeline.Imaging.Resampling;

/// <summary>Turns a kernel's values into 16-bit weights.</summary>
internal static class FixedPoint
{
    /// <summary>
    /// Rounds a kernel to weights that add up to exactly 1 in fixed point (<see cref="AxisWeights.FractionBits"/>), so that
    /// flat areas keep their value. Each weight absorbs the rounding error of the one before it: the error of a long
    /// kernel stays in the finest detail, where averaging removes it.
    /// </summary>
    /// <param name="kernel">The kernel at the distance of each source pixel, at any scale.</param>
    /// <param name="weights">Receives the same number of weights; at least one is not 0.</param>
    public static void Quantise(ReadOnlySpan<double> kernel, Span<short> weights)
    {
        double sum = 0;
        foreach (var value in kernel)
        {
            sum += value;
        }

        var scale = (1 << AxisWeights.FractionBits) / sum;
        double exact = 0;
        var assigned = 0;
        for (var k = 0; k < kernel.Length; k++)
        {
            exact += kernel[k] * scale;
            var weight = (int)Math.Round(exact) - assigned;
            weights[k] = (short)weight;
            assigned += weight;
        }
    }
}
