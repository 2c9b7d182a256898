using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Material;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Headers;

namespace Pipeline.Benchmarks.Workloads;

/// <summary>An original and a rendition of it, whose memory is measured.</summary>
/// <param name="Name">Name of the row.</param>
/// <param name="Info">The original's header, at <see cref="Megapixels"/>.</param>
/// <param name="Layout">How it stores its pixels.</param>
/// <param name="Target">The rendition.</param>
/// <param name="Make">Makes the original with a number of megapixels; null if what makes it is missing.</param>
internal sealed record MemoryCase(string Name, ImageInfo Info, ScanLayout? Layout, Target Target, Func<BenchmarkContext, PeerProcess?, double, string?> Make)
{
    public const double Megapixels = 12;

    private static readonly ScanLayout InRows = new(IsInPasses: false, 3, 1);
    private static readonly ScanLayout Whole = new(IsInPasses: true, 3, 1);

    /// <summary>All cases: first the formats of originals, then the formats of renditions.</summary>
    public static IReadOnlyList<MemoryCase> All { get; } =
    [
        Original("JPEG", ImageFormat.Jpeg, InRows, Resized(ImageFormat.Jpeg)),
        Original("progressive JPEG, 4:2:0", ImageFormat.Jpeg, Whole with { SamplesPerPixel = 1.5 }, BySharp("progressive420")),
        Original("progressive JPEG, 4:4:4", ImageFormat.Jpeg, Whole, BySharp("progressive")),
        Original("PNG", ImageFormat.Png, InRows, Resized(ImageFormat.Png)),
        Original("PNG, interlaced", ImageFormat.Png, Whole, BySharp("interlaced")),
        Original("PNG, alpha", ImageFormat.Png, new(IsInPasses: false, 4, 1), WithAlpha(ImageFormat.Png), hasAlpha: true),
        Original("PNG, alpha, interlaced", ImageFormat.Png, new(IsInPasses: true, 4, 1), BySharp("interlaced", hasAlpha: true), hasAlpha: true),
        Original("WebP", ImageFormat.WebP, InRows, Resized(ImageFormat.WebP)),
        Original("WebP, alpha", ImageFormat.WebP, new(IsInPasses: true, 4, 1), WithAlpha(ImageFormat.WebP), hasAlpha: true),
        Original("WebP, 48 frames", ImageFormat.WebP, Whole, (bench, _, megapixels) => bench.Originals.GetAnimated(megapixels), frames: 48),
        Original("GIF", ImageFormat.Gif, null, BySharp("gif")),
        Original("GIF, 48 frames", ImageFormat.Gif, null, (bench, sharp, megapixels) => sharp is null
            ? null
            : CodecsWorkload.WriteByPeer(bench, sharp, megapixels, "gif", bench.Originals.GetAnimated(megapixels), "-animated"), frames: 48),
        Original("AVIF, 4:2:0", ImageFormat.Avif, null, (bench, _, megapixels) => bench.Originals.GetResized(megapixels, ImageFormat.Avif, 80)),
        Original("AVIF, 4:4:4", ImageFormat.Avif, null, Resized(ImageFormat.Avif)),
        Original("AVIF, alpha", ImageFormat.Avif, null, WithAlpha(ImageFormat.Avif), hasAlpha: true),
        Original("HEIC", ImageFormat.Heic, null, ByHeifEnc(hasAlpha: false)),
        Original("HEIC, alpha", ImageFormat.Heic, null, ByHeifEnc(hasAlpha: true), hasAlpha: true),
        Original("TIFF, LZW", ImageFormat.Tiff, InRows, BySharp("tiff")),
        Original("TIFF, alpha", ImageFormat.Tiff, new(IsInPasses: false, 4, 1), BySharp("tiff", hasAlpha: true), hasAlpha: true),
        Original("TIFF, one strip", ImageFormat.Tiff, Whole, (bench, _, megapixels) => bench.Originals.GetWritten(megapixels, "strip.tiff", RawFiles.WriteTiffInOneStrip)),
        Original("BMP", ImageFormat.Bmp, null, (bench, _, megapixels) => bench.Originals.GetWritten(megapixels, "rgb.bmp", RawFiles.WriteBmp)),
        .. new[] { ("JPEG", "jpeg", 80), ("JPEG of quality 95", "jpeg", 95), ("PNG", "png", 100), ("WebP", "webp", 82), ("AVIF", "avif", 66), ("AVIF of quality 95", "avif", 95) }
            .Select(rendition => Rendition(rendition, hasAlpha: false)),
        .. new[] { ("JPEG", "jpeg", 80), ("PNG", "png", 100), ("WebP", "webp", 82), ("AVIF", "avif", 66) }
            .Select(rendition => Rendition(rendition, hasAlpha: true)),
    ];

    private static MemoryCase Original(
        string name, ImageFormat format, ScanLayout? layout, Func<BenchmarkContext, PeerProcess?, double, string?> make, bool hasAlpha = false, int frames = 1)
    {
        var width = (int)Math.Sqrt(Megapixels / frames * 1e6 * 4 / 3);
        return new(name, new(format, width, width * 3 / 4, frames, hasAlpha, Animated: frames > 1), layout, Settings.PipelineDefaults("rendition", 800, null, "webp"), make);
    }

    private static MemoryCase Rendition((string Name, string Format, int Quality) rendition, bool hasAlpha)
    {
        var original = hasAlpha
            ? Original("PNG, alpha", ImageFormat.Png, new(IsInPasses: false, 4, 1), WithAlpha(ImageFormat.Png), hasAlpha: true)
            : Original("JPEG", ImageFormat.Jpeg, InRows, Resized(ImageFormat.Jpeg));
        return original with
        {
            Name = $"{original.Name} to a whole {rendition.Name}",
            Target = Settings.PipelineDefaults("rendition", original.Info.Width, null, rendition.Format) with { Quality = rendition.Quality },
        };
    }

    private static Func<BenchmarkContext, PeerProcess?, double, string?> Resized(ImageFormat format) => (bench, _, megapixels) => bench.Originals.GetResized(megapixels, format);

    private static Func<BenchmarkContext, PeerProcess?, double, string?> WithAlpha(ImageFormat format) => (bench, _, megapixels) => bench.Originals.GetWithAlpha(megapixels, format);

    private static Func<BenchmarkContext, PeerProcess?, double, string?> BySharp(string format, bool hasAlpha = false) => (bench, sharp, megapixels) => sharp is null
        ? null
        : CodecsWorkload.WriteByPeer(
            bench, sharp, megapixels, format, hasAlpha ? bench.Originals.GetWithAlpha(megapixels, ImageFormat.Png) : null, hasAlpha ? "-alpha" : "");

    private static Func<BenchmarkContext, PeerProcess?, double, string?> ByHeifEnc(bool hasAlpha) => (bench, _, megapixels) => bench.Installation.TryGetHeifEnc() is not { } program
        ? null
        : bench.Originals.GetWrittenByPeer(
            megapixels, "heic", (png, folder) => Installation.Run(folder, program, "-q", "50", "-p", "preset=ultrafast", "-o", Path.Combine(folder, "original.heic"), png),
            hasAlpha ? bench.Originals.GetWithAlpha(megapixels, ImageFormat.Png) : null, hasAlpha ? "-alpha" : "");
}
