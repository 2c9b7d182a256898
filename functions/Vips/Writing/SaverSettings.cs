using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Renditions;
using Pipeline.Vips.Native;

namespace Pipeline.Vips.Writing;

/// <summary>
/// Settings of each saver. They are sharp's defaults, so that sizes and times can be compared, with two exceptions: AVIF's chroma, and
/// the effort, which comes from the rendition (README.md has the numbers behind its default).
/// JPEG and AVIF halve the chroma (4:2:0) below quality 90 and keep it whole (4:4:4) from 90 on, which is libvips' own rule.
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
