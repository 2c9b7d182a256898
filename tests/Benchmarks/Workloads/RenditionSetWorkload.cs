using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Material;
using Pipeline.Benchmarks.Measuring;
using Pipeline.Benchmarks.Reporting;
using Pipeline.Core.Renditions;

namespace Pipeline.Benchmarks.Workloads;

/// <summary>2. The default rendition set of one image: ours by one shared decode, sharp in each of the ways it is used.</summary>
internal static class RenditionSetWorkload
{
    /// <summary>As sharp's users write it, a pipeline for each rendition.</summary>
    public const string Separate = "separate";

    private static readonly string[] Ways = [Separate, "clone", "raw"];

    /// <summary>The set that is made where none is configured.</summary>
    public static IReadOnlyList<Target> Default { get; } = [.. RenditionSet.Default.Renditions.Select(rendition =>
    {
        var format = rendition.Format == RenditionFormat.Jpeg ? "jpeg" : "webp";
        return new Target(rendition.Name, rendition.Width!.Value, rendition.Height, format, OneRenditionWorkload.Quality(format));
    })];

    public static Workload Run(Bench bench)
    {
        using var ours = bench.Installation.Ours();
        using var sharp = bench.Installation.Sharp();
        using var check = new OutputCheck();
        var rounds = bench.Rounds(9, 2);
        return new(
            2,
            "The default rendition set of one image",
            $"{Originals.NameOf(bench.Originals.Photograph)}, {Default.Count} renditions, {rounds} rounds. sharp: *separate*, a pipeline for each; *clone*, clones of one instance; "
                + "*raw*, the pixels of the largest rendition, decoded once, serve the others. Its best is the fastest of them, in the median.",
            [.. ((int[])[1, Environment.ProcessorCount]).Distinct().Select(threads => Measure(bench, ours, sharp, check, rounds, threads))])
        {
            Notes =
            [
                "What bounds it: WebP encoding, four fifths of ours, is the same code with the same effort on both sides. What we save is the "
                    + "decoding that *separate* repeats. Effort 2 would halve it, for 6 to 14 % more bytes at equal SSIM: see functions/Vips/README.md.",
            ],
        };
    }

    private static Row Measure(Bench bench, PeerProcess ours, PeerProcess? sharp, OutputCheck check, int rounds, int threads)
    {
        bench.Say($"2. default set on {threads} threads");
        // sharp's threads: one a picture where several are under way, as its documentation advises for throughput.
        var request = new PeerRequest("set", [bench.Originals.Photograph], Default, Parallelism: threads);
        var ourCheck = check.Check(ours, request);
        List<(string Name, Func<double> Run)> runs = [(Names.Ours, () => ours.Ask(request).Milliseconds)];
        var checks = new Dictionary<string, double>();
        foreach (var way in sharp is null ? [] : Ways)
        {
            checks[way] = check.Check(sharp!, request with { Operation = way }).Ssim;
            runs.Add((way, () => sharp!.Ask(request with { Operation = way }).Milliseconds));
        }

        runs.Add((Columns.Floor, () => ours.Ask(request with { Operation = "floor", Targets = [Default.MaxBy(target => target.Width)!] }).Milliseconds));
        var times = Interleaved.Measure(runs, rounds);
        List<Value> values = [new(Names.Ours, Statistics.Median(times[Names.Ours]), Unit.Milliseconds)];
        List<TargetValue> targets = [];
        if (sharp is not null)
        {
            var best = Ways.MinBy(way => Statistics.Median(times[way]))!;
            var (ofSeparate, ofBest) = (Statistics.MedianRatio(times[Names.Ours], times[Separate]), Statistics.MedianRatio(times[Names.Ours], times[best]));
            values.Add(new(Columns.Sharp, Statistics.Median(times[Separate]), Unit.Milliseconds));
            values.Add(new(Columns.Ratio, ofSeparate, Unit.Ratio));
            values.AddRange(Ways.Skip(1).Select(way => new Value($"sharp {way}", Statistics.Median(times[way]), Unit.Milliseconds)));
            values.Add(new("by sharp's best", ofBest, Unit.Ratio));
            targets.Add(new("of sharp, separate", 0.5, ofSeparate, Unit.Ratio));
            targets.Add(new($"of sharp's best ({best})", 0.8, ofBest, Unit.Ratio));
        }

        values.Add(new(Columns.Floor, Statistics.Median(times[Columns.Floor]), Unit.Milliseconds));
        values.Add(new("SSIM", ourCheck.Ssim, Unit.Similarity));
        values.AddRange(checks.Select(one => new Value($"SSIM of {one.Key}", one.Value, Unit.Similarity)));
        return new($"default set, {(threads == 1 ? "one thread" : $"{threads} threads")}", values, targets);
    }
}
