using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO.MemoryMappedFiles;
using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Material;
using Pipeline.Benchmarks.Measuring;
using Pipeline.Benchmarks.Ours;
using Pipeline.Benchmarks.Workloads;
using Pipeline.Imaging.Formats;

namespace Pipeline.Benchmarks.Commands;

/// <summary><c>fence</c>: measures what it costs to decode in child processes, with the pixels in shared memory.</summary>
internal static class FenceCommand
{
    private const string SharedMemory = "/dev/shm";

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "Number of rounds for each row.", DefaultValueFactory = _ => 5 };
        var megapixels = new Option<int[]>("--megapixels") { Description = "Sizes of the originals.", DefaultValueFactory = _ => [12, 100] };
        var command = new Command("fence", "Compare decoding in child processes, with the pixels in shared memory, with decoding in one process.") { rounds, megapixels };
        command.SetAction(result => Run(result.GetValue(rounds), result.GetRequiredValue(megapixels)));
        return command;
    }

    private static int Run(int rounds, int[] sizes)
    {
        if (!Directory.Exists(SharedMemory))
        {
            throw new ContenderException($"The prototype needs {SharedMemory} (Linux).");
        }

        var originals = new Originals(Log);
        Console.WriteLine("| Original | Decode | Processes | In one process (ms a picture) | Fenced (ms a picture) | Extra | In one process (MB) | Fenced, all processes (MB) |");
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var megapixels in sizes)
        {
            var count = Math.Max(4, 200 / megapixels);
            var file = originals.GetResized(megapixels, ImageFormat.Jpeg);
            foreach (var targets in (IReadOnlyList<Target>[])[RenditionSetWorkload.Default, []])
            {
                foreach (var processes in (int[])[1, 2, 4])
                {
                    Console.WriteLine(Measure(new Case(file, megapixels, count, targets, processes), rounds));
                }
            }
        }

        return 0;
    }

    private static string Measure(Case measured, int rounds)
    {
        Log($"{measured}");
        var installation = new Installation(Log);
        using var alone = installation.StartPipeline();
        using var fence = new Fence(installation, measured.Processes);
        var times = Interleaved.Measure(
            [("alone", () => DecodeAlone(alone, measured)), ("fenced", () => fence.DecodeAll(measured))], rounds, warmUpRounds: 1);
        var (withoutFence, fenced) = (Statistics.Median(times["alone"]) / measured.Count, Statistics.Median(times["fenced"]) / measured.Count);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {measured.Megapixels} MP JPEG | {(measured.Targets.Count == 0 ? "all pixels" : "for the default set")} | {measured.Processes} | {withoutFence:0} | {fenced:0} | {100 * (Statistics.MedianRatio(times["fenced"], times["alone"]) - 1):+0;-0} % | {ReadPeak(alone):0} | {fence.Processes.Sum(ReadPeak):0} |");
    }

    private static double DecodeAlone(PeerProcess process, Case measured) => process.Send(
        new("decodes", [.. Enumerable.Repeat(measured.File, measured.Count)], measured.Targets, Parallelism: measured.Processes)).Milliseconds;

    private static double ReadPeak(PeerProcess process) => PeakMemory.Parse(File.ReadLines($"/proc/{process.ProcessId}/status")) ?? 0;

    private static void Log(string text) => Console.Error.WriteLine(text);

    private sealed record Case(string File, int Megapixels, int Count, IReadOnlyList<Target> Targets, int Processes);

    /// <summary>Child processes that decode, each with its own shared memory.</summary>
    private sealed class Fence : IDisposable
    {
        private readonly string[] _paths;
        private readonly (MemoryMappedFile File, MemoryMappedViewAccessor View)?[] _views;

        public Fence(Installation installation, int count)
        {
            Processes = [.. Enumerable.Range(0, count).Select(_ => installation.StartPipeline())];
            _paths = [.. Enumerable.Range(0, count).Select(_ => Path.Combine(SharedMemory, $"pipeline-fence-{Guid.NewGuid():N}"))];
            _views = new (MemoryMappedFile, MemoryMappedViewAccessor)?[count];
        }

        public IReadOnlyList<PeerProcess> Processes { get; }

        public double DecodeAll(Case measured)
        {
            var watch = Stopwatch.StartNew();
            var next = 0;
            Task.WaitAll([.. Enumerable.Range(0, Processes.Count).Select(child => Task.Factory.StartNew(
                () =>
                {
                    while (Interlocked.Increment(ref next) <= measured.Count)
                    {
                        Decode(child, measured);
                    }
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))]);
            return watch.Elapsed.TotalMilliseconds;
        }

        public void Dispose()
        {
            foreach (var view in _views)
            {
                view?.View.Dispose();
                view?.File.Dispose();
            }

            foreach (var process in Processes)
            {
                process.Dispose();
            }

            Array.ForEach(_paths, File.Delete);
        }

        private unsafe void Decode(int child, Case measured)
        {
            var reply = Processes[child].Send(new("fenced", [measured.File], measured.Targets, Output: _paths[child]));
            var (_, view) = _views[child] ??= Map(_paths[child]);
            byte* start = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            _ = FencedDecode.Touch(new(start, (int)reply.Bytes));
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        }

        private static (MemoryMappedFile, MemoryMappedViewAccessor) Map(string path)
        {
            var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open);
            return (file, file.CreateViewAccessor());
        }
    }
}
