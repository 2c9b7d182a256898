using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Measuring;
using Pipeline.Benchmarks.Reporting;
using Pipeline.Imaging.Formats;

namespace Pipeline.Benchmarks.Workloads;

/// <summary>5. How cost grows with images, renditions and pixels. Nothing may grow faster than linearly.</summary>
internal static class GrowthWorkload
{
    // 1 is linear. The rest allows for the uncertainty of a fit through few points on a shared machine.
    private const double MaxExponent = 1.05;

    private static readonly Target Small = new("small", 160, null, "jpeg", 80);

    public static Workload Run(BenchmarkContext bench)
    {
        using var ours = bench.Installation.StartPipeline();
        return new(
            5,
            "How cost grows",
            "The exponent is that of the least-squares fit through medians of 3 runs; 1 is linear. Fixed costs of a run (its start, the first image) make it smaller. The floor decodes and encodes, one rendition of each image, many images on all cores.",
            [
                Measure(bench, "images", "1, 10, 100, 1,000 small images through the whole local pipeline, one rendition each", [1, 10, 100, 1000], size => MeasureImages(bench, ours, (int)size), size => MeasureImagesFloor(bench, ours, (int)size)),
                Measure(bench, "renditions", "1, 5, 10, 20, 40 renditions of one image, all of about the same size", [1, 5, 10, 20, 40], size => MeasureRenditions(bench, ours, (int)size), _ => MeasureRenditionsFloor(bench, ours)),
                Measure(bench, "pixels", "1, 4, 12, 25, 50, 100 megapixels, JPEG, to 800 px", [1, 4, 12, 25, 50, 100], size => MeasurePixels(bench, ours, size, "one"), size => MeasurePixels(bench, ours, size, "floor")),
            ]);
    }

    private static Row Measure(BenchmarkContext bench, string dimension, string name, double[] sizes, Func<double, double> cost, Func<double, double> floor)
    {
        bench.Log($"5. {dimension}");
        cost(sizes[0]);
        var points = sizes.Select(size => (Size: size, Cost: Statistics.Median([.. Enumerable.Range(0, 3).Select(_ => cost(size))]))).ToArray();
        var exponent = Statistics.GrowthExponent(points);
        var (minFloor, maxFloor) = (floor(sizes[0]), floor(sizes[^1]));
        return new(
            name,
            [
                new("smallest", points[0].Cost, Unit.Milliseconds),
                new("largest", points[^1].Cost, Unit.Milliseconds),
                new("exponent", exponent, Unit.Exponent),
                new("floor of the smallest", minFloor, Unit.Milliseconds),
                new("floor of the largest", maxFloor, Unit.Milliseconds),
            ],
            [new("as exponent", MaxExponent, exponent, Unit.Exponent)]);
    }

    private static double MeasureImages(BenchmarkContext bench, PeerProcess ours, int count)
    {
        var folder = BenchmarkContext.CreateTemporaryFolder();
        try
        {
            var files = bench.Originals.GetCopies(bench.Originals.GetResized(0.1, ImageFormat.Jpeg), count);
            return ours.Send(new("batch", files, [Small], folder)).Milliseconds;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double MeasureImagesFloor(BenchmarkContext bench, PeerProcess ours, int count) => ours.Send(new(
        "floors", bench.Originals.GetCopies(bench.Originals.GetResized(0.1, ImageFormat.Jpeg), count), [Small], Parallelism: Environment.ProcessorCount)).Milliseconds;

    private static double MeasureRenditionsFloor(BenchmarkContext bench, PeerProcess ours) =>
        ours.Send(new("floor", [bench.Originals.Photograph], [new("r0", 500, null, "jpeg", 80)])).Milliseconds;

    private static double MeasureRenditions(BenchmarkContext bench, PeerProcess ours, int count) =>
        ours.Send(new("set", [bench.Originals.Photograph], [.. Enumerable.Range(0, count).Select(i => new Target($"r{i}", 500 - i, null, "jpeg", 80))])).Milliseconds;

    private static double MeasurePixels(BenchmarkContext bench, PeerProcess ours, double megapixels, string operation) =>
        ours.Send(new(operation, [bench.Originals.GetResized(megapixels, ImageFormat.Jpeg)], [new("rendition", 800, null, "jpeg", 80)])).Milliseconds;
}
