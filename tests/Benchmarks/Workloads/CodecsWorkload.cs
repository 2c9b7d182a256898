using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Material;
using Pipeline.Benchmarks.Measuring;
using Pipeline.Benchmarks.Reporting;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;

namespace Pipeline.Benchmarks.Workloads;

/// <summary>7. Every format in and out: the codec that AWS and the local host run, each image library alone, and sharp at the same settings.</summary>
internal static class CodecsWorkload
{
    private const string VipsAlone = "libvips alone";
    private const string MagickAlone = "ImageMagick alone";
    private const int Width = 800;

    public static Workload Run(BenchmarkContext bench)
    {
        using var ours = bench.Installation.StartPipeline();
        using var sharp = bench.Installation.TryStartSharp();
        using var check = new OutputCheck();
        return new(
            7,
            "Formats and codecs",
            $"The photograph in each format to {Width} px, on one thread, {bench.ChooseRounds(7, 1)} rounds. Image Pipeline is the codec that AWS and the local host run: libvips, and ImageMagick for what libvips does not read. "
                + "sharp runs at our settings, where it reads the format. The floor is the decode alone and the encode alone by the codec that reads the file.",
            [.. FindCases(bench, sharp).Select(testCase => Measure(bench, ours, sharp, check, testCase))]);
    }

    private static IEnumerable<Case> FindCases(BenchmarkContext bench, PeerProcess? sharp)
    {
        foreach (var output in (string[])["jpeg", "webp", "avif", "png"])
        {
            yield return new($"JPEG to {output}", bench.Originals.Photograph, output);
        }

        yield return new("PNG to webp", bench.Originals.GetIn(ImageFormat.Png), "webp");
        yield return new("WebP to webp", bench.Originals.GetIn(ImageFormat.WebP), "webp");
        if (sharp is not null)
        {
            yield return new("GIF to webp", WriteByPeer(bench, sharp, 2, "gif"), "webp");
        }

        yield return new("AVIF to webp", bench.Originals.GetIn(ImageFormat.Avif), "webp");
        if (Originals.Heic is { } heic)
        {
            yield return new("HEIC to webp", heic, "webp") { IsForMagickOnly = true };
        }
    }

    /// <summary>A file in a format that the pipeline does not write.</summary>
    public static string WriteByPeer(BenchmarkContext bench, PeerProcess peer, double megapixels, string format, string? source = null, string name = "") => bench.Originals.GetWrittenByPeer(
        megapixels, format, (from, folder) => peer.Send(new("one", [from], [new("original", 100_000, null, format, 80)], folder)), source, name);

    private static Row Measure(BenchmarkContext bench, PeerProcess ours, PeerProcess? sharp, OutputCheck check, Case testCase)
    {
        bench.Log($"7. {testCase.Name}");
        var request = new PeerRequest("one", [testCase.File], [Settings.PipelineDefaults("rendition", Width, null, testCase.Output)]);
        List<(string Name, IContender Contender, PeerRequest Request)> entries = [(ContenderNames.Ours, ours, request)];
        if (!testCase.IsForMagickOnly)
        {
            entries.Add((VipsAlone, ours, request with { Codec = nameof(CodecSelection.Vips) }));
        }

        entries.Add((MagickAlone, ours, request with { Codec = nameof(CodecSelection.Magick) }));
        if (sharp is not null && !testCase.IsForMagickOnly)
        {
            entries.Add((Columns.SharpAtOurs, sharp, request));
        }

        var checks = entries.ToDictionary(entry => entry.Name, entry => check.Check(entry.Contender, entry.Request));
        List<(string, Func<double>)> runs = [.. entries.Select(entry => (entry.Name, (Func<double>)(() => entry.Contender.Send(entry.Request).Milliseconds)))];
        runs.Add((Columns.Floor, () => ours.Send(request with { Operation = "floor" }).Milliseconds));
        var times = Interleaved.Measure(runs, bench.ChooseRounds(7, 1), bench.WarmUpRounds, bench.Budget, bench.WarmUpTime);

        List<Value> values = [.. entries.Select(entry => new Value(entry.Name, Statistics.Median(times[entry.Name]), Unit.Milliseconds))];
        List<TargetValue> targets = [];
        if (times.ContainsKey(Columns.SharpAtOurs))
        {
            values.Add(new(Columns.RatioAtOurs, Ratio(Columns.SharpAtOurs), Unit.Ratio));
            targets.Add(new($"of {Columns.SharpAtOurs}", 1.0, Ratio(Columns.SharpAtOurs), Unit.Ratio));
        }

        targets.Add(new("of the floor", OneRenditionWorkload.MaxRatioToFloor, Ratio(Columns.Floor), Unit.Ratio));
        values.Add(new(Columns.Floor, Statistics.Median(times[Columns.Floor]), Unit.Milliseconds));
        values.Add(new(Columns.RatioToFloor, Ratio(Columns.Floor), Unit.Ratio));
        foreach (var (name, (ssim, bytes)) in checks)
        {
            values.Add(new($"SSIM, {name}", ssim, Unit.Similarity));
            values.Add(new($"size, {name}", bytes / 1000.0, Unit.Kilobytes));
        }

        return new($"{testCase.Name}, {Originals.NameOf(testCase.File)}", values, targets) { Rounds = times[ContenderNames.Ours].Count };

        double Ratio(string name) => Statistics.MedianRatio(times[ContenderNames.Ours], times[name]);
    }

    private sealed record Case(string Name, string File, string Output)
    {
        /// <summary>Whether neither libvips nor sharp reads the file.</summary>
        public bool IsForMagickOnly { get; init; }
    }
}
