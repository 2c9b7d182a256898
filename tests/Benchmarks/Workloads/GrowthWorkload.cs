using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Measuring;
using Pipeline.Benchmarks.Reporting;
using Pipeline.Imaging.Formats;

namespace Pipeline.Benchmarks.Workloads;

/// <summary>5. How cost grows with images, renditions and pixels: nothing faster than linear.</summary>
internal static class GrowthWorkload
{
    // A fit through few points on a shared machine is this uncertain.
    private const double MaxExponent = 1.05;

    private static readonly Target Small = new("small", 160, null, "jpeg", 80);

    public static Workload Run(BenchmarkContext bench)
    {
        using var ours = bench.Installation.Ours();
        return new(
            5,
            "How cost grows",
            "Exponent of the least-squares fit through medians of 3 runs: 1 is linear. What is fixed about a run (its start, the first image) makes it less. The floor decodes, on all cores for many images, and does nothing else.",
            [
                Measure(bench, "images", "1, 10, 100, 1,000 small images through the whole local pipeline, one rendition each", [1, 10, 100, 1000], size => Images(bench, ours, (int)size), size => ImagesFloor(bench, ours, (int)size)),
                Measure(bench, "renditions", "1, 5, 10, 20, 40 renditions of one image, about as large as each other", [1, 5, 10, 20, 40], size => Renditions(bench, ours, (int)size), _ => RenditionsFloor(bench, ours)),
                Measure(bench, "pixels", "1, 4, 12, 25, 50, 100 megapixels, JPEG, to 800 px", [1, 4, 12, 25, 50, 100], size => Pixels(bench, ours, size, "one"), size => Pixels(bench, ours, size, "floor")),
            ]);
    }

    private static Row Measure(BenchmarkContext bench, string what, string name, double[] sizes, Func<double, double> cost, Func<double, double> floor)
    {
        bench.Log($"5. {what}");
        cost(sizes[0]);
        var points = sizes.Select(size => (Size: size, Cost: Statistics.Median([.. Enumerable.Range(0, 3).Select(_ => cost(size))]))).ToArray();
        var exponent = Statistics.GrowthExponent(points);
        var (minFloor, maxFloor) = (floor(sizes[0]), floor(sizes[^1]));
        return new(
            name,
            [
                new("least", points[0].Cost, Unit.Milliseconds),
                new("most", points[^1].Cost, Unit.Milliseconds),
                new("exponent", exponent, Unit.Exponent),
                new("floor of the least", minFloor, Unit.Milliseconds),
                new("floor of the most", maxFloor, Unit.Milliseconds),
            ],
            [new("", MaxExponent, exponent, Unit.Exponent)]);
    }

    private static double Images(BenchmarkContext bench, PeerProcess ours, int count)
    {
        var folder = BenchmarkContext.TemporaryFolder();
        try
        {
            var files = bench.Originals.Copies(bench.Originals.OfSize(0.1, ImageFormat.Jpeg), count);
            return ours.Send(new("batch", files, [Small], folder)).Milliseconds;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double ImagesFloor(BenchmarkContext bench, PeerProcess ours, int count) => ours.Send(new(
        "floors", bench.Originals.Copies(bench.Originals.OfSize(0.1, ImageFormat.Jpeg), count), [Small], Parallelism: Environment.ProcessorCount)).Milliseconds;

    private static double RenditionsFloor(BenchmarkContext bench, PeerProcess ours) =>
        ours.Send(new("floor", [bench.Originals.Photograph], [new("r0", 500, null, "jpeg", 80)])).Milliseconds;

    private static double Renditions(BenchmarkContext bench, PeerProcess ours, int count) =>
        ours.Send(new("set", [bench.Originals.Photograph], [.. Enumerable.Range(0, count).Select(i => new Target($"r{i}", 500 - i, null, "jpeg", 80))])).Milliseconds;

    private static double Pixels(BenchmarkContext bench, PeerProcess ours, double megapixels, string operation) =>
        ours.Send(new(operation, [bench.Originals.OfSize(megapixels, ImageFormat.Jpeg)], [new("rendition", 800, null, "jpeg", 80)])).Milliseconds;
}
