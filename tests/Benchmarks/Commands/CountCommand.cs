using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Material;
using Pipeline.Benchmarks.Workloads;

namespace Pipeline.Benchmarks.Commands;

/// <summary>
/// Counts the instructions of a fixed run under callgrind: they repeat on noisy machines, where times do not. The input is the
/// sample photo, the same everywhere.
/// </summary>
internal static partial class CountCommand
{
    // One run is start, compilation and the first rendition; what the others add is renditions alone.
    private const int Few = 1;
    private const int Many = 3;

    private static readonly IReadOnlyList<(string Name, int Width, string Format)> Runs =
        [("320 px JPEG", 320, "jpeg"), ("800 px WebP", 800, "webp"), ("1600 px JPEG", 1600, "jpeg")];

    public static Command Create()
    {
        var record = new Option<bool>("--record") { Description = "Adds a line to tests/Benchmarks/COUNTS.md." };
        var command = new Command("count", "Counts the instructions of renditions of the sample photo under callgrind.") { record };
        command.SetAction(result => Run(result.GetValue(record)));
        return command;
    }

    private static int Run(bool record)
    {
        if (!HasValgrind())
        {
            Console.Error.WriteLine("Skipped: counting needs valgrind, which is not installed.");
            return 0;
        }

        var counts = new List<double>();
        foreach (var (name, width, format) in Runs)
        {
            var request = JsonSerializer.Serialize(
                new PeerRequest("one", [Originals.SamplePhoto], [Workloads.Settings.PipelineDefaults("rendition", width, null, format)]),
                PeerJson.Default.PeerRequest);
            var millions = (Count(request, Many) - Count(request, Few)) / (Many - Few) / 1e6;
            counts.Add(millions);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {millions:F1} million instructions"));
        }

        if (record)
        {
            var line = string.Join(" | ", counts.Select(count => count.ToString("F1", CultureInfo.InvariantCulture)));
            File.AppendAllText(
                Workspace.PathOf("tests", "Benchmarks", "COUNTS.md"),
                $"| {DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} | {Environment.Version} | {line} | |\n");
        }

        return 0;
    }

    private static double Count(string request, int times)
    {
        var output = Path.Combine(Workspace.Artifacts("benchmarks"), "callgrind.out");
        var start = new ProcessStartInfo("valgrind",
            ["--tool=callgrind", "--smc-check=all-non-file", $"--callgrind-out-file={output}", Environment.ProcessPath!, .. Workspace.OwnArguments("peer")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                // Everything is compiled once, at its best, so that no count depends on when the runtime finds time to; little
                // address space, which valgrind shares; no AVX-512, which it does not know.
                ["DOTNET_TieredCompilation"] = "0",
                ["DOTNET_GCHeapHardLimit"] = "0x30000000",
                ["DOTNET_EnableAVX512F"] = "0",
            },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        for (var i = 0; i < times; i++)
        {
            process.StandardInput.WriteLine(request);
        }

        process.StandardInput.Close();
        var responses = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        var collected = Collected().Match(errors.Result);
        if (responses.Length != times || responses.Any(answer => answer.Contains("\"error\"", StringComparison.Ordinal)) || !collected.Success)
        {
            throw new ContenderException($"callgrind did not count: {string.Join(' ', responses)} {errors.Result.Trim()}");
        }

        return double.Parse(collected.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static bool HasValgrind() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "valgrind")));

    [GeneratedRegex(@"Collected : (\d+)")]
    private static partial Regex Collected();
}
