using System.CommandLine;
using Pipeline.Benchmarks.Material;
using Pipeline.Benchmarks.Serving;
using Pipeline.Imaging.Formats;

namespace Pipeline.Benchmarks.Commands;

/// <summary><c>load</c>: measures concurrent uploads to the served host and the first paint of the console, with more and more stored executions.</summary>
internal static class LoadCommand
{
    // About 1 MB as JPEG of quality 90.
    private const double Megapixels = 3.5;

    private const int Photos = 100;

    public static Command Create()
    {
        var users = new Option<int>("--users") { Description = "Number of users who upload at the same time.", DefaultValueFactory = _ => 10 };
        var seconds = new Option<int>("--seconds") { Description = "Duration of the load, in seconds.", DefaultValueFactory = _ => 60 };
        var stored = new Option<int[]>("--stored")
        {
            Description = "Number of executions stored beforehand. Repeat the option to measure several numbers.",
            DefaultValueFactory = _ => [0, 1_000, 10_000],
        };
        var record = new Option<bool>("--record") { Description = "Write tests/Benchmarks/CONSOLE.md." };
        var command = new Command("load", "Upload photos to the served host from several users at once, and time the pages of the console.") { users, seconds, stored, record };
        command.SetAction((result, _) => RunAsync(
            result.GetValue(users), TimeSpan.FromSeconds(result.GetValue(seconds)), result.GetRequiredValue(stored), result.GetValue(record)));
        return command;
    }

    private static async Task<int> RunAsync(int users, TimeSpan time, int[] stored, bool record)
    {
        var originals = new Originals(Log);
        var photos = originals.GetCopies(originals.GetResized(Megapixels, ImageFormat.Jpeg), Photos);
        var report = new LoadReport(users, time, new FileInfo(photos[0]).Length);
        foreach (var count in stored)
        {
            var folder = Path.Combine(Workspace.CreateArtifactsFolder("benchmarks"), $"load-{count}");
            DeleteFolder(folder);
            Log($"storing {count} executions");
            await StoredExecutions.FillAsync(folder, count, await File.ReadAllBytesAsync(photos[0]));
            await MeasureAsync(folder, count, users, time, photos, report);
            DeleteFolder(folder);
        }

        var text = report.Write();
        Console.WriteLine(text);
        if (record)
        {
            await File.WriteAllTextAsync(Workspace.PathOf("tests", "Benchmarks", "CONSOLE.md"), text);
        }

        return 0;
    }

    private static async Task MeasureAsync(
        string folder, int count, int users, TimeSpan time, IReadOnlyList<string> photos, LoadReport report)
    {
        using var host = HostProcess.Start(folder);
        // Without stored executions, there is no row to wait for.
        var paints = count == 0 ? [] : FirstPaint.Measure(host.Address, Log);
        using var client = new HttpClient { BaseAddress = new(host.Address + "/"), Timeout = TimeSpan.FromMinutes(5) };
        var uploads = new SimulatedUsers(client, photos);
        Log($"{users} users for {time.TotalSeconds:0} s");
        var observed = await uploads.RunAsync(users, time);
        await uploads.CheckAsync();
        report.Add(count, observed, paints);
    }

    private static void Log(string text) => Console.Error.WriteLine(text);

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
