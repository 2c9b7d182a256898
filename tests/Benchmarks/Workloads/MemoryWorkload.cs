using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Measuring;
using Pipeline.Benchmarks.Reporting;
using Pipeline.Imaging.Formats;

namespace Pipeline.Benchmarks.Workloads;

/// <summary>4. Peak memory of a fresh process that makes one rendition of a large original.</summary>
internal static class MemoryWorkload
{
    private const int LargestMegapixels = 100;

    public static Workload Run(BenchmarkContext bench)
    {
        List<Row> rows = [];
        foreach (var format in (ImageFormat[])[ImageFormat.Jpeg, ImageFormat.Png])
        {
            foreach (var megapixels in bench.Quick ? (int[])[12] : [12, 50, LargestMegapixels])
            {
                bench.Log($"4. {megapixels} MP {format}");
                var request = new PeerRequest("one", [bench.Originals.GetResized(megapixels, format)], [Settings.PipelineDefaults("rendition", 800, null, "webp")]);
                rows.Add(Measure(bench, megapixels, format, request));
            }
        }

        return new(
            4,
            "Memory",
            "Peak resident memory (VmHWM) of a fresh process that makes one WebP rendition of 800 px. It includes the runtime, about 50 MB on either side. The floor is the pipeline's process when it only decodes and keeps no pixels.",
            rows)
        {
            Notes = ["The original is read from its file, as in the local host. In AWS, the content that S3 delivers is also held in memory."],
        };
    }

    private static Row Measure(BenchmarkContext bench, int megapixels, ImageFormat format, PeerRequest request)
    {
        using var ours = bench.Installation.StartPipeline();
        using var sharp = bench.Installation.TryStartSharp();
        using var decoder = bench.Installation.StartPipeline();
        var (our, their) = (PeakMemory.Measure(ours, request), sharp is null ? null : PeakMemory.Measure(sharp, request));
        var floor = PeakMemory.Measure(decoder, request with { Operation = "decode" });
        List<TargetValue> targets = [];
        if (our is { } peak && their is { } theirs)
        {
            targets.Add(new("of sharp", 1.2, peak / theirs, Unit.Ratio));
        }

        if (our is { } peakMegabytes && megapixels == LargestMegapixels)
        {
            targets.Add(new("in all", 700, peakMegabytes, Unit.Megabytes));
        }

        return new(
            $"{megapixels} MP {(format == ImageFormat.Jpeg ? "JPEG" : "PNG")}",
            [new(ContenderNames.Ours, our, Unit.Megabytes), new(Columns.Sharp, their, Unit.Megabytes), new(Columns.Ratio, our / their, Unit.Ratio), new(Columns.Floor, floor, Unit.Megabytes)],
            targets);
    }
}
