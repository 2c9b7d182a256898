using ImageMagick;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Metadata;
using Pipeline.Magick.Formats;

namespace Pipeline.Magick.Reading;

/// <summary>Reads the header with ImageMagick's ping, which allocates no memory for pixels.</summary>
internal static class Inspector
{
    /// <exception cref="MagickException">The header cannot be read.</exception>
    public static ImageInfo Inspect(SourceFile source)
    {
        if (!CodecFormats.CanHoldMultipleFrames(source.Format))
        {
            using var image = source.Ping();
            return CreateInfo(source, (int)image.Width, (int)image.Height, 1, image.HasAlpha);
        }

        using var images = source.PingAll();
        var first = images[0];
        var (width, height) = CodecFormats.CanBeAnimated(source.Format) ? GetCanvasSize(first) : ((int)first.Width, (int)first.Height);
        var isPartial = first.Width < width || first.Height < height;
        var hasAlpha = CodecFormats.CanBeAnimated(source.Format) ? isPartial || images.Any(image => image.HasAlpha) : first.HasAlpha;
        return CreateInfo(source, width, height, images.Count, hasAlpha);
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
}
