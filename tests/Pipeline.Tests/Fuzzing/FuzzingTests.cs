using System.Diagnostics;
using Pipeline.Testing.Environments;

namespace Pipeline.Tests.Fuzzing;

/// <summary>The fuzzer finds what it must find, and the inputs that once failed don't fail again.</summary>
public sealed class FuzzingTests : IDisposable
{
    private readonly TemporaryFolder _findings = new();

    [Theory]
    [InlineData("exception", "The planted exception.")]
    [InlineData("crash", "The planted crash.")]
    [InlineData("hang", "The input took more than 10 s.")]
    [InlineData("memory", "The input allocated ")]
    [InlineData("native-memory", "The process had ")]
    public async Task PlantedFaultIsFoundAndItsInputSaved(string fault, string expected)
    {
        var target = $"planted-{fault}";

        // It takes about 100 inputs. The time is for busy machines.
        var (exitCode, output) = await RunAsync("--target", target, "--seconds", "60");

        Assert.True(exitCode == 1, output);
        Assert.Contains($"{target}: FAILED (seed 1). ", output, StringComparison.Ordinal);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        var input = Assert.Single(Directory.GetFiles(_findings.Path));
        if (fault == "exception")
        {
            Assert.Equal(1, (await RunAsync("--target", target, "--input", input)).ExitCode);
        }
    }

    [Fact]
    public async Task EveryTargetRunsItsCorpus()
    {
        var (exitCode, output) = await RunAsync("--seconds", "0");

        Assert.True(exitCode == 0, output);
        Assert.Contains("13 targets, nothing found", output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_findings.Path));
    }

    [Fact]
    public async Task SameSeedGivesTheSameInputs()
    {
        var first = await RunAsync("--target", "planted-exception", "--seconds", "60", "--seed", "5");
        var second = await RunAsync("--target", "planted-exception", "--seconds", "60", "--seed", "5");

        Assert.Equal(1, first.ExitCode);
        Assert.Equal(1, second.ExitCode);
        Assert.Single(Directory.GetFiles(_findings.Path));
    }

    [Fact]
    public async Task InputNeedsATarget() => Assert.Equal(2, (await RunAsync("--input", "some-file")).ExitCode);

    public void Dispose() => _findings.Dispose();

    private async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])[FindProgram(), .. arguments, "--findings", _findings.Path])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>The program in its own folder, because it rewrites the assemblies beside it.</summary>
    private static string FindProgram()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(own.Parent!.Parent!.FullName, "Pipeline.Fuzzing", own.Name, "Pipeline.Fuzzing.dll");
    }
}
