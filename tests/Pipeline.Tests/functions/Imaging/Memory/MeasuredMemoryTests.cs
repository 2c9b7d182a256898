using System.Globalization;
using Pipeline.Benchmarks.Ours;
using Pipeline.Benchmarks.Workloads;
using Pipeline.Core.Renditions;
using Pipeline.Imaging.Memory;
using Pipeline.Testing.Environments;

namespace Pipeline.Tests.Imaging.Memory;

/// <summary>Compares the estimate with the table "Bytes per pixel" in tests/Benchmarks/RESULTS.md.</summary>
public sealed class MeasuredMemoryTests
{
    private const double Pixels = MemoryCase.Megapixels * 1e6;

    // The buffers of a process do not shrink to nothing where the picture is never held whole.
    private const double MaxExcess = 1;
    private const double MaxRatio = 1.5;

    private static readonly Dictionary<string, double?[]> Measured = ReadTable();

    public static TheoryData<string> Cases => [.. MemoryCase.All.Select(testCase => testCase.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void EstimateIsNoLessThanMeasuredAndNotMuchMore(string name)
    {
        var testCase = MemoryCase.All.Single(testCase => testCase.Name == name);
        var row = Measured[name];

        Check("libvips", row[1], Estimate(testCase, row[0]!.Value, isImageMagick: false));
        Check("ImageMagick", row[2], Estimate(testCase, row[0]!.Value, isImageMagick: true));

        void Check(string codec, double? measured, double estimate) => Assert.True(
            measured is null || (estimate >= measured && estimate <= (measured * MaxRatio) + MaxExcess),
            $"{name} takes {measured:0.00} bytes per pixel with {codec}, and the estimate is {estimate:0.00}.");
    }

    [Fact]
    public void TableHasNoRowsWithoutACase() => Assert.Equal(MemoryCase.All.Select(testCase => testCase.Name), Measured.Keys);

    private static double Estimate(MemoryCase testCase, double fileBytesPerPixel, bool isImageMagick)
    {
        var rendition = OneRendition.ToRendition(testCase.Target);
        var decode = RenditionPlanner.PlanDecode(testCase.Info, rendition);
        var bytes = MemoryEstimate.Compute(testCase.Info, testCase.Layout, (long)(fileBytesPerPixel * Pixels), decode, [rendition], isImageMagick);
        return (bytes - MemoryEstimate.BaseBytes) / Pixels;
    }

    private static Dictionary<string, double?[]> ReadTable() => File.ReadLines(Path.Combine(Repository.Root, "tests", "Benchmarks", "RESULTS.md"))
        .SkipWhile(line => line != $"## {BytesPerPixelWorkload.Number}. Bytes per pixel")
        .SkipWhile(line => !line.StartsWith("| ---", StringComparison.Ordinal))
        .Skip(1)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .ToDictionary(cells => cells[0], cells => cells[1..].Select(cell => cell == "–" ? (double?)null : double.Parse(cell, CultureInfo.InvariantCulture)).ToArray());
}
