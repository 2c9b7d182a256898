using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Material;
using Pipeline.Benchmarks.Measuring;
using Pipeline.Benchmarks.Reporting;

namespace Pipeline.Benchmarks.Workloads;

/// <summary>
/// 8. The same bytes: the pipeline at effort 4, in the highest quality whose file is no larger than sharp's at its defaults. Users pay for
/// bytes as well as for time.
/// </summary>
internal static class EqualBytesWorkload
{
    private const int Effort = 4;

    public static Workload Run(BenchmarkContext bench)
    {
        using var ours = bench.Installation.StartPipeline();
        using var sharp = bench.Installation.TryStartSharp();
        using var check = new OutputCheck();
        return new(
            8,
            "At equal bytes",
            $"{Originals.NameOf(bench.Originals.Photograph)} on one thread, {bench.ChooseRounds(7, 1)} rounds. sharp runs with its own defaults (effort 4). The pipeline runs at effort {Effort} too, in the highest quality whose file is no larger.",
            sharp is null ? [] : [.. FindCases().Select(testCase => Measure(bench, ours, sharp, check, testCase.Width, testCase.Format))]);
    }

    private static IEnumerable<(int Width, string Format)> FindCases() => [(320, "webp"), (800, "webp"), (1600, "webp"), (800, "avif")];

    private static Row Measure(BenchmarkContext bench, PeerProcess ours, PeerProcess sharp, OutputCheck check, int width, string format)
    {
        bench.Log($"8. {width} px, {format}");
        var theirs = Settings.WithSharpDefaults(new PeerRequest("one", [bench.Originals.Photograph], [Settings.PipelineDefaults("rendition", width, null, format)]));
        var theirCheck = check.Check(sharp, theirs);
        var our = theirs with { Targets = [theirs.Targets[0] with { Quality = FindQuality(ours, theirs, theirCheck.Bytes), Effort = Effort }] };
        var ourCheck = check.Check(ours, our);
        var times = Interleaved.Measure(
            [(ContenderNames.Ours, () => ours.Send(our).Milliseconds), (Columns.Sharp, () => sharp.Send(theirs).Milliseconds)],
            bench.ChooseRounds(7, 1), bench.WarmUpRounds, bench.Budget, bench.WarmUpTime);
        var ratio = Statistics.MedianRatio(times[ContenderNames.Ours], times[Columns.Sharp]);
        return new(
            $"{width} px, JPEG to {format}, our quality {our.Targets[0].Quality}",
            [
                new(ContenderNames.Ours, Statistics.Median(times[ContenderNames.Ours]), Unit.Milliseconds),
                new(Columns.Sharp, Statistics.Median(times[Columns.Sharp]), Unit.Milliseconds),
                new(Columns.Ratio, ratio, Unit.Ratio),
                new("size", ourCheck.Bytes / 1000.0, Unit.Kilobytes),
                new($"size, {Columns.Sharp}", theirCheck.Bytes / 1000.0, Unit.Kilobytes),
                new("SSIM", ourCheck.Ssim, Unit.Similarity),
                new($"SSIM, {Columns.Sharp}", theirCheck.Ssim, Unit.Similarity),
            ],
            [new("of sharp", 1.0, ratio, Unit.Ratio)])
        {
            Rounds = times[ContenderNames.Ours].Count,
        };
    }

    /// <summary>Finds the highest quality at which the pipeline's file has at most this size, by bisection.</summary>
    private static int FindQuality(PeerProcess ours, PeerRequest request, long maxBytes)
    {
        var (low, high) = (1, 100);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            var bytes = ours.Send(request with { Targets = [request.Targets[0] with { Quality = middle, Effort = Effort }] }).Bytes;
            (low, high) = bytes <= maxBytes ? (middle, high) : (low, middle - 1);
        }

        return low;
    }
}
