using System.Diagnostics;
using Pipeline.Core.Renditions;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Placeholders;
using Pipeline.Imaging.Rendering;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Core.Resizing;

/// <summary>Makes the file of one rendition. Decides which steps can run at the same time.</summary>
public static class RenditionTranscoder
{
    /// <summary>Makes a rendition from a file that nothing else decodes: decodes only as large as needed, in one pass if the rendition allows it.</summary>
    /// <param name="codec">Reads and writes images.</param>
    /// <param name="content">The original.</param>
    /// <param name="source">The original's header.</param>
    /// <param name="plan">What to make.</param>
    /// <param name="tolerateDamage">See <see cref="DecodeOptions.TolerateDamage"/>.</param>
    /// <param name="watermark">Picture of the rendition's watermark; null if it has none.</param>
    /// <param name="colours">See <see cref="DecodeOptions.Colours"/>.</param>
    /// <exception cref="CorruptImageException">Pixel data cannot be decoded.</exception>
    public static EncodedRendition Transcode(
        IImageCodec codec,
        ImageSource content,
        ImageInfo source,
        RenditionPlan plan,
        bool tolerateDamage = false,
        PixelBuffer? watermark = null,
        Gamut colours = Gamut.Srgb)
    {
        var decodeOptions = RenditionPlanner.PlanDecode(source, plan.Rendition) with { Colours = colours };
        if (!StreamingRenderer.CanRender(source, plan.Rendition))
        {
            return DecodeAndTranscode(codec, content, source, plan, decodeOptions with { TolerateDamage = tolerateDamage }, watermark);
        }

        try
        {
            return Stream(codec, content, source, plan, decodeOptions, watermark);
        }
        catch (CorruptImageException) when (tolerateDamage)
        {
            return DecodeAndTranscode(codec, content, source, plan, decodeOptions with { TolerateDamage = true }, watermark);
        }
    }

    /// <summary>Makes a rendition from a decoded picture.</summary>
    /// <param name="codec">Writes images.</param>
    /// <param name="decoded">In stored orientation, possibly shrunk on load; the caller disposes it.</param>
    /// <param name="source">The original's header.</param>
    /// <param name="plan">What to make.</param>
    /// <param name="decodeTime">How long decoding took, or waiting for a shared decode.</param>
    /// <param name="watermark">Picture of the rendition's watermark; null if it has none.</param>
    public static EncodedRendition Transcode(
        IImageCodec codec, Picture decoded, ImageInfo source, RenditionPlan plan, TimeSpan decodeTime, PixelBuffer? watermark = null)
    {
        var watch = Stopwatch.StartNew();
        using var picture = RenditionRenderer.Render(decoded, source, plan.Rendition, plan.Format, watermark);
        var placeholder = plan.Placeholder ? PlaceholderGenerator.Generate(decoded, source.Orientation) : null;
        var resampleEnd = watch.Elapsed;
        var content = codec.Encode(picture, EncodeOptionsFor(plan));
        return ToEncodedRendition(new(content, decodeTime, resampleEnd, watch.Elapsed - resampleEnd), picture, placeholder) with { IsDamaged = decoded.IsDamaged };
    }

    private static EncodedRendition DecodeAndTranscode(
        IImageCodec codec, ImageSource content, ImageInfo source, RenditionPlan plan, DecodeOptions decodeOptions, PixelBuffer? watermark)
    {
        var watch = Stopwatch.StartNew();
        using var decoded = codec.Decode(content, source.Format, decodeOptions);
        return Transcode(codec, decoded, source, plan, watch.Elapsed, watermark);
    }

    private static EncodedRendition Stream(
        IImageCodec codec, ImageSource content, ImageInfo source, RenditionPlan plan, DecodeOptions decodeOptions, PixelBuffer? watermark)
    {
        using var renderer = new StreamingRenderer(source, plan.Rendition, plan.Placeholder, watermark);
        var transcoded = codec.Transcode(content, source.Format, decodeOptions, renderer, EncodeOptionsFor(plan));
        return ToEncodedRendition(transcoded, renderer.Picture, renderer.Placeholder);
    }

    private static EncodeOptions EncodeOptionsFor(RenditionPlan plan) => new(
        plan.Format, plan.Rendition.Quality ?? RenditionFormats.DefaultQuality(plan.Format), plan.Copyright, plan.Rendition.Effort);

    private static EncodedRendition ToEncodedRendition(TranscodeResult transcoded, Picture picture, Placeholder? placeholder) =>
        new(transcoded.Content, picture.Width, picture.FrameHeight, picture.Frames, placeholder, transcoded.DecodeTime, transcoded.ResampleTime, transcoded.EncodeTime)
        {
            Colours = picture.Colours,
        };
}

/// <summary>An encoded rendition, not yet stored.</summary>
/// <param name="Content">The file.</param>
/// <param name="Width">Width of a frame in pixels.</param>
/// <param name="Height">Height of a frame in pixels.</param>
/// <param name="Frames">Number of frames.</param>
/// <param name="Placeholder">The placeholder, if the plan asked for it.</param>
/// <param name="DecodeTime">See <see cref="TranscodeResult"/>.</param>
/// <param name="ResampleTime">Likewise.</param>
/// <param name="EncodeTime">Likewise.</param>
public sealed record EncodedRendition(
    byte[] Content, int Width, int Height, int Frames, Placeholder? Placeholder, TimeSpan DecodeTime, TimeSpan ResampleTime, TimeSpan EncodeTime)
{
    /// <summary>See <see cref="Picture.IsDamaged"/>.</summary>
    public bool IsDamaged { get; init; }

    /// <summary>See <see cref="Picture.Colours"/>.</summary>
    public Gamut Colours { get; init; }
}
