namespace Pipeline.Imaging.Metadata;

/// <summary>A profile for RGB by three curves and a matrix, to compute with.</summary>
public sealed class IccMatrix
{
    private readonly byte[][] _curves;

    private IccMatrix(double[,] toD50, byte[][] curves) => (ToD50, _curves) = (toD50, curves);

    /// <summary>From linear RGB to XYZ relative to D50.</summary>
    public double[,] ToD50 { get; }

    /// <summary>Reads a profile.</summary>
    /// <param name="profile">A profile that <see cref="IccProfile.Fits"/> RGB.</param>
    /// <returns>Null if the profile has a table, or a curve of an unknown form.</returns>
    public static IccMatrix? TryRead(ReadOnlySpan<byte> profile)
    {
        if (IccProfile.HasTable(profile))
        {
            return null;
        }

        byte[][] curves = [IccProfile.FindTag(profile, "rTRC"u8).ToArray(), IccProfile.FindTag(profile, "gTRC"u8).ToArray(), IccProfile.FindTag(profile, "bTRC"u8).ToArray()];
        return curves.All(curve => IccCurve.Evaluate(curve, 0.5) is not null) ? new(IccGamut.ReadColorants(profile), curves) : null;
    }

    /// <summary>The linear value of a channel.</summary>
    /// <param name="channel">0 red, 1 green, 2 blue.</param>
    /// <param name="encoded">0 to 1.</param>
    public double Linearise(int channel, double encoded) => Math.Clamp(IccCurve.Evaluate(_curves[channel], encoded) ?? 0, 0, 1);
}
