using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Renditions;
using Pipeline.Vips.Native;

namespace Pipeline.Vips.Writing;

/// <summary>
/// Settings of each saver: sharp's defaults, so that size and time compare, but for AVIF's chroma and for the effort,
/// which is the rendition's (README.md has the numbers behind its default).
/// Chroma of JPEG and AVIF is halved (4:2:0) below quality 90 and whole (4:4:4) from there on, which is libvips' own rule.
/// </summary>
internal static class SaverSettings
{
    private const int Av1 = 4; // VIPS_FOREIGN_HEIF_COMPRESSION_AV1

    public static void Apply(VipsOperation save, EncodeOptions options)
    {
        switch (options.Format)
        {
            case ImageFormat.Jpeg:
                save.Set("Q", options.Quality).Set("optimize_coding", true);
                break;
            case ImageFormat.Png:
                save.Set("compression", 6);
                break;
            case ImageFormat.WebP:
                save.Set("Q", options.Quality).Set("effort", Effort(options));
                break;
            case ImageFormat.Avif:
                save.Set("Q", options.Quality).Set("effort", Effort(options)).Set("compression", Av1).Set("bitdepth", 8);
                break;
        }
    }

    private static int Effort(EncodeOptions options) => options.Effort ?? RenditionFormats.DefaultEffort(options.Format)!.Value;
}
