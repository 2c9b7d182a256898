using System.Globalization;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Magick.Writing;

/// <summary>
/// Settings of each writer, as ImageMagick's defines: what the codec on libvips uses, so that size and time compare. Chroma of
/// JPEG and AVIF is halved (4:2:0) below quality 90 and whole (4:4:4) from there on.
/// </summary>
internal static class WriterSettings
{
    private const int MinFullChromaQuality = 90;

    // Everything ancillary that ImageMagick writes of its own accord; eXIf and tRNS are not among it.
    private const string ExcludedPngChunks = "bKGD,caNv,cHRM,date,gAMA,iCCP,iTXt,oFFs,orNT,pHYs,sRGB,tEXt,tIME,vpAg,zCCP,zTXt";

    /// <summary>Defines by their full names.</summary>
    public static IReadOnlyList<(string Name, string Value)> DefinesFor(EncodeOptions options) => options.Format switch
    {
        ImageFormat.Jpeg =>
        [
            ("jpeg:sampling-factor", options.Quality >= MinFullChromaQuality ? "4:4:4" : "4:2:0"),
            ("jpeg:optimize-coding", "true"),
        ],
        ImageFormat.Png =>
        [
            ("png:compression-level", "6"),
            ("png:compression-filter", "0"),
            ("png:exclude-chunk", ExcludedPngChunks),
        ],
        // ImageMagick takes quality 100 for lossless; here it is the scale's end.
        ImageFormat.WebP => [("webp:method", FormatNumber(Effort(options))), ("webp:lossless", "false"), ("webp:thread-level", "0")],
        // libheif's speed is 0 to 9, libvips' effort 9 to 0.
        ImageFormat.Avif => [("heic:speed", FormatNumber(9 - Effort(options))), ("heic:chroma", options.Quality >= MinFullChromaQuality ? "444" : "420")],
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Format, null),
    };

    private static int Effort(EncodeOptions options) => options.Effort ?? RenditionFormats.DefaultEffort(options.Format)!.Value;

    private static string FormatNumber(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>AVIF's 100 would be lossless, many times as large and slow; 99 is the end of the scale.</summary>
    public static uint Quality(EncodeOptions options) =>
        (uint)(options.Format == ImageFormat.Avif ? Math.Min(options.Quality, 99) : options.Quality);
}
