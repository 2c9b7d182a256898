using System.Diagnostics;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Imaging;
using Pipeline.Core.Renditions;

namespace Pipeline.Core.Resizing;

/// <summary>Makes the file of one rendition: what the steps are, and which of them can go on at the same time.</summary>
public static class RenditionMaker
{
    /// <summary>Makes a rendition of a file that nobody else decodes: just as large as it needs, and in one go where its pixels allow.</summary>
    /// <param name="codec">Reads and writes.</param>
    /// <param name="content">The original.</param>
    /// <param name="source">The original's header.</param>
    /// <param name="plan">What to make.</param>
    /// <exception cref="CorruptImageException">Pixel data cannot be decoded.</exception>
    public static MadeRendition Make(IImageCodec codec, ImageSource content, ImageInfo source, RenditionPlan plan)
    {
        var decode = RenditionPlanner.Decode(source, plan.Rendition);
        if (!StreamedRendition.Serves(source, plan.Rendition))
        {
            var watch = Stopwatch.StartNew();
            using var decoded = codec.Decode(content, source.Format, decode);
            return Make(codec, decoded, source, plan, watch.Elapsed);
        }

        using var stream = new StreamedRendition(source, plan.Rendition, plan.Placeholder);
        var made = codec.Transcode(content, source.Format, decode, stream, Encoding(plan));
        return Describe(made, stream.Picture, stream.Placeholder);
    }

    /// <summary>Makes a rendition of a decoded picture.</summary>
    /// <param name="codec">Writes.</param>
    /// <param name="decoded">In stored orientation, possibly shrunk on load; stays the caller's.</param>
    /// <param name="source">The original's header.</param>
    /// <param name="plan">What to make.</param>
    /// <param name="decodeTime">How long the decode took, or waiting for it.</param>
    public static MadeRendition Make(IImageCodec codec, Picture decoded, ImageInfo source, RenditionPlan plan, TimeSpan decodeTime)
    {
        var watch = Stopwatch.StartNew();
        using var picture = RenditionRenderer.Render(decoded, source, plan.Rendition, plan.Format);
        var placeholder = plan.Placeholder ? PlaceholderMaker.Make(decoded, source.Orientation) : null;
        var resampleEnd = watch.Elapsed;
        var content = codec.Encode(picture, Encoding(plan));
        return Describe(new(content, decodeTime, resampleEnd, watch.Elapsed - resampleEnd), picture, placeholder);
    }

    private static EncodeOptions Encoding(RenditionPlan plan) => new(
        plan.Format, plan.Rendition.Quality ?? RenditionFormats.DefaultQuality(plan.Format), plan.Copyright, plan.Rendition.Effort);

    private static MadeRendition Describe(Transcoded made, Picture picture, Placeholder? placeholder) =>
        new(made.Content, picture.Width, picture.FrameHeight, picture.Frames, placeholder, made.Decode, made.Resample, made.Encode);
}

/// <summary>A rendition, not yet stored.</summary>
/// <param name="Content">The file.</param>
/// <param name="Width">Width of a frame in pixels.</param>
/// <param name="Height">Height of a frame in pixels.</param>
/// <param name="Frames">Number of frames.</param>
/// <param name="Placeholder">Made along, where the plan said so.</param>
/// <param name="Decode">See <see cref="Transcoded"/>.</param>
/// <param name="Resample">Likewise.</param>
/// <param name="Encode">Likewise.</param>
public sealed record MadeRendition(
    byte[] Content, int Width, int Height, int Frames, Placeholder? Placeholder, TimeSpan Decode, TimeSpan Resample, TimeSpan Encode);
