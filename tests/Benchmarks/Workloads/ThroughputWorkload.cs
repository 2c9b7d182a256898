using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Material;
using Pipeline.Benchmarks.Measuring;
using Pipeline.Benchmarks.Reporting;
using Pipeline.Core.Imaging;
using Pipeline.Vips;

namespace Pipeline.Benchmarks.Workloads;

/// <summary>3. Many images, all cores: ours through the whole local pipeline, sharp as a bare loop over files.</summary>
internal static class ThroughputWorkload
{
    private sealed record Setting(int Parallelism, int Threads, string Variant)
    {
        public override string ToString() => $"{Parallelism} at a time, {Threads} {(Threads == 1 ? "thread" : "threads")} each, {Variant}";
    }

    public static Workload Run(Bench bench)
    {
        var count = bench.Rounds(200, 4);
        var files = bench.Originals.Copies(bench.Originals.Smaller, count);
        var info = new VipsCodec().Inspect(File.ReadAllBytes(files[0]), ImageFormat.Jpeg);
        using var ours = bench.Installation.Ours();
        using var sharp = bench.Installation.Sharp();
        var request = new PeerRequest("batch", files, RenditionSetWorkload.Default, Parallelism: Environment.ProcessorCount);
        using (var check = new OutputCheck())
        {
            var one = request with { Inputs = [files[0]] };
            check.Check(ours, one with { Operation = "set" });
            _ = sharp is null ? default : check.Check(sharp, one with { Operation = RenditionSetWorkload.Separate });
        }

        var best = sharp is null ? null : Best(bench, sharp, request);
        List<(string, Func<double>)> runs = [(Names.Ours, () => Batch(ours, request)), ("work", () => Batch(ours, request with { Variant = "work" }))];
        if (sharp is not null)
        {
            runs.Add((Columns.Sharp, () => Batch(sharp, With(request, best!))));
        }

        var rounds = bench.Rounds(2, 1);
        bench.Say($"3. {count} images, {rounds} rounds");
        // The processes are warm from the check and the search; a dropped round would take as long as one that counts.
        var times = Interleaved.Measure(runs, rounds, dropped: 0);
        var share = 100 * (Statistics.MedianRatio(times[Names.Ours], times["work"]) - 1);
        var megapixels = info.TotalPixels / 1e6;
        List<Row> rows =
        [
            Row("the whole local pipeline", times[Names.Ours]), Row("the same work with neither store nor state machine", times["work"]),
        ];
        if (sharp is not null)
        {
            var faster = Statistics.MedianRatio(times[Columns.Sharp], times[Names.Ours]);
            rows[0] = rows[0] with
            {
                Targets = [new("× sharp's loop", 1.3, faster, Unit.Ratio, IsLeast: true), new("for orchestration and durability", 5, share, Unit.Percent)],
            };
            rows.Add(Row($"sharp, a bare loop ({best})", times[Columns.Sharp]));
        }

        return new(
            3,
            "Throughput",
            $"{count} copies of {Originals.NameOf(bench.Originals.Smaller)} ({info.Width} × {info.Height}), each with a number of its own, the default rendition set, {rounds} rounds. Ours: uploads, events, "
                + "state machine, history, catalogue and renditions, all durable. sharp: a loop that reads files and writes renditions, at its fastest of several settings. "
                + "What orchestration and durability take is the time of the whole over that of the same decoding, resampling and encoding in a plain parallel loop that keeps renditions in memory.",
            rows)
        {
            Notes =
            [
                "What bounds it: encoding, as in 2. sharp's loop is at its best when it makes small renditions of the pixels of the largest, "
                    + "which takes a decode less for each; ours makes each of the original.",
                "Orchestration and durability: every rendition is synced twice, its content and its folder; one more is made at a time than "
                    + "there are cores, which hides most of that, the less the busier the disk.",
            ],
        };

        Row Row(string name, IReadOnlyList<double> milliseconds)
        {
            var seconds = Statistics.Median(milliseconds) / 1000;
            return new(name, [new("images", count / seconds, Unit.PerSecond), new("megapixels", count * megapixels / seconds, Unit.PerSecond)], []);
        }
    }

    /// <summary>The settings with which sharp is fastest on this machine, on a few of the files.</summary>
    private static Setting Best(Bench bench, PeerProcess sharp, PeerRequest request)
    {
        var cores = Environment.ProcessorCount;
        Setting[] settings =
        [
            new(cores, 1, "separate"), new(cores, 1, "raw"), new(cores + 1, 1, "raw"), new(1, cores, "separate"), new(cores, cores, "separate"),
        ];
        bench.Say("3. looking for sharp's best settings");
        var few = request with { Inputs = [.. request.Inputs.Take(bench.Quick ? 1 : 8)] };
        var times = Interleaved.Measure([.. settings.Select(setting => (setting.ToString(), (Func<double>)(() => Batch(sharp, With(few, setting)))))], bench.Rounds(3, 1), dropped: bench.Rounds(1, 0));
        return settings.MinBy(setting => Statistics.Median(times[setting.ToString()]))!;
    }

    private static PeerRequest With(PeerRequest request, Setting setting) =>
        request with { Parallelism = setting.Parallelism, Threads = setting.Threads, Variant = setting.Variant };

    private static double Batch(PeerProcess contender, PeerRequest request)
    {
        var folder = Bench.TemporaryFolder();
        try
        {
            return contender.Ask(request with { Output = folder }).Milliseconds;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
