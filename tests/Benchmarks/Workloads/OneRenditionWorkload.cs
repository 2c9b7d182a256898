using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Material;
using Pipeline.Benchmarks.Measuring;
using Pipeline.Benchmarks.Reporting;
using Pipeline.Imaging.Formats;
using Pipeline.Vips;

namespace Pipeline.Benchmarks.Workloads;

/// <summary>1. One rendition of one file, one thread each.</summary>
internal static class OneRenditionWorkload
{
    public static Workload Run(BenchmarkContext bench)
    {
        var contenders = new List<IContender?> { bench.Installation.Ours(), bench.Installation.Sharp() };
        if (!bench.Quick)
        {
            contenders.AddRange([bench.Installation.Pillow(), bench.Installation.ImageMagick(), bench.Installation.VipsThumbnail()]);
        }

        var present = contenders.OfType<IContender>().ToArray();
        try
        {
            using var check = new OutputCheck();
            Warm(bench, present);
            return new(
                1,
                "One rendition",
                $"{Originals.NameOf(bench.Originals.Photograph)} ({Megapixels(bench.Originals.Photograph):F0} MP JPEG), a PNG with alpha and a WebP of 6 MP; one thread, "
                    + $"{bench.Rounds(11, 3)} rounds. From the file on disk to the rendition in memory; for command-line tools with the process's start. "
                    + "JPEG at quality 80, which is everybody's default. WebP: ours at its defaults, quality 82 and effort 2; sharp at its own, quality 80 and effort 4, "
                    + "and once more at ours, as are all others.",
                [.. Cases(bench).Select(one => Measure(bench, present, check, one))])
            {
                Notes =
                [
                    "What bounds JPEG at 320 and 800 px: both sides do what the floor does, and little else. Of a profile of ours (perf, 40 renditions), 91 % "
                        + "(at 800 px 88 %) is libvips, nearly all of it libjpeg-turbo's Huffman decoder, which sharp runs too; 5 % (6 %) the kernel, reading the file and handing "
                        + "over between threads; 2 % the C library, moving memory; our own code 2 % (3 %). To go below, fewer symbols would have to be decoded one by one: "
                        + "a decoder that skips what a shrunk picture does not need.",
                    "1600 px: both decode the whole, one thread decoding and resampling while another encodes. Of ours 80 % is libvips, 13 % our resampling, 6 % the kernel. "
                        + "Half of the file's size would be enough, but is 0.0012 below sharp in SSIM.",
                    "WebP: the encoder is the same code. What ours gains beside sharp's own defaults is effort 2, at quality 82 so that no row looks worse than sharp's; its files are larger for it "
                        + "(functions/Vips/README.md has the exchange). What is gained at equal settings is in the columns beside.",
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

    /// <summary>Lets runtimes compile what they run often: theirs and ours go on doing so for dozens of pictures.</summary>
    private static void Warm(BenchmarkContext bench, IContender[] contenders)
    {
        bench.Log("1. warming up");
        foreach (var one in Cases(bench).Where(one => one.Width == 320))
        {
            var request = new PeerRequest("one", [one.File], [Settings.PipelineDefaults("rendition", one.Width, null, one.Format)]);
            foreach (var contender in contenders.OfType<PeerProcess>())
            {
                for (var i = 0; i < bench.Rounds(30, 3); i++)
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
                yield return new(name, bench.Originals.Photograph, width, format, format == "jpeg" ? 0.95 : 1.0, width == 320 && format == "jpeg" ? 1.15 : null);
            }
        }

        yield return new("320 px, PNG with alpha to WebP", bench.Originals.Alpha, 320, "webp", 1.0, null);
        yield return new("800 px, WebP to WebP", bench.Originals.WebP, 800, "webp", 1.0, null);
    }

    private static Row Measure(BenchmarkContext bench, IContender[] contenders, OutputCheck check, Case one)
    {
        bench.Log($"1. {one.Name}");
        var request = new PeerRequest("one", [one.File], [Settings.PipelineDefaults("rendition", one.Width, null, one.Format)]);
        List<(string Name, IContender Contender, PeerRequest Request)> entries =
            [.. contenders.Select(contender => (contender.Name, contender, contender.Name == Columns.Sharp ? Settings.WithSharpDefaults(request) : request))];
        if (Settings.SharpDefaultsDiffer(request) && contenders.FirstOrDefault(contender => contender.Name == Columns.Sharp) is { } sharpAtOurs)
        {
            entries.Insert(2, (Columns.SharpAtOurs, sharpAtOurs, request));
        }

        var checks = entries.ToDictionary(entry => entry.Name, entry => check.Check(entry.Contender, entry.Request));
        List<(string, Func<double>)> runs = [.. entries.Select(entry => (entry.Name, (Func<double>)(() => entry.Contender.Send(entry.Request).Milliseconds)))];
        runs.Add((Columns.Floor, () => contenders[0].Send(request with { Operation = "floor" }).Milliseconds));
        var times = Interleaved.Measure(runs, bench.Rounds(11, 3), bench.Dropped, bench.Budget);

        var ours = times[ContenderNames.Ours];
        var toFloor = Statistics.MedianRatio(ours, times[Columns.Floor]);
        List<Value> values = [.. entries.Select(entry => new Value(entry.Name, Statistics.Median(times[entry.Name]), Unit.Milliseconds))];
        List<TargetValue> targets = [];
        if (times.TryGetValue(Columns.Sharp, out var sharp))
        {
            var ratio = Statistics.MedianRatio(ours, sharp);
            values.Insert(2, new(Columns.Ratio, ratio, Unit.Ratio));
            targets.Add(new("of sharp", one.OfSharp, ratio, Unit.Ratio));
        }

        if (times.TryGetValue(Columns.SharpAtOurs, out var atOurs))
        {
            var ratio = Statistics.MedianRatio(ours, atOurs);
            values.Insert(4, new(Columns.RatioAtOurs, ratio, Unit.Ratio));
            targets.Add(new(Columns.SharpAtOurs.Insert(0, "of "), one.OfSharp, ratio, Unit.Ratio));
        }

        if (one.OfFloor is { } limit)
        {
            targets.Add(new("of the floor", limit, toFloor, Unit.Ratio));
        }

        values.Add(new(Columns.Floor, Statistics.Median(times[Columns.Floor]), Unit.Milliseconds));
        values.Add(new("by floor", toFloor, Unit.Ratio));
        foreach (var name in (string[])[ContenderNames.Ours, Columns.Sharp, Columns.SharpAtOurs])
        {
            if (checks.TryGetValue(name, out var result))
            {
                var of = name == ContenderNames.Ours ? "" : $", {name}";
                values.Add(new($"SSIM{of}", result.Ssim, Unit.Similarity));
                values.Add(new($"size{of}", result.Bytes / 1000.0, Unit.Kilobytes));
            }
        }

        return new(one.Name, values, targets);
    }

    private sealed record Case(string Name, string File, int Width, string Format, double OfSharp, double? OfFloor);
}
