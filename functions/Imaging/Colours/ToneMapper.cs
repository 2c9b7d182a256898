namespace Pipeline.Imaging.Colours;

/// <summary>
/// Maps the brightness of an HDR picture to that of a screen whose white is 203 nits, the reference white of HDR. Up to about half of
/// that nothing changes; brighter tones are compressed, so that the brightest pixel becomes white. This is the EETF of BT.2390.
/// </summary>
/// <param name="peakNits">Brightest pixel in nits; brighter ones are clipped to white.</param>
/// <seealso href="https://www.itu.int/pub/R-REP-BT.2390">BT.2390-11, 5.4.1</seealso>
/// <seealso href="https://www.itu.int/pub/R-REP-BT.2408">BT.2408: 203 nits</seealso>
public sealed class ToneMapper(double peakNits)
{
    /// <summary>Reference white of HDR, which becomes the white of SDR if nothing is brighter.</summary>
    public const double ReferenceWhiteNits = 203;

    /// <summary>Most HDR pictures are mastered on a screen of this brightness.</summary>
    public const double DefaultPeakNits = 1_000;

    private readonly double _peak = HdrCurves.EncodePq(peakNits);
    private readonly double _white = HdrCurves.EncodePq(ReferenceWhiteNits) / HdrCurves.EncodePq(peakNits);

    /// <summary>Maps nits to linear light of the screen, 0 to 1.</summary>
    public double Map(double nits)
    {
        if (_white >= 1)
        {
            return Math.Min(1, nits / ReferenceWhiteNits);
        }

        var encoded = Math.Min(1, HdrCurves.EncodePq(nits) / _peak);
        var knee = (1.5 * _white) - 0.5;
        return Math.Min(1, HdrCurves.DecodePq((encoded < knee ? encoded : Compress(encoded, knee)) * _peak) / ReferenceWhiteNits);
    }

    /// <summary>A Hermite spline from the knee, with slope 1, to the screen's white, with slope 0.</summary>
    private double Compress(double encoded, double knee)
    {
        var t = (encoded - knee) / (1 - knee);
        var (square, cube) = (t * t, t * t * t);
        return (((2 * cube) - (3 * square) + 1) * knee) + ((cube - (2 * square) + t) * (1 - knee)) + (((-2 * cube) + (3 * square)) * _white);
    }
}
