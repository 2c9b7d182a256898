using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Material;
using Pipeline.Benchmarks.Measuring;
using Pipeline.Benchmarks.Reporting;
using Pipeline.Imaging.Formats;
using Pipeline.Vips;

namespace Pipeline.Benchmarks.Workloads;

/// <summary>3. Many images, all cores: ours through the whole local pipeline, sharp as a bare loop over files.</summary>
internal static class ThroughputWorkload
{
    private const string BottleneckNote =
        "What bounds it: encoding and decoding, as in 2: 74 % of a profile of ours (perf, 40 images) is libvips, and resampling is 9 %. At its own settings sharp's loop spends twice as long in the WebP encoder; "
        + "at ours both do the same, and what is left is what orchestration and durability take: 3 % the database's writer, which syncs renditions, too, 1 % checksums of "
        + "uploads and originals, 1 % the interpreter and its JSON, the rest writing and reading files.";

    private sealed record Setting(int Parallelism, int Threads, string Variant)
    {
        public override string ToString() => $"{Parallelism} at a time, {Threads} {(Threads == 1 ? "thread" : "threads")} each, {Variant}";
    }

    public static Workload Run(BenchmarkContext bench)
    {
        var count = bench.Rounds(200, 8);
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

        using var outputs = new Outputs();
        var few = request with { Inputs = [.. files.Take(8)] };
        var best = sharp is null ? null : Best(bench, sharp, few, outputs);
        // As warm as the search has made sharp.
        _ = Interleaved.Measure([(ContenderNames.Ours, () => outputs.Batch(ours, few)), ("work", () => outputs.Batch(ours, few with { Variant = "work" }))], bench.Rounds(5, 1), dropped: 0);
        List<(string, Func<double>)> runs = [(ContenderNames.Ours, () => outputs.Batch(ours, request)), ("work", () => outputs.Batch(ours, request with { Variant = "work" }))];
        if (sharp is not null)
        {
            runs.Add((Columns.Sharp, () => outputs.Batch(sharp, With(Settings.WithSharpDefaults(request), best!))));
            runs.Add((Columns.SharpAtOurs, () => outputs.Batch(sharp, With(request, best!))));
        }

        runs.Add((Columns.Floor, () => ours.Send(request with { Operation = "floors" }).Milliseconds));

        var rounds = bench.Rounds(3, 1);
        bench.Log($"3. {count} images, {rounds} rounds");
        // The processes are warm; a dropped round would take as long as one that counts.
        var times = Interleaved.Measure(runs, rounds, dropped: 0);
        var share = 100 * (Statistics.MedianRatio(times[ContenderNames.Ours], times["work"]) - 1);
        var megapixels = info.TotalPixels / 1e6;
        List<Row> rows =
        [
            Row("the whole local pipeline", times[ContenderNames.Ours]), Row("the same work with neither store nor state machine", times["work"]),
        ];
        if (sharp is not null)
        {
            var faster = Statistics.MedianRatio(times[Columns.Sharp], times[ContenderNames.Ours]);
            var fasterAtOurs = Statistics.MedianRatio(times[Columns.SharpAtOurs], times[ContenderNames.Ours]);
            rows[0] = rows[0] with
            {
                Targets =
                [
                    new("× sharp's loop", 1.3, faster, Unit.Ratio, IsLeast: true),
                    new("× sharp's loop at our settings", 1.3, fasterAtOurs, Unit.Ratio, IsLeast: true),
                    new("for orchestration and durability", 5, share, Unit.Percent),
                ],
            };
            rows.Add(Row($"sharp, a bare loop ({best})", times[Columns.Sharp]));
            rows.Add(Row($"sharp, the same at our settings", times[Columns.SharpAtOurs]));
        }

        rows.Add(Row("floor: the decode alone, on all cores", times[Columns.Floor]));

        return new(
            3,
            "Throughput",
            $"{count} copies of {Originals.NameOf(bench.Originals.Smaller)} ({info.Width} × {info.Height}), each with a number of its own, the default rendition set, {rounds} rounds. Ours: uploads, events, "
                + "state machine, history, catalogue and renditions, all durable. sharp: a loop that reads files and writes renditions, at its fastest of several settings, with its own defaults (WebP: quality 80, effort 4) and at ours (82, 2). "
                + "What orchestration and durability take is the time of the whole over that of the same decoding, resampling and encoding in a plain parallel loop that keeps renditions in memory.",
            rows)
        {
            Notes = [BottleneckNote],
        };

        Row Row(string name, IReadOnlyList<double> milliseconds)
        {
            var seconds = Statistics.Median(milliseconds) / 1000;
            return new(name, [new("images", count / seconds, Unit.PerSecond), new("megapixels", count * megapixels / seconds, Unit.PerSecond)], []);
        }
    }

    /// <summary>The settings with which sharp is fastest on this machine, on a few of the files.</summary>
    private static Setting Best(BenchmarkContext bench, PeerProcess sharp, PeerRequest few, Outputs outputs)
    {
        var cores = Environment.ProcessorCount;
        Setting[] settings =
        [
            new(cores, 1, "separate"), new(cores, 1, "raw"), new(cores + 1, 1, "raw"), new(1, cores, "separate"), new(cores, cores, "separate"),
        ];
        if (bench.Quick)
        {
            // What it came to be in every full run.
            return new(cores + 1, 1, "raw");
        }

        bench.Log("3. looking for sharp's best settings");
        var times = Interleaved.Measure([.. settings.Select(setting => (setting.ToString(), (Func<double>)(() => outputs.Batch(sharp, With(few, setting)))))], 3, dropped: 1);
        return settings.MinBy(setting => Statistics.Median(times[setting.ToString()]))!;
    }

    private static PeerRequest With(PeerRequest request, Setting setting) =>
        request with { Parallelism = setting.Parallelism, Threads = setting.Threads, Variant = setting.Variant };

    /// <summary>
    /// A folder for every run. They go when all are done: a file system that has just removed thousands of files takes its time to find
    /// a place for a new one, which whoever comes next would pay.
    /// </summary>
    private sealed class Outputs : IDisposable
    {
        private readonly List<string> _folders = [];

        public double Batch(PeerProcess contender, PeerRequest request)
        {
            var folder = BenchmarkContext.TemporaryFolder();
            _folders.Add(folder);
            return contender.Send(request with { Output = folder }).Milliseconds;
        }

        public void Dispose() => _folders.ForEach(folder => Directory.Delete(folder, recursive: true));
    }
}
