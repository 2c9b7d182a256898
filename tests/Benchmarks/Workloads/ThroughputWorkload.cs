using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Material;
using Pipeline.Benchmarks.Measuring;
using Pipeline.Benchmarks.Reporting;
using Pipeline.Imaging.Formats;
using Pipeline.Vips;

namespace Pipeline.Benchmarks.Workloads;

/// <summary>3. Many images on all cores: the whole local pipeline, and sharp as a bare loop over files.</summary>
internal static class ThroughputWorkload
{
    private const string BottleneckNote =
        "What bounds it: encoding and decoding, as in 2. In a profile of the pipeline (perf, 40 images), 74 % is libvips and 9 % is resampling. With its own settings, sharp's loop spends twice as long in the WebP encoder. "
        + "With ours, both sides do the same work, and the difference is orchestration and durability: 3 % for the database's writer, which also syncs renditions, 1 % for checksums of "
        + "uploads and originals, 1 % for the interpreter and its JSON, and the rest for writing and reading files.";

    private sealed record Setting(int Parallelism, int Threads, string Variant)
    {
        public override string ToString() => $"{Parallelism} at a time, {Threads} {(Threads == 1 ? "thread" : "threads")} each, {Variant}";
    }

    public static Workload Run(BenchmarkContext bench)
    {
        var count = bench.ChooseRounds(200, 8);
        var files = bench.Originals.GetCopies(bench.Originals.Smaller, count);
        var info = new VipsCodec().Inspect(File.ReadAllBytes(files[0]), ImageFormat.Jpeg);
        using var ours = bench.Installation.StartPipeline();
        using var sharp = bench.Installation.TryStartSharp();
        var request = new PeerRequest("batch", files, RenditionSetWorkload.Default, Parallelism: Environment.ProcessorCount);
        using (var check = new OutputCheck())
        {
            var one = request with { Inputs = [files[0]] };
            check.Check(ours, one with { Operation = "set" });
            _ = sharp is null ? default : check.Check(sharp, one with { Operation = RenditionSetWorkload.Separate });
        }

        using var outputs = new Outputs();
        var few = request with { Inputs = [.. files.Take(8)] };
        var best = sharp is null ? null : FindBestSetting(bench, sharp, few, outputs);
        // The search has warmed up sharp; this warms up the pipeline.
        _ = Interleaved.Measure([(ContenderNames.Ours, () => outputs.RunBatch(ours, few)), ("work", () => outputs.RunBatch(ours, few with { Variant = "work" }))], bench.ChooseRounds(5, 1), warmUpRounds: 0);
        List<(string, Func<double>)> runs = [(ContenderNames.Ours, () => outputs.RunBatch(ours, request)), ("work", () => outputs.RunBatch(ours, request with { Variant = "work" }))];
        if (sharp is not null)
        {
            runs.Add((Columns.Sharp, () => outputs.RunBatch(sharp, WithSetting(Settings.WithSharpDefaults(request), best!))));
            runs.Add((Columns.SharpAtOurs, () => outputs.RunBatch(sharp, WithSetting(request, best!))));
        }

        runs.Add((Columns.Floor, () => ours.Send(request with { Operation = "floors" }).Milliseconds));

        var rounds = bench.ChooseRounds(3, 1);
        bench.Log($"3. {count} images, {rounds} rounds");
        // The processes are warm, and a warm-up round would take as long as one that counts.
        var times = Interleaved.Measure(runs, rounds, warmUpRounds: 0);
        var share = 100 * (Statistics.MedianRatio(times[ContenderNames.Ours], times["work"]) - 1);
        var megapixels = info.TotalPixels / 1e6;
        List<Row> rows =
        [
            Row("the whole local pipeline", times[ContenderNames.Ours]), Row("the same work without store and state machine", times["work"]),
        ];
        if (sharp is not null)
        {
            var faster = Statistics.MedianRatio(times[Columns.Sharp], times[ContenderNames.Ours]);
            var fasterAtOurs = Statistics.MedianRatio(times[Columns.SharpAtOurs], times[ContenderNames.Ours]);
            rows[0] = rows[0] with
            {
                Rounds = rounds,
                Targets =
                [
                    new("× sharp's loop", 1.3, faster, Unit.Ratio, IsLeast: true),
                    new("× sharp's loop at our settings", 1.3, fasterAtOurs, Unit.Ratio, IsLeast: true),
                    new("for orchestration and durability", 5, share, Unit.Percent),
                ],
            };
            rows.Add(Row($"sharp, a bare loop ({best})", times[Columns.Sharp]));
            rows.Add(Row("sharp, the same at our settings", times[Columns.SharpAtOurs]));
        }

        rows.Add(Row("floor: the decode alone and the encodes alone, on all cores", times[Columns.Floor]));

        return new(
            3,
            "Throughput",
            $"{count} copies of {Originals.NameOf(bench.Originals.Smaller)} ({info.Width} × {info.Height}), each with its own number, the default rendition set, {rounds} rounds. The pipeline does everything durably: uploads, events, "
                + "state machine, history, catalogue and renditions. sharp runs in a loop that reads files and writes renditions, with the fastest of several settings, at its own defaults (WebP: quality 80, effort 4) and at ours (82, 2). "
                + "The share of orchestration and durability is the extra time of the whole pipeline over the same decoding, resampling and encoding in a plain parallel loop that keeps renditions in memory.",
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

    /// <summary>Finds the setting with which sharp is fastest on this machine, on a few of the files.</summary>
    private static Setting FindBestSetting(BenchmarkContext bench, PeerProcess sharp, PeerRequest few, Outputs outputs)
    {
        var cores = Environment.ProcessorCount;
        Setting[] settings =
        [
            new(cores, 1, "separate"), new(cores, 1, "raw"), new(cores + 1, 1, "raw"), new(1, cores, "separate"), new(cores, cores, "separate"),
        ];
        if (bench.Quick)
        {
            // The best setting in every full run so far.
            return new(cores + 1, 1, "raw");
        }

        bench.Log("3. looking for sharp's best settings");
        var times = Interleaved.Measure([.. settings.Select(setting => (setting.ToString(), (Func<double>)(() => outputs.RunBatch(sharp, WithSetting(few, setting)))))], 3, warmUpRounds: 1);
        return settings.MinBy(setting => Statistics.Median(times[setting.ToString()]))!;
    }

    private static PeerRequest WithSetting(PeerRequest request, Setting setting) =>
        request with { Parallelism = setting.Parallelism, Threads = setting.Threads, Variant = setting.Variant };

    /// <summary>
    /// An output folder for every run. All folders are deleted at the end: a file system that has just deleted thousands of files is slow to
    /// create new ones, which would add to the time of the next run.
    /// </summary>
    private sealed class Outputs : IDisposable
    {
        private readonly List<string> _folders = [];

        public double RunBatch(PeerProcess contender, PeerRequest request)
        {
            var folder = BenchmarkContext.CreateTemporaryFolder();
            _folders.Add(folder);
            return contender.Send(request with { Output = folder }).Milliseconds;
        }

        public void Dispose() => _folders.ForEach(folder => Directory.Delete(folder, recursive: true));
    }
}
