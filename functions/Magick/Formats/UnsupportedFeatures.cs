using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Headers;

namespace Pipeline.Magick.Formats;

/// <summary>Features of the formats that ImageMagick reads which it cannot read faithfully, found in a file's header.</summary>
internal static class UnsupportedFeatures
{
    /// <inheritdoc cref="IImageCodec.FindUnsupportedFeature"/>
    public static string? Find(ImageSource source, ImageFormat format) => format switch
    {
        ImageFormat.Tiff => TiffSupport.FindUnsupportedFeature(source),
        // With 8 bits per sample, other colours would become transparent too, or none.
        ImageFormat.Png when PngColours.Read(source) is { Depth: > 8, HasTransparentColour: true } => "a transparent colour of 16 bits",
        ImageFormat.Bmp => BmpHeader.FindUnsupportedFeature(source),
        ImageFormat.Jpeg => FindInJpeg(JpegHeader.Read(source)),
        _ => null,
    };

    /// <summary>ImageMagick reads grey as a palette, which at 8 bits per channel has at most 256 entries.</summary>
    private static string? FindInJpeg(JpegHeader? header) => header switch
    {
        null => null,
        _ when header.FindUndecodableFeature() is { } feature => feature,
        { Components: 1, Precision: > 8 } => $"grey samples of {header.Precision} bits",
        _ => null,
    };
}
