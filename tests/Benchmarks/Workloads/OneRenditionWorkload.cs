using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Material;
using Pipeline.Benchmarks.Measuring;
using Pipeline.Benchmarks.Reporting;
using Pipeline.Core.Imaging;
using Pipeline.Core.Renditions;

namespace Pipeline.Benchmarks.Workloads;

/// <summary>1. One rendition of one file, one thread each.</summary>
internal static class OneRenditionWorkload
{
    public static Workload Run(Bench bench)
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
                $"{Originals.NameOf(bench.Originals.Photograph)} (12 MP JPEG), a PNG with alpha and a WebP of 6 MP; one thread, "
                    + $"{bench.Rounds(11, 3)} rounds. From the file on disk to the rendition in memory; for command-line tools with the process's start.",
                [.. Cases(bench).Select(one => Measure(bench, present, check, one))])
            {
                Notes =
                [
                    "What bounds 320 px: both sides do what the floor does, and little else. Of a profile of ours (perf, 40 renditions), 73 % is "
                        + "libvips, nearly all of it libjpeg-turbo's Huffman decoder, which sharp runs too; 16 % is the runtime compiling in the "
                        + "background, which ends after some dozens of pictures; 7 % the kernel, reading the file; our own code is below 2 %. "
                        + "To go below, fewer symbols would have to be decoded one by one: a decoder that skips what a shrunk picture does not need.",
                    "1600 px: ours decodes at half size where sharp decodes the whole, which is why it is faster and, as JPEG, 0.001 below in SSIM.",
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

    public static int Quality(string format) => RenditionFormats.DefaultQuality(Enum.Parse<ImageFormat>(format, ignoreCase: true));

    /// <summary>Lets runtimes compile what they run often: theirs and ours go on doing so for dozens of pictures.</summary>
    private static void Warm(Bench bench, IContender[] contenders)
    {
        bench.Say("1. warming up");
        foreach (var one in Cases(bench).Where(one => one.Width == 320))
        {
            var request = new PeerRequest("one", [one.File], [new("rendition", one.Width, null, one.Format, Quality(one.Format))]);
            foreach (var contender in contenders.OfType<PeerProcess>())
            {
                for (var i = 0; i < bench.Rounds(30, 8); i++)
                {
                    contender.Ask(request);
                }
            }
        }
    }

    private static IEnumerable<Case> Cases(Bench bench)
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

    private static Row Measure(Bench bench, IContender[] contenders, OutputCheck check, Case one)
    {
        bench.Say($"1. {one.Name}");
        var request = new PeerRequest("one", [one.File], [new("rendition", one.Width, null, one.Format, Quality(one.Format))]);
        var checks = contenders.ToDictionary(contender => contender.Name, contender => check.Check(contender, request));
        List<(string, Func<double>)> runs = [.. contenders.Select(contender => (contender.Name, (Func<double>)(() => contender.Ask(request).Milliseconds)))];
        runs.Add((Columns.Floor, () => contenders[0].Ask(request with { Operation = "floor" }).Milliseconds));
        var times = Interleaved.Measure(runs, bench.Rounds(11, 3));

        var ours = times[Names.Ours];
        var toFloor = Statistics.MedianRatio(ours, times[Columns.Floor]);
        List<Value> values = [.. contenders.Select(contender => new Value(contender.Name, Statistics.Median(times[contender.Name]), Unit.Milliseconds))];
        List<TargetValue> targets = [];
        if (times.TryGetValue(Columns.Sharp, out var sharp))
        {
            var ratio = Statistics.MedianRatio(ours, sharp);
            values.Insert(2, new(Columns.Ratio, ratio, Unit.Ratio));
            targets.Add(new("of sharp", one.OfSharp, ratio, Unit.Ratio));
        }

        if (one.OfFloor is { } limit)
        {
            targets.Add(new("of the floor", limit, toFloor, Unit.Ratio));
        }

        values.Add(new(Columns.Floor, Statistics.Median(times[Columns.Floor]), Unit.Milliseconds));
        values.Add(new("by floor", toFloor, Unit.Ratio));
        foreach (var name in (string[])[Names.Ours, Columns.Sharp])
        {
            if (checks.TryGetValue(name, out var result))
            {
                values.Add(new(name == Names.Ours ? "SSIM" : "SSIM of sharp", result.Ssim, Unit.Similarity));
                values.Add(new(name == Names.Ours ? "size" : "size of sharp's", result.Bytes / 1000.0, Unit.Kilobytes));
            }
        }

        return new(one.Name, values, targets);
    }

    private sealed record Case(string Name, string File, int Width, string Format, double OfSharp, double? OfFloor);
}
