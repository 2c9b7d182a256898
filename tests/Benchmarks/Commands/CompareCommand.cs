using System.CommandLine;
using System.Text.Json;
using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Material;
using Pipeline.Benchmarks.Reporting;
using Pipeline.Benchmarks.Workloads;

namespace Pipeline.Benchmarks.Commands;

/// <summary>Measures ours and theirs side by side, and writes what came out.</summary>
internal static class CompareCommand
{
    private static readonly IReadOnlyList<(int Number, Func<BenchmarkContext, Workload> Run)> All =
    [
        (1, OneRenditionWorkload.Run),
        (2, RenditionSetWorkload.Run),
        (3, ThroughputWorkload.Run),
        (4, MemoryWorkload.Run),
        (5, GrowthWorkload.Run),
        (6, InterpreterWorkload.Run),
    ];

    public static Command Create()
    {
        var quick = new Option<bool>("--quick") { Description = "Few rounds and sharp only, in under a minute; prints, and leaves RESULTS.md alone." };
        var json = new Option<bool>("--json") { Description = "Prints medians and ratios as JSON, and leaves RESULTS.md alone." };
        var readme = new Option<bool>("--readme") { Description = "Writes README's table, too." };
        var workloads = new Option<int[]>("--workload") { Description = "Only these workloads (1 to 6); prints, and leaves RESULTS.md alone.", AllowMultipleArgumentsPerToken = true };
        workloads.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !int.TryParse(token.Value, out var number) || All.All(one => one.Number != number)))
            {
                result.AddError($"--workload {token.Value} does not exist; there are {string.Join(", ", All.Select(one => one.Number))}.");
            }
        });
        var command = new Command("compare", "Measures the pipeline beside its peers on the same files, and writes RESULTS.md.") { quick, json, readme, workloads };
        command.SetAction(result => Run(result.GetValue(quick), result.GetValue(json), result.GetValue(readme), result.GetValue(workloads) ?? []));
        return command;
    }

    private static int Run(bool quick, bool json, bool readme, int[] only)
    {
        void Log(string text) => Console.Error.WriteLine(text);
        var installation = new Installation(Log);
        var bench = new BenchmarkContext(new(Log), installation, quick, Log);
        var chosen = All.Where(one => only.Length == 0 ? !quick || one.Number is not 5 : only.Contains(one.Number));
        var writesResults = !quick && !json && only.Length == 0;
        List<Workload> workloads = [];
        var report = Report();
        foreach (var (_, run) in chosen)
        {
            workloads.Add(run(bench));
            report = Report();
            if (writesResults)
            {
                // After each: a run that is cut off keeps what it has measured.
                File.WriteAllText(Workspace.PathOf("tests", "Benchmarks", "RESULTS.md"), Markdown.Write(report));
            }
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

        Report Report() => new(
            DateTime.UtcNow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            Machine.Describe(),
            [.. installation.Versions],
            [.. installation.Skipped],
            [.. workloads]);
    }
}
