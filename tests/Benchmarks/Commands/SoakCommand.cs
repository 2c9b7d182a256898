using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Material;
using Pipeline.Benchmarks.Measuring;
using Pipeline.Benchmarks.Workloads;
using Pipeline.Codecs;
using Pipeline.Core.Renditions;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Memory;
using Pipeline.Imaging.Buffers;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Benchmarks.Commands;

/// <summary><c>soak</c>: processes photographs for minutes in one process, and measures how its memory grows.</summary>
internal static class SoakCommand
{
    private const int Copies = 160;

    private const int Users = 6;

    private const int Megabyte = 1024 * 1024;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>What the process needs at first, such as compiled code, does not count as growth.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(2);

    public static Command Create()
    {
        var minutes = new Option<double>("--minutes") { Description = "Duration in minutes.", DefaultValueFactory = _ => 12 };
        var memory = new Option<int>("--memory") { Description = "Memory of the process in MB, as the option of the local host.", DefaultValueFactory = _ => 512 };
        var sharp = new Option<bool>("--sharp") { Description = "Also measure the peak of sharp for the first 160 photographs." };
        var command = new Command("soak", "Process photographs of 12 megapixels for minutes, and measure the growth and the peak of memory.") { minutes, memory, sharp };
        command.SetAction((result, _) => RunAsync(TimeSpan.FromMinutes(result.GetValue(minutes)), result.GetValue(memory), result.GetValue(sharp)));
        return command;
    }

    private static async Task<int> RunAsync(TimeSpan duration, int memory, bool withSharp)
    {
        NativeHeap.Configure();
        var originals = new Originals(Log);
        var files = originals.GetCopies(originals.Photograph, Copies);
        if (withSharp)
        {
            Log($"sharp: peak of {MeasureSharp(files):0} MB for {Copies} photographs");
        }

        AppContext.SetData("GCHeapHardLimit", (ulong)memory * Megabyte);
        GC.RefreshMemoryLimit();
        var folder = Directory.CreateTempSubdirectory("pipeline-soak-").FullName;
        try
        {
            var (samples, done) = await SoakAsync(folder, files, duration, memory);
            Report(samples, done);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static async Task<(IReadOnlyList<(TimeSpan Time, double Megabytes)> Samples, int Done)> SoakAsync(
        string folder, IReadOnlyList<string> files, TimeSpan duration, int memory)
    {
        await using var pipeline = LocalPipeline.Open(
            new(folder, RenditionSet.Default) { Memory = new MemoryBound((long)memory * Megabyte) }, ImageCodecs.Create(CodecSelection.Both), TimeProvider.System);
        var samples = new List<(TimeSpan Time, double Megabytes)>();
        var (next, done) = (-1, 0);
        var watch = Stopwatch.StartNew();
        var users = Enumerable.Range(0, Users).Select(async _ =>
        {
            while (watch.Elapsed < duration)
            {
                var number = Interlocked.Increment(ref next);
                var key = string.Create(CultureInfo.InvariantCulture, $"{number}.jpg");
                await using (var content = File.OpenRead(files[number % files.Count]))
                {
                    var outcome = await (await pipeline.UploadAsync(key, content, CancellationToken.None)).Completion;
                    if (outcome.Name != "succeeded")
                    {
                        throw new ContenderException($"{outcome.ImageId} {outcome.Name}: {outcome.Reason?.Message}");
                    }
                }

                Interlocked.Increment(ref done);
                // Keeps the disk from filling up.
                await (await pipeline.DeleteAsync(key, CancellationToken.None))!.Completion;
            }
        }).ToArray();
        var all = Task.WhenAll(users);
        while (await Task.WhenAny(all, Task.Delay(Interval)) != all)
        {
            samples.Add((watch.Elapsed, ReadResident("VmRSS:")));
            Log(string.Create(
                CultureInfo.InvariantCulture,
                $"{watch.Elapsed.TotalSeconds,5:0} s  {samples[^1].Megabytes,6:0} MB resident  {GC.GetTotalMemory(false) / 1e6,5:0} MB managed ({GC.GetGCMemoryInfo().TotalCommittedBytes / 1e6:0} committed)  {NativeHeap.UsedBytes / 1e6,5:0} MB native in use ({BlockPool.Shared.IdleBytes / 1e6:0} idle)  {done} photographs"));
        }

        await all;
        return (samples, done);
    }

    private static void Report(IReadOnlyList<(TimeSpan Time, double Megabytes)> samples, int done)
    {
        var counted = samples.Where(sample => sample.Time > WarmUp).ToArray();
        var slope = counted.Length < 3 ? "too short to tell" : string.Create(CultureInfo.InvariantCulture, $"{Slope(counted):0.00} MB a minute after the first two");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done} photographs, none failed; peak {ReadResident("VmHWM:"):0} MB; slope {slope}"));
    }

    /// <summary>Megabytes a minute, by least squares.</summary>
    private static double Slope(IReadOnlyList<(TimeSpan Time, double Megabytes)> samples)
    {
        var (meanTime, meanMegabytes) = (samples.Average(sample => sample.Time.TotalMinutes), samples.Average(sample => sample.Megabytes));
        return samples.Sum(sample => (sample.Time.TotalMinutes - meanTime) * (sample.Megabytes - meanMegabytes))
            / samples.Sum(sample => (sample.Time.TotalMinutes - meanTime) * (sample.Time.TotalMinutes - meanTime));
    }

    private static double MeasureSharp(IReadOnlyList<string> files)
    {
        using var sharp = new Installation(Log).TryStartSharp() ?? throw new ContenderException("sharp cannot be installed.");
        var output = BenchmarkContext.CreateTemporaryFolder();
        try
        {
            // As the pipeline works: one picture more than there are cores at a time, one decode for all renditions.
            return PeakMemory.Measure(sharp, new("batch", files, RenditionSetWorkload.Default, Parallelism: Environment.ProcessorCount + 1) { Variant = "raw", Threads = 1, Output = output }) ?? 0;
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }

    private static double ReadResident(string name) => File.Exists("/proc/self/status")
        ? File.ReadLines("/proc/self/status").Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Select(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024 / 1e6).First()
        : Process.GetCurrentProcess().WorkingSet64 / 1e6;

    private static void Log(string text) => Console.Error.WriteLine(text);
}
