using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Material;
using Pipeline.Benchmarks.Measuring;
using Pipeline.Benchmarks.Reporting;
using Pipeline.Core.Renditions;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Benchmarks.Workloads;

/// <summary>2. The default rendition set of one image: ours by one shared decode, sharp in each of the ways it is used.</summary>
internal static class RenditionSetWorkload
{
    /// <summary>As sharp's users write it, a pipeline for each rendition.</summary>
    public const string Separate = "separate";

    private const string BottleneckNote =
        "What bounds it: of a profile of ours (perf, 40 sets) 80 % is libvips, three quarters of that encoders, which are the same code with the same settings on either side, the rest the decode; "
        + "8 % is the kernel, 7 % our resampling, 4 % the C library. What is saved is all but one of the decodes, half of that one (sharp decodes the whole), and reading it more than once: "
        + "small renditions are made of the largest one's pixels.";

    private static readonly string[] Variants = [Separate, "raw", "clone"];

    /// <summary>The set that is made where none is configured.</summary>
    public static IReadOnlyList<Target> Default { get; } = [.. RenditionSet.Default.Renditions.Select(rendition =>
    {
        var format = rendition.Format == RenditionFormat.Jpeg ? "jpeg" : "webp";
        return Settings.PipelineDefaults(rendition.Name, rendition.Width!.Value, rendition.Height, format);
    })];

    public static Workload Run(BenchmarkContext bench)
    {
        using var ours = bench.Installation.Ours();
        using var sharp = bench.Installation.Sharp();
        using var check = new OutputCheck();
        var rounds = bench.Rounds(9, 3);
        return new(
            2,
            "The default rendition set of one image",
            $"{Originals.NameOf(bench.Originals.Photograph)}, {Default.Count} renditions, {rounds} rounds. sharp: *separate*, a pipeline for each, as its users write it; *clone*, clones of one instance; "
                + "*raw*, the pixels of the largest rendition, decoded once, serve the others, as its experts do. Each with sharp's own defaults (WebP: quality 80, effort 4) and *at our settings* (82, 2).",
            [.. ((int[])[1, Environment.ProcessorCount]).Distinct().Take(bench.Quick ? 1 : 2).Select(threads => Measure(bench, ours, sharp, check, rounds, threads))])
        {
            Notes = [BottleneckNote],
        };
    }

    private static Row Measure(BenchmarkContext bench, PeerProcess ours, PeerProcess? sharp, OutputCheck check, int rounds, int threads)
    {
        bench.Log($"2. default set on {threads} threads");
        // sharp's threads: one a picture where several are under way, as its documentation advises for throughput.
        var request = new PeerRequest("set", [bench.Originals.Photograph], Default, Parallelism: threads);
        var ourCheck = check.Check(ours, request);
        List<(string Name, Func<double> Run)> runs = [(ContenderNames.Ours, () => ours.Send(request).Milliseconds)];
        var checks = new Dictionary<string, (double Ssim, long Bytes)>();
        foreach (var variant in sharp is null ? [] : bench.Quick ? Variants[..2] : Variants)
        {
            foreach (var (name, asked) in ((string, PeerRequest)[])[(variant, Settings.WithSharpDefaults(request)), (AtOurs(variant), request)])
            {
                checks[name] = check.Check(sharp!, asked with { Operation = variant });
                runs.Add((name, () => sharp!.Send(asked with { Operation = variant }).Milliseconds));
            }
        }

        runs.Add((Columns.Floor, () => ours.Send(request with { Operation = "floor" }).Milliseconds));
        var times = Interleaved.Measure(runs, rounds, bench.Dropped, bench.Budget);
        List<Value> values = [new(ContenderNames.Ours, Statistics.Median(times[ContenderNames.Ours]), Unit.Milliseconds)];
        List<TargetValue> targets = [];
        if (sharp is not null)
        {
            var best = Variants.Where(times.ContainsKey).MinBy(variant => Statistics.Median(times[variant]))!;
            var bestAtOurs = Variants.Select(AtOurs).Where(times.ContainsKey).MinBy(variant => Statistics.Median(times[variant]))!;
            values.Add(new(Columns.Sharp, Statistics.Median(times[Separate]), Unit.Milliseconds));
            values.Add(new(Columns.Ratio, Ratio(Separate), Unit.Ratio));
            values.AddRange(checks.Keys.Where(name => name != Separate).Select(name => new Value($"sharp {name}", Statistics.Median(times[name]), Unit.Milliseconds)));
            values.Add(new("by sharp's best", Ratio(best), Unit.Ratio));
            values.Add(new("by its best at our settings", Ratio(bestAtOurs), Unit.Ratio));
            targets.Add(new("of sharp, separate", 0.5, Ratio(Separate), Unit.Ratio));
            targets.Add(new($"of sharp's best ({best})", 0.8, Ratio(best), Unit.Ratio));
            targets.Add(new($"of sharp's best ({bestAtOurs})", 0.8, Ratio(bestAtOurs), Unit.Ratio));
        }

        values.Add(new(Columns.Floor, Statistics.Median(times[Columns.Floor]), Unit.Milliseconds));
        values.Add(new("by floor", Ratio(Columns.Floor), Unit.Ratio));
        values.Add(new("SSIM", ourCheck.Ssim, Unit.Similarity));
        values.Add(new("size", ourCheck.Bytes / 1000.0, Unit.Kilobytes));
        foreach (var (name, (ssim, bytes)) in checks.Where(one => one.Key == Separate || one.Key.Contains("raw", StringComparison.Ordinal)))
        {
            values.Add(new($"SSIM, {name}", ssim, Unit.Similarity));
            values.Add(new($"size, {name}", bytes / 1000.0, Unit.Kilobytes));
        }

        return new($"default set, {(threads == 1 ? "one thread" : $"{threads} threads")}", values, targets);

        double Ratio(string name) => Statistics.MedianRatio(times[ContenderNames.Ours], times[name]);
    }

    private static string AtOurs(string variant) => $"{variant} at our settings";
}
