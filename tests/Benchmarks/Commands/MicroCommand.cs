using System.CommandLine;
using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Pipeline.Benchmarks.Material;
using Pipeline.Benchmarks.Ours;

namespace Pipeline.Benchmarks.Commands;

/// <summary>Micro-benchmarks of the resampler with BenchmarkDotNet.</summary>
internal static class MicroCommand
{
    public static Command Create()
    {
        var command = new Command("micro", "Measure the resampler alone: time, allocation and cycles per pixel.");
        command.SetAction(_ =>
        {
            // Runs in this process, because BenchmarkDotNet would otherwise build a project without this repository's settings.
            var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
            var config = ManualConfig.Create(DefaultConfig.Instance)
                .AddJob(job)
                .AddColumn(new CyclesColumn(Gigahertz()))
                .WithArtifactsPath(Workspace.CreateArtifactsFolder("benchmarks", "micro"));
            BenchmarkRunner.Run<MicroBenchmarks>(config);
        });
        return command;
    }

    /// <summary>The processor's clock as the system reports it; 1 if it reports none, so that cycles are nanoseconds.</summary>
    private static double Gigahertz()
    {
        const string info = "/proc/cpuinfo";
        var line = File.Exists(info) ? File.ReadLines(info).FirstOrDefault(line => line.StartsWith("cpu MHz", StringComparison.Ordinal)) : null;
        return line is null ? 1 : double.Parse(line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture) / 1000;
    }
}
