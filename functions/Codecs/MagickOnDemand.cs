using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Magick;

namespace Pipeline.Codecs;

/// <summary>
/// The codec on ImageMagick, which loads its native library (39 MB) when a file needs it. Most uploads do not.
/// </summary>
internal sealed class MagickOnDemand : IImageCodec
{
    private readonly Lazy<MagickCodec> _codec = new(static () => new());

    public string Name => MagickCodec.PackageName;

    public IReadOnlySet<ImageFormat> DecodableFormats => MagickCodec.ReadableFormats;

    public IReadOnlySet<ImageFormat> EncodableFormats => MagickCodec.WritableFormats;

    /// <summary>Whether the native library is loaded.</summary>
    internal bool IsLoaded => _codec.IsValueCreated;

    public string? FindUnsupportedFeature(ImageSource source, ImageFormat format) => _codec.Value.FindUnsupportedFeature(source, format);

    public bool HoldsWholePicture(ImageSource source, ImageFormat format) => true;

    public ImageInfo Inspect(ImageSource source, ImageFormat format) => _codec.Value.Inspect(source, format);

    public Picture Decode(ImageSource source, ImageFormat format, DecodeOptions options) => _codec.Value.Decode(source, format, options);

    public byte[] Encode(Picture picture, EncodeOptions options) => _codec.Value.Encode(picture, options);
}
