using System.Diagnostics;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Rendering;

namespace Pipeline.Imaging.Codecs;

/// <summary>Decodes, renders and encodes one after the other, with the decoded picture in memory as a whole.</summary>
public static class StagedTranscoding
{
    /// <param name="reader">Decodes the file.</param>
    /// <param name="writer">Encodes the rendition.</param>
    /// <inheritdoc cref="IImageCodec.Transcode"/>
    /// <param name="source">The whole file.</param>
    /// <param name="format">Its format.</param>
    /// <param name="decodeOptions">Minimum size of the first frame.</param>
    /// <param name="renderer">Makes the rendition.</param>
    /// <param name="encodeOptions">How to write.</param>
    public static TranscodeResult Transcode(
        IImageCodec reader,
        IImageCodec writer,
        ImageSource source,
        ImageFormat format,
        DecodeOptions decodeOptions,
        StreamingRenderer renderer,
        EncodeOptions encodeOptions)
    {
        var watch = Stopwatch.StartNew();
        using var decoded = reader.Decode(source, format, decodeOptions with { TolerateDamage = false });
        var decodeEnd = watch.Elapsed;
        renderer.RenderAll(decoded);
        var resampleEnd = watch.Elapsed;
        var content = writer.Encode(renderer.Picture, encodeOptions);
        return new(content, decodeEnd, resampleEnd - decodeEnd, watch.Elapsed - resampleEnd);
    }
}
