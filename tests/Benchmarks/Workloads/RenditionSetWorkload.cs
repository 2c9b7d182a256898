using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Material;
using Pipeline.Benchmarks.Measuring;
using Pipeline.Benchmarks.Reporting;
using Pipeline.Core.Renditions;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Benchmarks.Workloads;

/// <summary>2. The default rendition set of one image: the pipeline with one shared decode, sharp in each of the ways it is used.</summary>
internal static class RenditionSetWorkload
{
    /// <summary>One sharp pipeline per rendition, as its users write it.</summary>
    public const string Separate = "separate";

    private const string BottleneckNote =
        "What bounds it: in a profile of the pipeline (perf, 40 sets), 80 % is libvips. Three quarters of that are encoders, the same code with the same settings on either side; the rest is the decode. "
        + "The kernel takes 8 %, resampling 7 %, the C library 4 %. The pipeline saves all decodes but one, half of that one (sharp decodes the whole picture), and reading the decoded picture more than once: "
        + "small renditions are made from the pixels of the largest one.";

    private static readonly string[] Variants = [Separate, "raw", "clone"];

    /// <summary>The default rendition set.</summary>
    public static IReadOnlyList<Target> Default { get; } = [.. RenditionSet.Default.Renditions.Select(rendition =>
    {
        var format = rendition.Format == RenditionFormat.Jpeg ? "jpeg" : "webp";
        return Settings.PipelineDefaults(rendition.Name, rendition.Width!.Value, rendition.Height, format);
    })];

    public static Workload Run(BenchmarkContext bench)
    {
        using var ours = bench.Installation.StartPipeline();
        using var sharp = bench.Installation.TryStartSharp();
        using var check = new OutputCheck();
        var rounds = bench.ChooseRounds(9, 3);
        return new(
            2,
            "The default rendition set of one image",
            $"{Originals.NameOf(bench.Originals.Photograph)}, {Default.Count} renditions, {rounds} rounds. sharp runs in three ways: *separate*, one pipeline per rendition, as its users write it; *clone*, clones of one instance; "
                + "*raw*, one decode whose pixels, in the size of the largest rendition, serve all others, as experts do. Each runs with sharp's own defaults (WebP: quality 80, effort 4) and *at our settings* (82, 2).",
            [.. ((int[])[1, Environment.ProcessorCount]).Distinct().Take(bench.Quick ? 1 : 2).Select(threads => Measure(bench, ours, sharp, check, rounds, threads))])
        {
            Notes = [BottleneckNote],
        };
    }

    private static Row Measure(BenchmarkContext bench, PeerProcess ours, PeerProcess? sharp, OutputCheck check, int rounds, int threads)
    {
        bench.Log($"2. default set on {threads} threads");
        // sharp gets one thread per picture if several are made at once, as its documentation advises for throughput.
        var request = new PeerRequest("set", [bench.Originals.Photograph], Default, Parallelism: threads);
        var ourCheck = check.Check(ours, request);
        List<(string Name, Func<double> Run)> runs = [(ContenderNames.Ours, () => ours.Send(request).Milliseconds)];
        var checks = new Dictionary<string, (double Ssim, long Bytes)>();
        foreach (var variant in sharp is null ? [] : bench.Quick ? Variants[..2] : Variants)
        {
            foreach (var (name, variantRequest) in ((string, PeerRequest)[])[(variant, Settings.WithSharpDefaults(request)), (AtOurs(variant), request)])
            {
                checks[name] = check.Check(sharp!, variantRequest with { Operation = variant });
                runs.Add((name, () => sharp!.Send(variantRequest with { Operation = variant }).Milliseconds));
            }
        }

        runs.Add((Columns.Floor, () => ours.Send(request with { Operation = "floor" }).Milliseconds));
        var times = Interleaved.Measure(runs, rounds, bench.WarmUpRounds, bench.Budget, bench.WarmUpTime);
        List<Value> values = [new(ContenderNames.Ours, Statistics.Median(times[ContenderNames.Ours]), Unit.Milliseconds)];
        List<TargetValue> targets = [];
        if (sharp is not null)
        {
            var best = Variants.Where(times.ContainsKey).MinBy(variant => Statistics.Median(times[variant]))!;
            var bestAtOurs = Variants.Select(AtOurs).Where(times.ContainsKey).MinBy(variant => Statistics.Median(times[variant]))!;
            values.Add(new(Columns.Sharp, Statistics.Median(times[Separate]), Unit.Milliseconds));
            values.Add(new(Columns.Ratio, Ratio(Separate), Unit.Ratio));
            values.AddRange(checks.Keys.Where(name => name != Separate).Select(name => new Value($"sharp {name}", Statistics.Median(times[name]), Unit.Milliseconds)));
            values.Add(new("ratio to sharp's best", Ratio(best), Unit.Ratio));
            values.Add(new("ratio to its best at our settings", Ratio(bestAtOurs), Unit.Ratio));
            targets.Add(new("of sharp, separate", 0.5, Ratio(Separate), Unit.Ratio));
            targets.Add(new($"of sharp's best ({best})", 0.8, Ratio(best), Unit.Ratio));
            targets.Add(new($"of sharp's best ({bestAtOurs})", 0.8, Ratio(bestAtOurs), Unit.Ratio));
        }

        targets.Add(new("of the floor", OneRenditionWorkload.MaxRatioToFloor, Ratio(Columns.Floor), Unit.Ratio));
        values.Add(new(Columns.Floor, Statistics.Median(times[Columns.Floor]), Unit.Milliseconds));
        values.Add(new(Columns.RatioToFloor, Ratio(Columns.Floor), Unit.Ratio));
        values.Add(new("SSIM", ourCheck.Ssim, Unit.Similarity));
        values.Add(new("size", ourCheck.Bytes / 1000.0, Unit.Kilobytes));
        foreach (var (name, (ssim, bytes)) in checks.Where(entry => entry.Key == Separate || entry.Key.Contains("raw", StringComparison.Ordinal)))
        {
            values.Add(new($"SSIM, {name}", ssim, Unit.Similarity));
            values.Add(new($"size, {name}", bytes / 1000.0, Unit.Kilobytes));
        }

        return new($"default set, {(threads == 1 ? "one thread" : $"{threads} threads")}", values, targets) { Rounds = times[ContenderNames.Ours].Count };

        double Ratio(string name) => Statistics.MedianRatio(times[ContenderNames.Ours], times[name]);
    }

    private static string AtOurs(string variant) => $"{variant} at our settings";
}
