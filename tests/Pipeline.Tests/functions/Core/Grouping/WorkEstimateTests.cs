using System.Globalization;
using Pipeline.Core.Grouping;
using Pipeline.Core.Renditions;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Renditions;
using Pipeline.Testing.Environments;

namespace Pipeline.Tests.Core.Grouping;

/// <summary>Compares the estimate with the times that the benchmarks measured, which need no requests and no slow processor.</summary>
public sealed class WorkEstimateTests
{
    private static readonly ImageInfo Camera = new(ImageFormat.Jpeg, 4032, 3024);
    private static readonly ImageInfo Photograph = new(ImageFormat.Jpeg, 2725, 2225);

    public static TheoryData<string, ImageInfo, Rendition> Measured => new()
    {
        { "JPEG to jpeg, camera-12mp.jpg", Camera, new("a", 800, Format: RenditionFormat.Jpeg) },
        { "JPEG to webp, camera-12mp.jpg", Camera, new("a", 800) },
        { "JPEG to avif, camera-12mp.jpg", Camera, new("a", 800, Format: RenditionFormat.Avif) },
        { "JPEG to png, camera-12mp.jpg", Camera, new("a", 800, Format: RenditionFormat.Png) },
        { "PNG to webp, photograph.png", Photograph with { Format = ImageFormat.Png }, new("a", 800) },
        { "WebP to webp, photograph.webp", Photograph with { Format = ImageFormat.WebP }, new("a", 800) },
        { "AVIF to webp, photograph.avif", Photograph with { Format = ImageFormat.Avif }, new("a", 800) },
        { "HEIC to webp, photo.heic", Photograph with { Format = ImageFormat.Heic }, new("a", 800) },
        { "800 px, JPEG to webp, our quality 78", Camera, new("a", 800, Effort: 4) },
        { "1600 px, JPEG to webp, our quality 79", Camera, new("a", 1600, Effort: 4) },
        { "800 px, JPEG to avif, our quality 49", Camera, new("a", 800, Format: RenditionFormat.Avif, Effort: 4) },
        { "1600 px, JPEG to WebP", Camera, new("a", 1600) },
        { "1600 px, JPEG to JPEG", Camera, new("a", 1600, Format: RenditionFormat.Jpeg) },
    };

    [Theory]
    [MemberData(nameof(Measured))]
    public void EstimateIsAboveTheMeasuredTimeAndOfItsSize(string row, ImageInfo info, Rendition rendition)
    {
        var source = new GroupSource(info, 4_000_000);
        var measured = ReadMilliseconds(row);

        var estimate = RenditionGrouper.EstimateWork(source, RenditionPlanner.Plan(info, new([rendition]), "p/")).TotalMilliseconds;

        // 200 ms for reading, writing and their requests; and Lambda's processors are slower.
        Assert.InRange(estimate, measured, (measured * 2.5) + 200);
    }

    private static double ReadMilliseconds(string row)
    {
        var line = File.ReadLines(Repository.PathOf("tests", "Benchmarks", "RESULTS.md")).Single(line => line.StartsWith($"| {row} |", StringComparison.Ordinal));
        return double.Parse(line.Split('|')[2].Replace("ms", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}
