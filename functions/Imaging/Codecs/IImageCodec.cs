using System.Diagnostics;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Rendering;

namespace Pipeline.Imaging.Codecs;

/// <summary>
/// Reads and writes image formats; everything between (geometry, resampling, orientation) is the pipeline's own.
/// Implementations are safe to call from many threads at once and use one thread a call.
/// </summary>
public interface IImageCodec
{
    /// <summary>Name of the codec with its library's version, for logs: <c>libvips 8.18.7</c>.</summary>
    string Name { get; }

    /// <summary>Formats that <see cref="Inspect"/> and <see cref="Decode"/> take.</summary>
    IReadOnlySet<ImageFormat> DecodableFormats { get; }

    /// <summary>Formats that <see cref="Encode"/> makes.</summary>
    IReadOnlySet<ImageFormat> EncodableFormats { get; }

    /// <summary>Reads the header only, in little memory whatever the dimensions say.</summary>
    /// <param name="source">The whole file.</param>
    /// <param name="format">Format that the content was sniffed as; no other reader is tried.</param>
    /// <exception cref="CorruptImageException">The header cannot be read, or the file was changed meanwhile.</exception>
    ImageInfo Inspect(ImageSource source, ImageFormat format);

    /// <summary>
    /// Decodes to 8-bit sRGB, colours converted by the embedded profile, orientation not applied. May be shrunk on
    /// load to no less than <see cref="DecodeOptions.MinWidth"/> by <see cref="DecodeOptions.MinHeight"/>: by the format's own means,
    /// or by averaging boxes of pixels to no less than twice that.
    /// </summary>
    /// <param name="source">The whole file.</param>
    /// <param name="format">Format that the content was sniffed as; no other reader is tried.</param>
    /// <param name="options">Wanted size and frames.</param>
    /// <exception cref="CorruptImageException">Pixel data cannot be decoded or end early, or the file was changed meanwhile.</exception>
    /// <exception cref="IOException">The file cannot be read, which says nothing against the image.</exception>
    Picture Decode(ImageSource source, ImageFormat format, DecodeOptions options);

    /// <summary>Encodes upright sRGB pixels, without metadata but for <see cref="EncodeOptions.Copyright"/>.</summary>
    /// <exception cref="NotSupportedException">The format is not one of <see cref="EncodableFormats"/>.</exception>
    byte[] Encode(Picture picture, EncodeOptions options);

    /// <summary>
    /// Decodes a file, makes a rendition of its rows, and encodes that. Gives the bytes that <see cref="Decode"/>,
    /// <see cref="RenditionRenderer"/> and <see cref="Encode"/> give; a codec that can do the three at the same time needs less
    /// time and memory, as the decoded picture is never held whole.
    /// </summary>
    /// <param name="source">The whole file.</param>
    /// <param name="format">Format that the content was sniffed as; no other reader is tried.</param>
    /// <param name="decodeOptions">Wanted size, of the first frame.</param>
    /// <param name="renderer">Makes the rendition, whose pixels and placeholder it holds afterwards. Not used before; stays the caller's.</param>
    /// <param name="encodeOptions">How to write.</param>
    /// <exception cref="CorruptImageException">Pixel data cannot be decoded, or end early.</exception>
    /// <exception cref="NotSupportedException">The format is not one of <see cref="EncodableFormats"/>.</exception>
    TranscodeResult Transcode(
        ImageSource source, ImageFormat format, DecodeOptions decodeOptions, StreamingRenderer renderer, EncodeOptions encodeOptions)
    {
        var watch = Stopwatch.StartNew();
        using var decoded = Decode(source, format, decodeOptions);
        var decodeEnd = watch.Elapsed;
        renderer.RenderAll(decoded);
        var resampleEnd = watch.Elapsed;
        var content = Encode(renderer.Picture, encodeOptions);
        return new(content, decodeEnd, resampleEnd - decodeEnd, watch.Elapsed - resampleEnd);
    }
}

/// <summary>A rendition as a file, and where the time went.</summary>
/// <param name="Content">The file.</param>
/// <param name="DecodeTime">Decoding.</param>
/// <param name="ResampleTime">Resampling, orientation, placeholder.</param>
/// <param name="EncodeTime">Encoding, as far as it did not go on at the same time as the two others.</param>
public sealed record TranscodeResult(byte[] Content, TimeSpan DecodeTime, TimeSpan ResampleTime, TimeSpan EncodeTime);

/// <summary>What <see cref="IImageCodec.Decode"/> shall deliver.</summary>
/// <param name="MinWidth">Least width in pixels of a delivered frame, in stored orientation; the whole width where the source is narrower.</param>
/// <param name="MinHeight">Least height in pixels of a delivered frame, likewise.</param>
/// <param name="AllFrames">Every frame of an animation; otherwise the first frame only.</param>
public sealed record DecodeOptions(int MinWidth, int MinHeight, bool AllFrames = false)
{
    /// <summary>The first frame, in full size.</summary>
    public static DecodeOptions FullSize { get; } = new(int.MaxValue, int.MaxValue);
}

/// <summary>How <see cref="IImageCodec.Encode"/> writes.</summary>
/// <param name="Format">Output format.</param>
/// <param name="Quality">1 to 100, on the scale of the format's own encoder; without effect on PNG.</param>
/// <param name="Copyright">Notice to embed as EXIF copyright; null for none.</param>
/// <param name="Effort">Compute time spent on fewer bytes, WebP 0 to 6, AVIF 0 to 9; null: the format's default. Other formats have none.</param>
public sealed record EncodeOptions(ImageFormat Format, int Quality, string? Copyright = null, int? Effort = null);
