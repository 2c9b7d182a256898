using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Material;

namespace Pipeline.Benchmarks.Commands;

/// <summary>
/// Counts the instructions of a fixed run under callgrind. Counts are repeatable on noisy machines, where times are not. The input is
/// the sample photo, which is the same everywhere.
/// </summary>
internal static partial class CountCommand
{
    // The first rendition includes start and compilation. The difference between the two runs is renditions only.
    private const int MinRenditions = 1;
    private const int MaxRenditions = 3;

    private static readonly IReadOnlyList<(string Name, int Width, string Format)> Runs =
        [("320 px JPEG", 320, "jpeg"), ("800 px WebP", 800, "webp"), ("1600 px JPEG", 1600, "jpeg")];

    public static Command Create()
    {
        var record = new Option<bool>("--record") { Description = "Add a line to tests/Benchmarks/COUNTS.md." };
        var command = new Command("count", "Count the instructions for renditions of the sample photo under callgrind.") { record };
        command.SetAction(result => Run(result.GetValue(record)));
        return command;
    }

    private static int Run(bool record)
    {
        if (!HasValgrind())
        {
            Console.Error.WriteLine("Skipped: install valgrind to count instructions.");
            return 0;
        }

        var counts = new List<double>();
        foreach (var (name, width, format) in Runs)
        {
            var request = JsonSerializer.Serialize(
                new PeerRequest("one", [Originals.SamplePhoto], [Workloads.Settings.PipelineDefaults("rendition", width, null, format)]),
                PeerJson.Default.PeerRequest);
            var millions = (Count(request, MaxRenditions) - Count(request, MinRenditions)) / (MaxRenditions - MinRenditions) / 1e6;
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
        var output = Path.Combine(Workspace.CreateArtifactsFolder("benchmarks"), "callgrind.out");
        var start = new ProcessStartInfo("valgrind",
            ["--tool=callgrind", "--smc-check=all-non-file", $"--callgrind-out-file={output}", Environment.ProcessPath!, .. Workspace.OwnArguments("peer")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                // Without tiered compilation, counts do not depend on when the runtime recompiles. The heap limit leaves address
                // space to valgrind, and valgrind does not know AVX-512.
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
        if (responses.Length != times || responses.Any(response => response.Contains("\"error\"", StringComparison.Ordinal)) || !collected.Success)
        {
            throw new ContenderException($"callgrind returned no count: {string.Join(' ', responses)} {errors.Result.Trim()}");
        }

        return double.Parse(collected.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static bool HasValgrind() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "valgrind")));

    [GeneratedRegex(@"Collected : (\d+)")]
    private static partial Regex Collected();
}
