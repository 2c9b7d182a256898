using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Material;
using Pipeline.Benchmarks.Measuring;
using Pipeline.Benchmarks.Reporting;
using Pipeline.Imaging.Formats;
using Pipeline.Vips;

namespace Pipeline.Benchmarks.Workloads;

/// <summary>1. One rendition of one file, on one thread.</summary>
internal static class OneRenditionWorkload
{
    /// <summary>What resampling and everything else may add to the decode alone and the encode alone.</summary>
    public const double MaxRatioToFloor = 1.1;

    public static Workload Run(BenchmarkContext bench)
    {
        var contenders = new List<IContender?> { bench.Installation.StartPipeline(), bench.Installation.TryStartSharp() };
        if (!bench.Quick)
        {
            contenders.AddRange([bench.Installation.TryStartPillow(), bench.Installation.TryGetImageMagick(), bench.Installation.TryGetVipsThumbnail()]);
        }

        var present = contenders.OfType<IContender>().ToArray();
        try
        {
            using var check = new OutputCheck();
            Warm(bench, present);
            return new(
                1,
                "One rendition",
                $"{Originals.NameOf(bench.Originals.Photograph)} ({Megapixels(bench.Originals.Photograph):F0} MP JPEG), a PNG with alpha and a WebP of 6 MP, on one thread, "
                    + $"{bench.ChooseRounds(11, 3)} rounds. Times are from the file on disk to the rendition in memory, for command-line tools including the start of the process. "
                    + "JPEG has quality 80, the default of all contenders. For WebP, the pipeline uses its defaults, quality 82 and effort 2. sharp runs with its own, quality 80 and effort 4, "
                    + "and again with ours. All others run with ours.",
                [.. Cases(bench).Select(testCase => Measure(bench, present, check, testCase))])
            {
                Notes =
                [
                    "What bounds JPEG at 320 and 800 px: both sides do little more than the decode. In a profile of the pipeline (perf, 40 renditions), 91 % "
                        + "(at 800 px 88 %) is libvips, nearly all of it libjpeg-turbo's Huffman decoder, which sharp uses too. The kernel takes 5 % (6 %) to read the file and switch "
                        + "between threads, the C library 2 % to move memory, and the pipeline's own code 2 % (3 %). To be faster, a decoder would have to skip symbols "
                        + "that a shrunk picture does not need.",
                    "1600 px: both sides decode the whole picture, and one thread decodes and resamples while another encodes. In the pipeline, 80 % is libvips, 13 % resampling and 6 % the kernel. "
                        + "A decode at half the size would be large enough, but its SSIM is 0.0012 below sharp's.",
                    "WebP: both sides use the same encoder. Against sharp's own defaults, the pipeline gains from effort 2, with quality 82 so that no row looks worse than sharp's. Its files are larger for that "
                        + "(functions/Vips/README.md has the numbers). The columns \"at our settings\" compare at equal settings.",
                ],
            };
        }
        finally
        {
            foreach (var contender in present)
            {
                contender.Dispose();
            }
        }
    }

    private static double Megapixels(string jpeg) => new VipsCodec().Inspect(File.ReadAllBytes(jpeg), ImageFormat.Jpeg).TotalPixels / 1e6;

    /// <summary>Warms up the runtimes, .NET and Node.js, which keep compiling for dozens of pictures.</summary>
    private static void Warm(BenchmarkContext bench, IContender[] contenders)
    {
        bench.Log("1. warming up");
        foreach (var testCase in Cases(bench).Where(testCase => testCase.Width == 320))
        {
            var request = new PeerRequest("one", [testCase.File], [Settings.PipelineDefaults("rendition", testCase.Width, null, testCase.Format)]);
            foreach (var contender in contenders.OfType<PeerProcess>())
            {
                for (var i = 0; i < bench.ChooseRounds(30, 3); i++)
                {
                    contender.Send(request);
                }
            }
        }
    }

