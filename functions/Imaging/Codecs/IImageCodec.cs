using System.Text.Json.Serialization;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Rendering;

namespace Pipeline.Imaging.Codecs;

/// <summary>
/// Reads and writes image formats; everything between (geometry, resampling, orientation) is the pipeline's own.
/// You can call an implementation from many threads at once; it uses one thread per call.
/// </summary>
public interface IImageCodec
{
    /// <summary>Name of the codec with its library's version, for logs: <c>libvips 8.18.7</c>.</summary>
    string Name { get; }

    /// <summary>Formats that <see cref="Inspect"/> and <see cref="Decode"/> accept.</summary>
    IReadOnlySet<ImageFormat> DecodableFormats { get; }

    /// <summary>Formats that <see cref="Encode"/> writes.</summary>
    IReadOnlySet<ImageFormat> EncodableFormats { get; }

    /// <summary>
    /// Names the feature that keeps the codec from reading this file faithfully, judging by its header: <c>floating-point samples</c>.
    /// Null if it reads the file faithfully, and for a header that it cannot judge (<see cref="Inspect"/> then says what is wrong).
    /// </summary>
    /// <param name="source">The whole file.</param>
    /// <param name="format">Format detected from the content, one of <see cref="DecodableFormats"/>.</param>
    string? FindUnsupportedFeature(ImageSource source, ImageFormat format);

    /// <summary>
    /// Whether the codec holds the whole picture of this file in its own layout, besides the one that it delivers. Otherwise it delivers rows
    /// while it reads them, as far as the format allows. <see cref="Memory.MemoryEstimate"/> needs to know.
    /// </summary>
    /// <param name="source">The whole file.</param>
    /// <param name="format">Format detected from the content, one of <see cref="DecodableFormats"/>.</param>
    bool HoldsWholePicture(ImageSource source, ImageFormat format) => true;

    /// <summary>Reads the header only. Needs little memory, whatever dimensions the header claims.</summary>
    /// <param name="source">The whole file.</param>
    /// <param name="format">Format detected from the content; no other reader is tried.</param>
    /// <exception cref="CorruptImageException">The header cannot be read, or the file changed in the meantime.</exception>
    /// <exception cref="UnsupportedImageException">The file has a feature that this codec cannot read faithfully.</exception>
    ImageInfo Inspect(ImageSource source, ImageFormat format);

    /// <summary>
    /// Decodes to 8-bit sRGB, or to Display P3 if the source has wider colours and they are wanted. Converts colours by the embedded profile; does not apply the orientation. May shrink
    /// on load to no less than <see cref="DecodeOptions.MinWidth"/> by <see cref="DecodeOptions.MinHeight"/> by the format's own means,
    /// or average boxes of pixels to no less than twice that.
    /// </summary>
    /// <param name="source">The whole file.</param>
    /// <param name="format">Format detected from the content; no other reader is tried.</param>
    /// <param name="options">Minimum size, and which frames.</param>
    /// <exception cref="CorruptImageException">Pixel data cannot be decoded or ends early, or the file changed in the meantime.</exception>
    /// <exception cref="UnsupportedImageException">The file has a feature that this codec cannot read faithfully.</exception>
    /// <exception cref="IOException">The file cannot be read. The image itself may be fine.</exception>
    Picture Decode(ImageSource source, ImageFormat format, DecodeOptions options);

    /// <summary>
    /// Encodes upright pixels. Writes no metadata except <see cref="EncodeOptions.Copyright"/>, and an ICC profile if the pixels are not sRGB.
    /// </summary>
    /// <exception cref="NotSupportedException">The format is not one of <see cref="EncodableFormats"/>.</exception>
    byte[] Encode(Picture picture, EncodeOptions options);

    /// <summary>
    /// Decodes a file, makes a rendition from its rows and encodes it. Gives the same bytes as <see cref="Decode"/>,
    /// <see cref="RenditionRenderer"/> and <see cref="Encode"/> one after the other. A codec that does the three at the same time
    /// needs less time and memory, because it never holds the whole decoded picture.
    /// </summary>
    /// <param name="source">The whole file.</param>
    /// <param name="format">Format detected from the content; no other reader is tried.</param>
    /// <param name="decodeOptions">Minimum size of the first frame. Damage is never tolerated here: <see cref="Decode"/> the picture instead.</param>
    /// <param name="renderer">Makes the rendition, and holds its pixels and placeholder afterwards. Must be new; the caller disposes it.</param>
    /// <param name="encodeOptions">How to write.</param>
    /// <exception cref="CorruptImageException">Pixel data cannot be decoded or ends early.</exception>
    /// <exception cref="NotSupportedException">The format is not one of <see cref="EncodableFormats"/>.</exception>
    TranscodeResult Transcode(
        ImageSource source, ImageFormat format, DecodeOptions decodeOptions, StreamingRenderer renderer, EncodeOptions encodeOptions) =>
        StagedTranscoding.Transcode(this, this, source, format, decodeOptions, renderer, encodeOptions);
}

/// <summary>A rendition as a file, and where the time went.</summary>
/// <param name="Content">The file.</param>
/// <param name="DecodeTime">Decoding.</param>
/// <param name="ResampleTime">Resampling, orientation, placeholder.</param>
/// <param name="EncodeTime">Encoding, without the part that ran at the same time as the two others.</param>
public sealed record TranscodeResult(byte[] Content, TimeSpan DecodeTime, TimeSpan ResampleTime, TimeSpan EncodeTime);

/// <summary>What <see cref="IImageCodec.Decode"/> must deliver.</summary>
/// <param name="MinWidth">Minimum width of a decoded frame in pixels, in stored orientation; a narrower source keeps its width.</param>
/// <param name="MinHeight">Minimum height of a decoded frame in pixels, likewise.</param>
/// <param name="AllFrames">Whether to decode every frame of an animation; otherwise only the first.</param>
/// <param name="TolerateDamage">
/// Whether to decode a picture with damaged or missing pixel data as far as possible (<see cref="Picture.IsDamaged"/>); otherwise it is
/// corrupt. A damaged header is always corrupt.
/// </param>
/// <param name="Colours">The widest gamut to keep. A source that is not wider than sRGB is decoded to sRGB in any case.</param>
public sealed record DecodeOptions(
    int MinWidth,
    int MinHeight,
    bool AllFrames = false,
    bool TolerateDamage = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Gamut Colours = Gamut.Srgb)
{
    /// <summary>The first frame, at full size.</summary>
    public static DecodeOptions FullSize { get; } = new(int.MaxValue, int.MaxValue);
}

/// <summary>How <see cref="IImageCodec.Encode"/> writes.</summary>
/// <param name="Format">Output format.</param>
/// <param name="Quality">1 to 100, on the scale of the format's own encoder; PNG ignores it.</param>
/// <param name="Copyright">Notice to embed as EXIF copyright, or null.</param>
/// <param name="Effort">How much time to spend on a smaller file: WebP 0 to 6, AVIF 0 to 9; null means the format's default. Other formats have no effort setting.</param>
public sealed record EncodeOptions(ImageFormat Format, int Quality, string? Copyright = null, int? Effort = null);
