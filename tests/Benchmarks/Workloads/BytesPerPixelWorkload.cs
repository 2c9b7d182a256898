using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Material;
using Pipeline.Benchmarks.Measuring;
using Pipeline.Benchmarks.Reporting;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;

namespace Pipeline.Benchmarks.Workloads;

/// <summary>
/// 9. How much memory a picture takes: the peak of a fresh process that makes one rendition, less the peak for a tiny picture of the same
/// format, by pixel of the original. <c>functions/Imaging/Memory</c> bounds the memory of an upload by these numbers.
/// </summary>
internal static class BytesPerPixelWorkload
{
    private const double Tiny = 0.01;
    private const double Megapixels = 12;

    public static Workload Run(BenchmarkContext bench)
    {
        using var sharp = bench.Installation.TryStartSharp();
        return new(
            9,
            "Bytes per pixel",
            $"One WebP rendition of 800 px from {Megapixels} megapixels. Peak resident memory (VmHWM) of a fresh process, less that for the same format with {Tiny} megapixels, by pixel of the original. "
                + "The original is read from its file. Values near 0 mean that the picture is never held whole.",
            [.. FindCases(bench, sharp).Select(testCase => Measure(bench, testCase))]);
    }

    private static IEnumerable<Case> FindCases(BenchmarkContext bench, PeerProcess? sharp)
    {
        foreach (var format in (ImageFormat[])[ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.WebP, ImageFormat.Avif])
        {
            yield return new(format.DisplayName(), bench.Originals.GetResized(Tiny, format), bench.Originals.GetResized(Megapixels, format));
        }

        foreach (var (name, format) in sharp is null ? [] : ((string, string)[])[("progressive JPEG, 4:4:4", "progressive"), ("GIF", "gif"), ("TIFF, LZW", "tiff")])
        {
            yield return new(
                name, CodecsWorkload.WriteByPeer(bench, sharp!, Tiny, format), CodecsWorkload.WriteByPeer(bench, sharp!, Megapixels, format));
        }
    }

    private static Row Measure(BenchmarkContext bench, Case testCase)
    {
        bench.Log($"9. {testCase.Name}");
        return new(
            testCase.Name,
            [
                Value("libvips alone", CodecSelection.Vips),
                Value("ImageMagick alone", CodecSelection.Magick),
            ],
            []);

        Value Value(string column, CodecSelection codec) => new(
            column,
            Peak(bench, testCase.File, codec) is { } whole && Peak(bench, testCase.Tiny, codec) is { } tiny ? Math.Max(0, (whole - tiny) / Megapixels) : null,
            Unit.Ratio);
    }

    private static double? Peak(BenchmarkContext bench, string file, CodecSelection codec)
    {
        using var fresh = bench.Installation.StartPipeline();
        return PeakMemory.Measure(fresh, new("one", [file], [Settings.PipelineDefaults("rendition", 800, null, "webp")], Codec: codec.ToString()));
    }

    private sealed record Case(string Name, string Tiny, string File);
}
