using System.Globalization;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Magick.Writing;

/// <summary>
/// Settings of each writer, as ImageMagick's defines. They match the codec on libvips, so that sizes and times can be compared.
/// JPEG and AVIF halve the chroma (4:2:0) below quality 90 and keep it whole (4:4:4) from 90 on.
/// </summary>
internal static class WriterSettings
{
    private const int MinFullChromaQuality = 90;

    // All ancillary chunks that ImageMagick writes by default, except eXIf and tRNS.
    private const string ExcludedPngChunks = "bKGD,caNv,cHRM,date,gAMA,iCCP,iTXt,oFFs,orNT,pHYs,sRGB,tEXt,tIME,vpAg,zCCP,zTXt";

    /// <summary>Returns the defines of a format, by their full names.</summary>
    public static IReadOnlyList<(string Name, string Value)> GetDefines(EncodeOptions options) => options.Format switch
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
        // ImageMagick writes lossless at quality 100; here 100 is the best lossy quality.
        ImageFormat.WebP => [("webp:method", FormatNumber(GetEffort(options))), ("webp:lossless", "false"), ("webp:thread-level", "0")],
        // libheif's speed runs from 0 to 9, effort from 9 to 0.
        ImageFormat.Avif => [("heic:speed", FormatNumber(9 - GetEffort(options))), ("heic:chroma", options.Quality >= MinFullChromaQuality ? "444" : "420")],
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Format, null),
    };

    private static int GetEffort(EncodeOptions options) => options.Effort ?? RenditionFormats.DefaultEffort(options.Format)!.Value;

    private static string FormatNumber(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns the quality. AVIF's maximum is 99, because 100 is lossless: many times as large and as slow.</summary>
    public static uint GetQuality(EncodeOptions options) =>
        (uint)(options.Format == ImageFormat.Avif ? Math.Min(options.Quality, 99) : options.Quality);
}