    private static IEnumerable<Case> Cases(BenchmarkContext bench)
    {
        foreach (var format in (string[])["jpeg", "webp"])
        {
            foreach (var width in (int[])[320, 800, 1600])
            {
                var name = $"{width} px, JPEG to {(format == "jpeg" ? "JPEG" : "WebP")}";
                yield return new(name, bench.Originals.Photograph, width, format, format == "jpeg" ? 0.95 : 1.0);
            }
        }

        yield return new("320 px, PNG with alpha to WebP", bench.Originals.Alpha, 320, "webp", 1.0);
        yield return new("800 px, WebP to WebP", bench.Originals.WebP, 800, "webp", 1.0);
    }

    private static Row Measure(BenchmarkContext bench, IContender[] contenders, OutputCheck check, Case testCase)
    {
        bench.Log($"1. {testCase.Name}");
        var request = new PeerRequest("one", [testCase.File], [Settings.PipelineDefaults("rendition", testCase.Width, null, testCase.Format)]);
        List<(string Name, IContender Contender, PeerRequest Request)> entries =
            [.. contenders.Select(contender => (contender.Name, contender, contender.Name == Columns.Sharp ? Settings.WithSharpDefaults(request) : request))];
        if (Settings.SharpDefaultsDiffer(request) && contenders.FirstOrDefault(contender => contender.Name == Columns.Sharp) is { } sharpAtOurs)
        {
            entries.Insert(2, (Columns.SharpAtOurs, sharpAtOurs, request));
        }

        var checks = entries.ToDictionary(entry => entry.Name, entry => check.Check(entry.Contender, entry.Request));
        List<(string, Func<double>)> runs = [.. entries.Select(entry => (entry.Name, (Func<double>)(() => entry.Contender.Send(entry.Request).Milliseconds)))];
        runs.Add((Columns.Floor, () => contenders[0].Send(request with { Operation = "floor" }).Milliseconds));
        var times = Interleaved.Measure(runs, bench.ChooseRounds(11, 3), bench.WarmUpRounds, bench.Budget, bench.WarmUpTime);

        var ours = times[ContenderNames.Ours];
        var toFloor = Statistics.MedianRatio(ours, times[Columns.Floor]);
        List<Value> values = [.. entries.Select(entry => new Value(entry.Name, Statistics.Median(times[entry.Name]), Unit.Milliseconds))];
        List<TargetValue> targets = [];
        if (times.TryGetValue(Columns.Sharp, out var sharp))
        {
            var ratio = Statistics.MedianRatio(ours, sharp);
            values.Insert(2, new(Columns.Ratio, ratio, Unit.Ratio));
            targets.Add(new("of sharp", testCase.MaxRatioToSharp, ratio, Unit.Ratio));
        }

        if (times.TryGetValue(Columns.SharpAtOurs, out var atOurs))
        {
            var ratio = Statistics.MedianRatio(ours, atOurs);
            values.Insert(4, new(Columns.RatioAtOurs, ratio, Unit.Ratio));
            targets.Add(new(Columns.SharpAtOurs.Insert(0, "of "), testCase.MaxRatioToSharp, ratio, Unit.Ratio));
        }

        targets.Add(new("of the floor", MaxRatioToFloor, toFloor, Unit.Ratio));
        values.Add(new(Columns.Floor, Statistics.Median(times[Columns.Floor]), Unit.Milliseconds));
        values.Add(new(Columns.RatioToFloor, toFloor, Unit.Ratio));
        foreach (var name in (string[])[ContenderNames.Ours, Columns.Sharp, Columns.SharpAtOurs])
        {
            if (checks.TryGetValue(name, out var result))
            {
                var suffix = name == ContenderNames.Ours ? "" : $", {name}";
                values.Add(new($"SSIM{suffix}", result.Ssim, Unit.Similarity));
                values.Add(new($"size{suffix}", result.Bytes / 1000.0, Unit.Kilobytes));
            }
        }

        return new(testCase.Name, values, targets) { Rounds = ours.Count };
    }

    private sealed record Case(string Name, string File, int Width, string Format, double MaxRatioToSharp);
}
