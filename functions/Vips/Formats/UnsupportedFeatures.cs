using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Headers;

namespace Pipeline.Vips.Formats;

/// <summary>Features of the formats that libvips reads which it cannot read faithfully, found in a file's header.</summary>
internal static class UnsupportedFeatures
{
    /// <inheritdoc cref="IImageCodec.FindUnsupportedFeature"/>
    public static string? Find(ImageSource source, ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => FindInJpeg(JpegHeader.Read(source)),
        ImageFormat.Tiff => TiffSupport.FindUnsupportedFeature(source),
        _ => null,
    };

    private static string? FindInJpeg(JpegHeader? header) => header switch
    {
        null => null,
        _ when header.FindUndecodableFeature() is { } feature => feature,
        { Precision: not 8 } => $"samples of {header.Precision} bits",
        _ => null,
    };
}
