using Pipeline.Benchmarks.Contenders;
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
    public const int Number = 9;

    public const string FileColumn = "file";

    public const string VipsColumn = "libvips alone";

    public const string MagickColumn = "ImageMagick alone";

    private const double Tiny = 0.01;

    public static Workload Run(BenchmarkContext bench)
    {
        using var sharp = bench.Installation.TryStartSharp();
        return new(
            Number,
            "Bytes per pixel",
            $"One rendition from {MemoryCase.Megapixels} megapixels: a WebP of 800 px, or the whole in a format. Peak resident memory (VmHWM) of a fresh process, less that for the same format with {Tiny} megapixels, by pixel of the original. "
                + "The original is read from its file, whose own bytes per pixel are in the first column. Values near 0 mean that the picture is never held whole.",
            [.. MemoryCase.All.Select(testCase => Measure(bench, sharp, testCase)).OfType<Row>()]);
    }

    private static Row? Measure(BenchmarkContext bench, PeerProcess? sharp, MemoryCase testCase)
    {
        bench.Log($"{Number}. {testCase.Name}");
        if (testCase.Make(bench, sharp, MemoryCase.Megapixels) is not { } file || testCase.Make(bench, sharp, Tiny) is not { } tiny)
        {
            return null;
        }

        return new(
            testCase.Name,
            [
                new(FileColumn, new FileInfo(file).Length / (MemoryCase.Megapixels * 1e6), Unit.Ratio),
                Value(VipsColumn, CodecSelection.Vips),
                Value(MagickColumn, CodecSelection.Magick),
            ],
            []);

        Value Value(string column, CodecSelection codec) => new(
            column,
            IsRead(codec) && Peak(bench, file, testCase.Target, codec) is { } whole && Peak(bench, tiny, testCase.Target, codec) is { } least
                ? Math.Max(0, (whole - least) / MemoryCase.Megapixels)
                : null,
            Unit.Ratio);

        bool IsRead(CodecSelection codec) => codec == CodecSelection.Magick || testCase.Info.Format is not (ImageFormat.Heic or ImageFormat.Bmp);
    }

    private static double? Peak(BenchmarkContext bench, string file, Target target, CodecSelection codec)
    {
        using var fresh = bench.Installation.StartPipeline();
        return PeakMemory.Measure(fresh, new("one", [file], [target], Codec: codec.ToString()));
    }
}
