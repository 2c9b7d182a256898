using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;

namespace Pipeline.Vips.Formats;

/// <summary>Features of the formats that libvips reads which it cannot read faithfully, found in a file's header.</summary>
internal static class UnsupportedFeatures
{
    /// <inheritdoc cref="IImageCodec.FindUnsupportedFeature"/>
    public static string? Find(ImageSource source, ImageFormat format) =>
        format == ImageFormat.Tiff ? TiffSupport.FindUnsupportedFeature(source) : null;
}
