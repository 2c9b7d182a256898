namespace Pipeline.Core.Imaging.Resampling;

/// <summary>
/// The Lanczos 3 kernel, sinc(x) · sinc(x / 3). Source: C. E. Duchon, "Lanczos Filtering in One and Two Dimensions",
/// J. Appl. Meteorol. 18 (1979); K. Turkowski, "Filters for Common Resampling Tasks", Graphics Gems I (1990).
/// </summary>
internal static class Lanczos
{
    /// <summary>The kernel is 0 from this distance on, in pixels of the coarser of the two grids.</summary>
    public const double Support = 3;

    /// <summary>The kernel's value at distance <paramref name="x"/>, 1 at 0.</summary>
    public static double At(double x)
    {
        x = Math.Abs(x);
        if (x < 1e-9)
        {
            return 1;
        }

        if (x >= Support)
        {
            return 0;
        }

        x *= Math.PI;
        return Support * Math.Sin(x) * Math.Sin(x / Support) / (x * x);
    }
}
