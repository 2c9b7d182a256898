using System.Globalization;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Pictures;
using Pipeline.Vips;
using Xunit.Abstractions;

namespace Pipeline.Aws.Tests.Resize;

/// <summary>
/// The memory of Resize over many calls. The environment variable <c>PIPELINE_MEMORY_CALLS</c> makes it 300 calls, say, with the largest
/// originals that the limits admit; and <c>PIPELINE_MEMORY_FILES</c> adds originals from a folder.
/// </summary>
public sealed class ResizeMemoryTests(ITestOutputHelper output)
{
    private const int FunctionMegabytes = 1_769;
    private const int ShortCalls = 30;
    private const long Megabyte = 1 << 20;
    private static readonly int? Calls = int.TryParse(Environment.GetEnvironmentVariable("PIPELINE_MEMORY_CALLS"), CultureInfo.InvariantCulture, out var calls) ? calls : null;

    [PeakMemoryFact]
    public void MemoryStaysWithinTheEstimateAndDoesNotGrow()
    {
        using var folder = new TemporaryFolder();
        var files = WriteOriginals(folder.Path);

        var calls = FunctionInChildProcess.Start(FunctionMegabytes, Calls ?? ShortCalls, files);

        foreach (var file in calls.GroupBy(call => call.File))
        {
            output.WriteLine($"| {file.Key} | {file.Count()} | {file.Max(call => call.Peak) / Megabyte} | {file.Max(call => call.Estimate) / Megabyte} | {ComputeSlope([.. file.Skip(file.Count() / 3)]):0.000} |");
        }

        Assert.All(calls, call => Assert.True(
            call.Peak <= call.Estimate, $"{call.File} took {call.Peak / Megabyte} MB, and the estimate is {call.Estimate / Megabyte} MB."));
        Assert.True(calls.Max(call => call.Peak) <= FunctionMegabytes * Megabyte);
        var settled = calls.Skip(calls.Count / 2).ToArray();
        // Memory goes up and down with the originals, by as much as the allocators keep. What grows would go on growing.
        Assert.InRange(ComputeSlope(settled) * settled.Length, -double.MaxValue, 60);
    }

    /// <summary>Slope of the line through the resident memory after each call, by least squares, in MB per call.</summary>
    private static double ComputeSlope(MeasuredCall[] calls)
    {
        var (meanCall, meanBytes) = ((calls.Length - 1) / 2.0, calls.Average(call => call.Resident));
        var covariance = calls.Select((call, index) => (index - meanCall) * (call.Resident - meanBytes)).Sum();
        return covariance / calls.Select((_, index) => Math.Pow(index - meanCall, 2)).Sum() / Megabyte;
    }

    private static List<string> WriteOriginals(string folder)
    {
        var codec = new VipsCodec();
        List<string> files =
        [
            Write(ImageFormat.Jpeg, 12), Write(ImageFormat.Jpeg, 24), Write(ImageFormat.Jpeg, 100), Write(ImageFormat.WebP, 12), Write(ImageFormat.Avif, 8),
        ];
        if (Calls is not null)
        {
            files.AddRange([Write(ImageFormat.Avif, 24), Write(ImageFormat.Avif, 74), Write(ImageFormat.WebP, 100)]);
            files.AddRange(Environment.GetEnvironmentVariable("PIPELINE_MEMORY_FILES") is { } others ? Directory.GetFiles(others) : []);
        }

        if (Repository.Material is { } material && Path.Combine(material, "images", "photo.heic") is var heic && File.Exists(heic))
        {
            files.Add(heic);
        }

        return files;

        string Write(ImageFormat format, int megapixels)
        {
            var width = (int)Math.Sqrt(megapixels * 1e6 * 4 / 3);
            using var picture = TestPictures.Gradient(width, width * 3 / 4);
            var path = Path.Combine(folder, $"{megapixels}mp.{format.ToString().ToLowerInvariant()}");
            File.WriteAllBytes(path, codec.Encode(picture, new EncodeOptions(format, 80, Effort: format is ImageFormat.WebP or ImageFormat.Avif ? 0 : null)));
            return path;
        }
    }
}

/// <summary>A test that reads the peak memory of a process from Linux. It is skipped by name elsewhere.</summary>
internal sealed class PeakMemoryFactAttribute : FactAttribute
{
    public PeakMemoryFactAttribute() => Skip = File.Exists("/proc/self/clear_refs") ? null : "needs /proc/self/clear_refs (Linux)";
}
