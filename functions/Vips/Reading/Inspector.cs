using Pipeline.Imaging.Apng;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Gif;
using Pipeline.Imaging.Headers;
using Pipeline.Imaging.Metadata;
using Pipeline.Vips.Formats;
using Pipeline.Vips.Native;

namespace Pipeline.Vips.Reading;

/// <summary>Reads the header. libvips computes pixels only on demand, so this allocates no memory for them.</summary>
internal static class Inspector
{
    /// <exception cref="VipsException">The header cannot be read.</exception>
    public static ImageInfo Inspect(SourceLoader loader)
    {
        if (loader.Format == ImageFormat.Gif)
        {
            return GifDecoder.Inspect(loader.Source);
        }

        var info = InspectStill(loader);
        return loader.Format switch
        {
            ImageFormat.Png => ApngDecoder.AddAnimation(loader.Source, info),
            ImageFormat.Avif => info with { Frames = Math.Max(info.Frames, ImageSequence.CountFrames(loader.Source)) },
            _ => info,
        };
    }

    private static ImageInfo InspectStill(SourceLoader loader)
    {
        using var image = loader.LoadHeader();
        // Not vips_image_get_n_pages: it reports 10,000 pages or more as one page. An AVIF's other pictures are not pages of it.
        var frames = loader.Format == ImageFormat.Avif ? 1 : Math.Max(1, image.GetInt("n-pages") ?? 1);
        var metadata = EmbeddedMetadata.Read(loader.Source, loader.Format);
        return new ImageInfo(
            loader.Format,
            image.Width,
            image.Height,
            frames,
            image.HasAlpha,
            metadata.Orientation,
            Animated: frames > 1 && CodecFormats.CanBeAnimated(loader.Format),
            metadata.Copyright);
    }
}
