using System.CommandLine;
using System.Text.Json;
using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Material;
using Pipeline.Benchmarks.Reporting;
using Pipeline.Benchmarks.Workloads;

namespace Pipeline.Benchmarks.Commands;

/// <summary>Measures the pipeline and its peers side by side, and writes the results.</summary>
internal static class CompareCommand
{
    private static readonly IReadOnlyList<(int Number, Func<BenchmarkContext, Workload> Run)> AllWorkloads =
    [
        (1, OneRenditionWorkload.Run),
        (2, RenditionSetWorkload.Run),
        (3, ThroughputWorkload.Run),
        (4, MemoryWorkload.Run),
        (5, GrowthWorkload.Run),
        (6, InterpreterWorkload.Run),
        (7, CodecsWorkload.Run),
        (8, EqualBytesWorkload.Run),
        (9, BytesPerPixelWorkload.Run),
        (10, ValidationWorkload.Run),
    ];

    public static Command Create()
    {
        var quick = new Option<bool>("--quick") { Description = "Run few rounds against sharp only, in under a minute; print the results and do not write RESULTS.md." };
        var json = new Option<bool>("--json") { Description = "Print medians and ratios as JSON, and do not write RESULTS.md." };
        var readme = new Option<bool>("--readme") { Description = "Also write the table in README.md." };
        var workloads = new Option<int[]>("--workload") { Description = "Run only these workloads (1 to 10); print the results and do not write RESULTS.md.", AllowMultipleArgumentsPerToken = true };
        workloads.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !int.TryParse(token.Value, out var number) || AllWorkloads.All(workload => workload.Number != number)))
            {
                result.AddError($"--workload {token.Value} does not exist; it must be one of {string.Join(", ", AllWorkloads.Select(workload => workload.Number))}.");
            }
        });
        var command = new Command("compare", "Compare the pipeline with its peers on the same files, and write RESULTS.md and the durations that costs are computed from.") { quick, json, readme, workloads };
        command.SetAction(result => Run(result.GetValue(quick), result.GetValue(json), result.GetValue(readme), result.GetValue(workloads) ?? []));
        return command;
    }

    private static int Run(bool quick, bool json, bool readme, int[] only)
    {
        void Log(string text) => Console.Error.WriteLine(text);
        var installation = new Installation(Log);
        var bench = new BenchmarkContext(new(Log), installation, quick, Log);
        var chosen = AllWorkloads.Where(workload => only.Length == 0 ? !quick || workload.Number is not (5 or 7 or 8 or 9 or 10) : only.Contains(workload.Number));
        var writesResults = !quick && !json && only.Length == 0;
        List<Workload> workloads = [];
        var report = CreateReport();
        foreach (var (_, run) in chosen)
        {
            workloads.Add(run(bench));
            report = CreateReport();
            if (writesResults)
            {
                // Written after each workload, so that an interrupted run keeps its results.
                File.WriteAllText(Workspace.PathOf("tests", "Benchmarks", "RESULTS.md"), Markdown.Write(report));
            }
        }

        if (writesResults && DurationsFile.Write(report) is { } durations)
        {
            File.WriteAllText(Workspace.PathOf("infra", "cloud", "Costs", "durations.json"), durations);
        }

        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, ReportJson.Default.Report));
        }
        else
        {
            Console.Write(Markdown.Write(report));
        }

        if (readme)
        {
            var path = Workspace.PathOf("README.md");
            File.WriteAllText(path, Readme.Replace(File.ReadAllText(path), report));
        }

        return 0;

        Report CreateReport() => new(
            DateTime.UtcNow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            Machine.Describe(),
            [.. installation.Versions],
            [.. installation.Skipped],
            [.. workloads]);
    }
}
