namespace Pipeline.Imaging.Colours;

/// <summary>The two ways to encode HDR, between encoded values of 0 to 1 and light.</summary>
/// <seealso href="https://www.itu.int/rec/R-REC-BT.2100">BT.2100-2, tables 4 and 5</seealso>
public static class HdrCurves
{
    /// <summary>Brightness, in nits, of the screen for which <see cref="DecodeHlg"/> renders.</summary>
    public const double HlgPeakNits = 1_000;

    private const double PqMaxNits = 10_000;
    private const double M1 = 2610.0 / 16384;
    private const double M2 = 2523.0 / 4096 * 128;
    private const double C1 = 3424.0 / 4096;
    private const double C2 = 2413.0 / 4096 * 32;
    private const double C3 = 2392.0 / 4096 * 32;

    private const double HlgA = 0.17883277;
    private const double HlgB = 1 - (4 * HlgA);

    // At a peak of 1,000 nits.
    private const double HlgSystemGamma = 1.2;

    /// <summary>PQ to nits.</summary>
    public static double DecodePq(double encoded)
    {
        var power = Math.Pow(Math.Clamp(encoded, 0, 1), 1 / M2);
        return PqMaxNits * Math.Pow(Math.Max(0, power - C1) / (C2 - (C3 * power)), 1 / M1);
    }

    /// <summary>Nits to PQ.</summary>
    public static double EncodePq(double nits)
    {
        var power = Math.Pow(Math.Clamp(nits / PqMaxNits, 0, 1), M1);
        return Math.Pow((C1 + (C2 * power)) / (1 + (C3 * power)), M2);
    }

    /// <summary>HLG to the light of the scene, 0 to 1.</summary>
    public static double DecodeHlg(double encoded)
    {
        var c = 0.5 - (HlgA * Math.Log(4 * HlgA));
        return encoded <= 0.5 ? encoded * encoded / 3 : (Math.Exp((encoded - c) / HlgA) + HlgB) / 12;
    }

    /// <summary>Factor from the scene's light to nits, which depends on the pixel's luminance in the scene, 0 to 1.</summary>
    public static double HlgNits(double luminance) => HlgPeakNits * Math.Pow(Math.Max(luminance, 1e-9), HlgSystemGamma - 1);
}
