using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Metadata;
using Pipeline.Vips.Formats;
using Pipeline.Vips.Native;

namespace Pipeline.Vips.Reading;

/// <summary>What the header says. libvips computes no pixel until it is asked to, so nothing of their size is allocated.</summary>
internal static class Inspector
{
    /// <exception cref="VipsException">The header cannot be read.</exception>
    public static ImageInfo Inspect(SourceLoader loader)
    {
        using var image = loader.LoadHeader();
        // Not vips_image_get_n_pages, which calls 10,000 pages and more one page.
        var frames = Math.Max(1, image.GetInt("n-pages") ?? 1);
        return new ImageInfo(
            loader.Format,
            image.Width,
            image.Height,
            frames,
            image.HasAlpha,
            image.Orientation,
            Animated: frames > 1 && CodecFormats.CanBeAnimated(loader.Format),
            ExifCopyright.Read(image.GetBlob(VipsImage.Exif)));
    }
}
