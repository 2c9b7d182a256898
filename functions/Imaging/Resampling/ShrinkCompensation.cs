namespace Pipeline.Imaging.Resampling;

/// <summary>
/// Restores what shrinking on load dampened. A decoder that shrinks delivers averages of n pixels, which dampens a frequency of
/// f cycles per pixel to sin(πf) / (n · sin(πf / n)), about 1 - (πf)²(1 - 1/n²) / 6. The taps (-a, 1 + 2a, -a) raise it by
/// about 1 + (2πf)²a: equal and opposite with a = (1 - 1/n²) / 24. They are folded into the kernel and cost almost nothing.
/// </summary>
internal static class ShrinkCompensation
{
    /// <param name="kernel">Weights of adjacent source pixels; those beyond either end are 0.</param>
    /// <param name="shrinkFactor">Pixels that each source pixel is the average of, along this axis; 1 changes nothing.</param>
    public static void Apply(Span<double> kernel, double shrinkFactor)
    {
        if (shrinkFactor <= 1)
        {
            return;
        }

        var side = (1 - (1 / (shrinkFactor * shrinkFactor))) / 24;
        var before = 0.0;
        for (var k = 0; k < kernel.Length; k++)
        {
            var here = kernel[k];
            var after = k + 1 < kernel.Length ? kernel[k + 1] : 0;
            kernel[k] = ((1 + (2 * side)) * here) - (side * (before + after));
            before = here;
        }
    }
}
