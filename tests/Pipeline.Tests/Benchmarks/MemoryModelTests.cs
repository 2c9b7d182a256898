using System.Diagnostics;
using Pipeline.Benchmarks.Modelling;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Benchmarks;

public sealed class MemoryModelTests
{
    private static readonly TimeSpan[] Work = [.. Enumerable.Repeat(TimeSpan.FromMilliseconds(177), 5)];

    [Theory]
    [InlineData(1_769, 277)]
    // The codec's one thread has no use for a second processor.
    [InlineData(3_008, 277)]
    [InlineData(512, 711.6)]
    [InlineData(1_024, 405.8)]
    public void WorkTakesLongerWithLessOfAProcessorButWaitingDoesNot(int memory, double milliseconds)
    {
        var row = MemoryModel.Compute("a.jpg", memory, Work, 200);

        Assert.Equal(milliseconds, row.Times!.Median.TotalMilliseconds, 0.1);
        Assert.Equal(3, row.Times.Count);
    }

    [Fact]
    public void PriceIsThatOfTheTime()
    {
        var row = MemoryModel.Compute("a.jpg", 1_769, Work, 200);

        Assert.Equal(0.20 + (13.3334 * 1_769 / 1_024 * 0.277), (double)row.DollarsPerMillion, 0.001);
    }

    [Fact]
    public void PeakOverTheSizeIsOutOfMemory()
    {
        var row = MemoryModel.Compute("a.jpg", 512, Work, 513);

        Assert.Equal((null, "out of memory", 513), (row.Times, row.Problem, row.MaxMemoryUsed));
    }

    [Fact]
    public async Task ProgramPrintsARowForEachSizeAndSaysThatItIsComputed()
    {
        using var folder = new TemporaryFolder();
        var photo = Path.Combine(folder.Path, "small.jpg");
        await File.WriteAllBytesAsync(photo, SyntheticImages.Jpeg(400, 300));

        var (code, output, errors) = await RunAsync("memory-model", "--photo", photo, "--runs", "5", "--memory", "512", "--memory", "1769");

        Assert.True(code == 0, errors);
        Assert.StartsWith("Computed, not measured in Lambda", output, StringComparison.Ordinal);
        var rows = output.Split('\n').Where(line => line.StartsWith("| small.jpg |", StringComparison.Ordinal)).Select(line => line.Split('|')[2].Trim()).ToArray();
        Assert.Equal(["512", "1,769"], rows);
        Assert.Contains("For cost: ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--memory must be from 128 to 10240", "--memory", "64")]
    [InlineData(1, "nowhere.jpg does not exist", "--photo", "nowhere.jpg")]
    public async Task WrongArgumentIsNamed(int expected, string words, params string[] arguments)
    {
        var (code, _, errors) = await RunAsync(["memory-model", .. arguments]);

        Assert.Equal(expected, code);
        Assert.Contains(words, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Pipeline.Benchmarks.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }
}
