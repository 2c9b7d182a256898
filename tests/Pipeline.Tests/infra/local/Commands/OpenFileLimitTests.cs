using System.Diagnostics;
using System.Globalization;
using Pipeline.Terminal.Files;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Local.Commands;

/// <summary>A process that may open too few files says so, with the number that it needs.</summary>
public sealed class OpenFileLimitTests
{
    [UnixTheory("ulimit")]
    [InlineData(40)]
    [InlineData(OpenFileLimit.Needed - 1)]
    public async Task TooFewFilesAreNamedAtTheStartWithTheNumberNeeded(int limit)
    {
        var (exitCode, errors) = await RunAsync(limit, "images list");

        Assert.Equal(2, exitCode);
        Assert.Contains($"may open {limit} files at a time, but needs {OpenFileLimit.Needed}", errors, StringComparison.Ordinal);
        Assert.Single(errors.Trim().Split('\n'));
    }

    [UnixFact("ulimit")]
    public async Task NumberThatIsNamedIsEnoughToProcess()
    {
        var (exitCode, errors) = await RunAsync(OpenFileLimit.Needed, "process");

        Assert.Equal((0, ""), (exitCode, errors));
    }

    [UnixFact("errno")]
    public void RunningOutOfFilesLaterIsExplained()
    {
        Assert.Contains("raise the limit", OpenFileLimit.Explain(new IOException("Too many open files", 24)), StringComparison.Ordinal);
        Assert.Null(OpenFileLimit.Explain(new IOException("No space left on device", 28)));
    }

    private static async Task<(int ExitCode, string Errors)> RunAsync(int limit, string command)
    {
        using var folder = new TemporaryFolder();
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var script = string.Create(CultureInfo.InvariantCulture, $"ulimit -n {limit} && exec '{dotnet}' '{Path.Combine(AppContext.BaseDirectory, "pipeline.dll")}' {command}");
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", script])
        {
            WorkingDirectory = folder.Path, RedirectStandardError = true, RedirectStandardOutput = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await errors);
    }
}
