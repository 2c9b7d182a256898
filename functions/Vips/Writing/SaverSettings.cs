using Pipeline.Core.Imaging;
using Pipeline.Vips.Native;

namespace Pipeline.Vips.Writing;

/// <summary>
/// Settings of each saver: sharp's defaults, so that size and time compare, but for AVIF's chroma.
/// WebP's effort, too: less takes half the time but 6 to 14 % more bytes at equal quality, and renditions are delivered more often
/// than made; more gains nothing at equal quality (README.md has the numbers).
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
                save.Set("Q", options.Quality).Set("effort", 4);
                break;
            case ImageFormat.Avif:
                save.Set("Q", options.Quality).Set("effort", 4).Set("compression", Av1).Set("bitdepth", 8);
                break;
        }
    }
}
