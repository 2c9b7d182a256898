using System.Diagnostics;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Rendering;

namespace Pipeline.Imaging.Codecs;

/// <summary>Decodes, renders and encodes one after the other: <see cref="IImageCodec.Transcode"/> for what a codec cannot do at the same time.</summary>
public static class SequentialTranscoder
{
    /// <summary>Does the three with the codec given; the other parameters are those of <see cref="IImageCodec.Transcode"/>.</summary>
    public static TranscodeResult Transcode(
        IImageCodec codec, ImageSource source, ImageFormat format, DecodeOptions decodeOptions, StreamingRenderer renderer, EncodeOptions encodeOptions)
    {
        var watch = Stopwatch.StartNew();
        using var decoded = codec.Decode(source, format, decodeOptions);
        var decodeEnd = watch.Elapsed;
        renderer.RenderAll(decoded);
        var resampleEnd = watch.Elapsed;
        var content = codec.Encode(renderer.Picture, encodeOptions);
        return new(content, decodeEnd, resampleEnd - decodeEnd, watch.Elapsed - resampleEnd);
    }
}
