using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Headers;

namespace Pipeline.Vips.Formats;

/// <summary>
/// What libvips and the libtiff inside it cannot read faithfully. Everything that is not known to be read right is named here: libvips
/// would otherwise call such a file corrupt, or return a wrong picture (black, inverted, transparent).
/// </summary>
internal static class TiffSupport
{
    /// <inheritdoc cref="IImageCodec.FindUnsupportedFeature"/>
    public static string? FindUnsupportedFeature(ImageSource source) => TiffHeader.Read(source) is { } header
        ? TiffFeature.FindUnreadable(header) ?? FindInCompression(header) ?? FindInSamples(header) ?? FindInExtraSamples(header)
        : null;

    private static string? FindInCompression(TiffHeader header) => header.Compression switch
    {
        TiffCompression.None or TiffCompression.CcittRle or TiffCompression.CcittRleWords or TiffCompression.CcittGroup3 or TiffCompression.CcittGroup4
            or TiffCompression.Lzw or TiffCompression.Jpeg or TiffCompression.Deflate or TiffCompression.OldDeflate or TiffCompression.PackBits
            or TiffCompression.WebP => null,
        var other => other.Describe(),
    };

    private static string? FindInSamples(TiffHeader header) => header switch
    {
        { SampleFormat: TiffSampleFormat.FloatingPoint } => "floating-point samples",
        { Photometric: TiffPhotometric.YCbCr, Compression: not (TiffCompression.Jpeg or TiffCompression.WebP) } => "YCbCr colours without JPEG compression",
        // The loader takes 8-bit Lab for a coding of its own, leaves alpha at 16 bits, and takes the white point to be D65.
        { Photometric: TiffPhotometric.CieLab } => "CIE Lab colours",
        { BitsPerSample: 8 or 16 } => header is { IsPlanar: true, IsTiled: true, SamplesPerPixel: > 1 } ? "tiles in separate planes" : null,
        { BitsPerSample: 1 or 2 or 4, SamplesPerPixel: 1 } => null,
        _ => $"{header.BitsPerSample} bits per sample",
    };

    /// <summary>libvips takes the first sample after the colours for alpha, whatever it is.</summary>
    private static string? FindInExtraSamples(TiffHeader header) => header switch
    {
        _ when header.SamplesPerPixel > header.ColourSamples && header.AlphaIndex is not 0 => "extra channels",
        { Photometric: TiffPhotometric.Separated, BitsPerSample: 16, HasAlpha: true } => "CMYK of 16 bits with alpha",
        _ => null,
    };
}
