using System.Diagnostics;
using Pipeline.Benchmarks.Contenders;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Benchmarks;

/// <summary>The program in its own process refuses invalid arguments, and responds as a contender. Nothing is timed.</summary>
public sealed class BenchmarkProgramTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Pipeline.Benchmarks.dll");

    [Theory]
    [InlineData("compare --workload 11", "--workload 11 does not exist")]
    [InlineData("compare --fast", "--fast")]
    [InlineData("measure", "measure")]
    public async Task InvalidArgumentIsNamedAndTheExitCodeIs2(string arguments, string expected)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Program, .. arguments.Split(' ')])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        _ = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(2, process.ExitCode);
        Assert.Contains(expected, await errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", await errors, StringComparison.Ordinal);
    }

    [Fact]
    public void PeerMakesARenditionAndReportsTimeAndBytes()
    {
        using var folder = new TemporaryFolder();
        var original = Path.Combine(folder.Path, "original.jpg");
        File.WriteAllBytes(original, SyntheticImages.Jpeg(400, 300));
        using var peer = new PeerProcess("ours", folder.Path, "dotnet", Program, "peer");

        var reply = peer.Send(new("one", [original], [new("made", 100, null, "webp", 80)], folder.Path));

        Assert.Contains("libvips", peer.Version, StringComparison.Ordinal);
        Assert.True(reply.Milliseconds > 0);
        Assert.Equal(reply.Bytes, new FileInfo(Path.Combine(folder.Path, "made.webp")).Length);
    }

    [Fact]
    public void FailureOfAPeerIsReportedWithItsReason()
    {
        using var folder = new TemporaryFolder();
        using var peer = new PeerProcess("ours", folder.Path, "dotnet", Program, "peer");

        var failure = Assert.Throws<ContenderException>(() => peer.Send(new("one", [Path.Combine(folder.Path, "missing.jpg")], [new("made", 100, null, "webp", 80)])));

        Assert.Contains("missing.jpg", failure.Message, StringComparison.Ordinal);
    }
}
