using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Rendering;
using Pipeline.Vips.Native;
using Pipeline.Vips.Reading;
using Pipeline.Vips.Writing;

namespace Pipeline.Vips.Transcoding;

/// <summary>
/// Decodes, resamples and encodes as one pipeline of libvips: the saver's writing thread encodes rows while a worker decodes and
/// resamples the next. Only the rendition, and the decoded rows that resampling reads, are in memory.
/// </summary>
internal static unsafe class Transcoder
{
    /// <exception cref="VipsException">The data cannot be decoded, or the encoder failed (<see cref="VipsException.IsEncoderFailure"/>).</exception>
    /// <exception cref="ArgumentException">The format cannot hold the rendition, or the source has alpha.</exception>
    public static TranscodeResult Transcode(SourceLoader loader, DecodeOptions decodeOptions, StreamingRenderer renderer, EncodeOptions encodeOptions)
    {
        var start = Stopwatch.GetTimestamp();
        using var source = Decoder.Open(loader, decodeOptions, out var shrink, out var colours);
        renderer.Begin(source.Width, source.Height, source.Bands, shrink, colours);
        using var windowMemory = renderer.Window.Memory.Pin();
        using var window = VipsImage.FromMemory(windowMemory.Pointer, source.Width, renderer.Window.Height, source.Bands);
        var pixels = renderer.Picture.Pixels;
        using var pixelMemory = pixels.Memory.Pin();
        using var target = VipsImage.FromMemory(pixelMemory.Pointer, pixels.Width, pixels.Height, pixels.Channels);
        using var rows = new RenditionRows(source, window, target, renderer);
        var content = Encode(rows, renderer.Picture, encodeOptions);
        return new(content, rows.DecodeTime, rows.ResampleTime, Stopwatch.GetElapsedTime(start) - rows.DecodeTime - rows.ResampleTime);
    }

    /// <summary>Encodes rows while they are rendered. An exception from rendering is rethrown unchanged.</summary>
    internal static byte[] Encode(RenditionRows rows, Picture picture, EncodeOptions options)
    {
        try
        {
            return Encoder.Encode(rows.Image, picture, options);
        }
        catch (VipsException) when (rows.Fault is { } fault)
        {
            ExceptionDispatchInfo.Throw(fault);
            throw;
        }
        catch (VipsException exception)
        {
            throw new VipsException(exception.Message) { IsEncoderFailure = true };
        }
    }
}
