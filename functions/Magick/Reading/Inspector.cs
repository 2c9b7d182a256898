using ImageMagick;
using Pipeline.Imaging.Animations;
using Pipeline.Imaging.Apng;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Gif;
using Pipeline.Imaging.Headers;
using Pipeline.Imaging.Metadata;
using Pipeline.Magick.Formats;

namespace Pipeline.Magick.Reading;

/// <summary>Reads the header with ImageMagick's ping, which allocates no memory for pixels.</summary>
internal static class Inspector
{
    /// <exception cref="MagickException">The header cannot be read.</exception>
    public static ImageInfo Inspect(SourceFile source) => source.Format switch
    {
        ImageFormat.Gif => GifDecoder.Inspect(source.Source),
        ImageFormat.Png => ApngDecoder.AddAnimation(source.Source, InspectStill(source)),
        ImageFormat.Avif or ImageFormat.Heic => InspectStill(source) with { Frames = ImageSequence.CountFrames(source.Source) },
        _ => InspectStill(source),
    };

    /// <summary>Reads the header as ImageMagick does, which knows no animated PNG.</summary>
    public static ImageInfo InspectStill(SourceFile source)
    {
        if (!CodecFormats.CanHoldMultipleFrames(source.Format))
        {
            using var image = source.Ping();
            return CreateInfo(source, (int)image.Width, (int)image.Height, 1, image.HasAlpha);
        }

        using var images = source.PingAll();
        var first = images[0];
        var (width, height) = CodecFormats.CanBeAnimated(source.Format) ? GetCanvasSize(first) : ((int)first.Width, (int)first.Height);
        var hasAlpha = CodecFormats.CanBeAnimated(source.Format)
            ? images.Any(image => image.HasAlpha) || LeavesCanvasUncovered(source, width, height)
            : HasTiffAlpha(source, first);
        return CreateInfo(source, width, height, images.Count, hasAlpha);
    }

    /// <summary>Whether frames leave a part of the canvas transparent, even if they are opaque.</summary>
    private static bool LeavesCanvasUncovered(SourceFile source, int width, int height)
    {
        var frames = WebPChunks.Parse(source.Content).Frames;
        var opacity = new CanvasOpacity(width, height);
        foreach (var frame in frames)
        {
            opacity.Add(frame.Area, frame.Disposal, hasAlpha: false, frame.Blends);
        }

        return opacity.MayBeTransparent;
    }

    /// <summary>Returns the size of the whole animation in pixels; a frame may cover only a part of it.</summary>
    internal static (int Width, int Height) GetCanvasSize(IMagickImage<byte> frame) => frame.Page is { Width: > 0, Height: > 0 } page
        ? ((int)page.Width, (int)page.Height)
        : ((int)frame.Width, (int)frame.Height);

    private static ImageInfo CreateInfo(SourceFile source, int width, int height, int frames, bool hasAlpha)
    {
        var metadata = EmbeddedMetadata.Read(source.Content, source.Format);
        return new(
            source.Format,
            width,
            height,
            frames,
            hasAlpha,
            metadata.Orientation,
            Animated: frames > 1 && CodecFormats.CanBeAnimated(source.Format),
            metadata.Copyright);
    }

    /// <summary>ImageMagick's ping does not report the alpha of a TIFF.</summary>
    private static bool HasTiffAlpha(SourceFile source, IMagickImage<byte> image) =>
        TiffHeader.Read(source.Content)?.HasAlpha ?? image.HasAlpha;
}
