using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Headers;

namespace Pipeline.Magick.Formats;

/// <summary>
/// What ImageMagick and the libtiff inside it cannot read faithfully. Everything that is not known to be read right is named here:
/// ImageMagick would otherwise call such a file corrupt, or return a wrong picture (white, inverted).
/// </summary>
internal static class TiffSupport
{
    /// <inheritdoc cref="IImageCodec.FindUnsupportedFeature"/>
    public static string? FindUnsupportedFeature(ImageSource source) => TiffHeader.Read(source) is { } header
        ? TiffFeature.FindUnreadable(header) ?? FindInCompression(header) ?? FindInSamples(header) ?? FindInAlpha(header)
        : null;

    private static string? FindInCompression(TiffHeader header) => header.Compression switch
    {
        TiffCompression.None or TiffCompression.CcittRle or TiffCompression.CcittRleWords or TiffCompression.CcittGroup3 or TiffCompression.CcittGroup4
            or TiffCompression.Lzw or TiffCompression.OldJpeg or TiffCompression.Jpeg or TiffCompression.Deflate or TiffCompression.OldDeflate
            or TiffCompression.PackBits or TiffCompression.Lzma or TiffCompression.Zstd => null,
        var other => other.Describe(),
    };

    private static string? FindInSamples(TiffHeader header) => header switch
    {
        { SampleFormat: TiffSampleFormat.FloatingPoint, BitsPerSample: not (16 or 32 or 64) } or { BitsPerSample: not (1 or 2 or 4 or 8 or 10 or 12 or 14 or 16 or 32 or 64) }
            or { BitsPerSample: 64, SampleFormat: not TiffSampleFormat.FloatingPoint } => $"{header.BitsPerSample} bits per sample",
        { Compression: TiffCompression.Jpeg or TiffCompression.OldJpeg, BitsPerSample: not 8 } => $"JPEG compression with {header.BitsPerSample} bits per sample",
        // These come out inverted.
        { Photometric: TiffPhotometric.WhiteIsZero, SampleFormat: TiffSampleFormat.FloatingPoint } => "floating-point samples from white to black",
        { Photometric: TiffPhotometric.WhiteIsZero, BitsPerSample: not (1 or 8 or 16) } => $"{header.BitsPerSample}-bit samples from white to black",
        { Photometric: TiffPhotometric.WhiteIsZero, SamplesPerPixel: > 1 } => "extra channels beside samples from white to black",
        { Photometric: TiffPhotometric.Palette, BitsPerSample: 16 } => "a palette of 16 bits",
        _ => null,
    };

    private static string? FindInAlpha(TiffHeader header) => header switch
    {
        { HasAlpha: false } => null,
        { AlphaIndex: not 0 } => "extra channels before alpha",
        // ImageMagick does not take it for alpha, libvips does.
        { ExtraSamples: not [1 or 2, ..] } => "an extra channel of unspecified meaning",
        { Photometric: TiffPhotometric.Palette } => "a palette with alpha",
        { BitsPerSample: 1 } => "alpha of 1 bit",
        // Colours are divided by alpha at 8 bits, which loses more than libvips does.
        { ExtraSamples: [1, ..], BitsPerSample: 16, SampleFormat: not TiffSampleFormat.FloatingPoint } => "associated alpha of 16 bits",
        _ => null,
    };
}
