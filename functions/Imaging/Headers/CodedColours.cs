namespace Pipeline.Imaging.Headers;

/// <summary>Colours by code points (H.273, ISO/IEC 23091-2), as AVIF and HEIC (<c>nclx</c>) and PNG (<c>cICP</c>) give them.</summary>
/// <param name="Primaries">Colour primaries: 1 BT.709 and sRGB, 9 BT.2020, 12 Display P3; 2 is unspecified.</param>
/// <param name="Transfer">Transfer characteristics: 13 sRGB, 16 PQ, 18 HLG; 2 is unspecified.</param>
/// <seealso href="https://www.itu.int/rec/T-REC-H.273"/>
public sealed record CodedColours(int Primaries, int Transfer)
{
    public const int Pq = 16;
    public const int Hlg = 18;

    /// <summary>Whether samples use all levels; otherwise 16 to 235 of 255. Decoders of AVIF and HEIC have expanded them already.</summary>
    public bool IsFullRange { get; init; } = true;

    /// <summary>Brightest pixel in nits (MaxCLL); null if the file does not say.</summary>
    public double? PeakNits { get; init; }

    /// <summary>Whether white is brighter than a screen's: PQ and HLG, which need tone mapping.</summary>
    public bool IsHdr => Transfer is Pq or Hlg;
}
