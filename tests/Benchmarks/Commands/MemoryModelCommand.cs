using System.CommandLine;
using System.Globalization;
using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Material;
using Pipeline.Benchmarks.Measuring;
using Pipeline.Benchmarks.Modelling;
using Pipeline.Benchmarks.Ours;
using Pipeline.Benchmarks.Reporting;
using Pipeline.Benchmarks.Workloads;
using Pipeline.Terminal.Reports;
using Pipeline.Terminal.Tuning;

namespace Pipeline.Benchmarks.Commands;

/// <summary>
/// <c>memory-model</c>: what <c>infra/cloud tune resize</c> measures, computed on this machine. With <c>--quota</c>, calls run with the share of a processor
/// that Lambda gives; without, their time of the processor is divided by it, which other work on the machine does not change.
/// </summary>
internal static class MemoryModelCommand
{
    private const int WarmUps = 3;

    public static Command Create()
    {
        var memory = new Option<int[]>("--memory")
        {
            Description = "Memory sizes in MB.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [512, 1_024, 1_769, 2_048, 3_008],
        };
        memory.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => int.TryParse(token.Value, CultureInfo.InvariantCulture, out var size) && size is < 128 or > 10_240))
            {
                result.AddError("--memory must be from 128 to 10240.");
            }
        });
        var runs = new Option<int>("--runs") { Description = "Calls for each size.", DefaultValueFactory = _ => 20 };
        var photo = new Option<FileInfo?>("--photo") { Description = "Photo to compute with. Default: the photograph of 12 megapixels, or the sample photo." };
        var each = new Option<bool>("--each") { Description = "One call for the rendition of 1,600 pixels, as with resizeGrouping: each. Default: one call for all." };
        var quota = new Option<bool>("--quota") { Description = "Run with a share of a processor (control groups of Linux) instead of dividing." };
        var command = new Command("memory-model", "Compute what Resize takes and costs in Lambda with several memory sizes.") { memory, runs, photo, each, quota };
        command.SetAction(result => Run(
            new(
                result.GetRequiredValue(memory), Math.Max(1, result.GetValue(runs)), result.GetValue(photo)?.FullName ?? new Originals(Log).Photograph,
                result.GetValue(each) ? [RenditionSetWorkload.Default.First(target => target.Name == "large")] : RenditionSetWorkload.Default),
            result.GetValue(quota)));
        return command;
    }

    private static int Run(Model model, bool withQuota)
    {
        if (!File.Exists(model.Photo))
        {
            throw new ContenderException($"{model.Photo} does not exist.");
        }

        var rows = withQuota ? RunWithQuota(model) : Compute(model);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Computed, not measured in Lambda, on {DateTime.UtcNow:yyyy-MM-dd}: {Machine.Describe()}. {(withQuota ? "Calls ran with the share of a processor" : "Time of the processor by the share of one")} that Lambda gives, and {MemoryModel.Wait.TotalMilliseconds:0} ms for S3. {model.Targets.Count} rendition{(model.Targets.Count == 1 ? "" : "s")} a call, list prices of arm64."));
        Console.WriteLine();
        Console.WriteLine(MemoryReport.ToMarkdown(rows));
        Console.WriteLine();
        MemoryReport.Plot(TerminalConsole.Create(), rows);
        foreach (var goal in Enum.GetValues<TuningGoal>())
        {
            Console.WriteLine($"For {goal.ToString().ToLowerInvariant()}: {MemoryChoice.Find(rows, goal)?.Memory.ToString("#,0", CultureInfo.InvariantCulture) ?? "none of them"} MB");
        }

        return 0;
    }

    private static MemoryRow[] Compute(Model model)
    {
        using var peer = new Installation(Log).StartPipeline();
        var work = Call(peer, model, response => response.Numbers![ProcessorTime.Milliseconds]);
        var peak = ReadPeak(peer);
        return [.. model.Memory.Select(memory => MemoryModel.Compute(Path.GetFileName(model.Photo), memory, work, peak))];
    }

    private static MemoryRow[] RunWithQuota(Model model) =>
    [
        .. model.Memory.Select(memory =>
        {
            Log($"{memory} MB");
            using var quota = new ProcessorQuota(MemoryModel.ShareOf(memory));
            using var peer = new Installation(Log).StartPipeline();
            quota.Add(peer.ProcessId);
            var times = Call(peer, model, response => response.Milliseconds);
            return MemoryModel.Compute(Path.GetFileName(model.Photo), memory, TrimmedTimes.Of([.. times.Select(time => MemoryModel.Wait + time)]), ReadPeak(peer));
        }),
    ];

    /// <summary>The first calls compile the code and do not count: in Lambda, the first call of an environment does not either.</summary>
    private static TimeSpan[] Call(PeerProcess peer, Model model, Func<PeerResponse, double> read)
    {
        var request = new PeerRequest("processor", [model.Photo], model.Targets);
        return [.. Enumerable.Range(0, WarmUps + model.Runs).Select(_ => TimeSpan.FromMilliseconds(read(peer.Send(request)))).ToArray().Skip(WarmUps)];
    }

    private static int? ReadPeak(PeerProcess peer)
    {
        var status = $"/proc/{peer.ProcessId}/status";
        return File.Exists(status) && PeakMemory.Parse(File.ReadLines(status)) is { } megabytes ? (int)Math.Ceiling(megabytes * 1e6 / (1 << 20)) : null;
    }

    private static void Log(string text) => Console.Error.WriteLine(text);

    /// <param name="Memory">Memory sizes in MB.</param>
    /// <param name="Runs">Calls for each.</param>
    /// <param name="Photo">Path of the photo.</param>
    /// <param name="Targets">Renditions of a call.</param>
    private sealed record Model(IReadOnlyList<int> Memory, int Runs, string Photo, IReadOnlyList<Target> Targets);
}
