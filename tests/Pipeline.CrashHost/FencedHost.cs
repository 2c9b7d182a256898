using System.Globalization;
using System.Reflection;
using Pipeline.Core.Renditions;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Fence;

namespace Pipeline.CrashHost;

/// <summary>Runs the pipeline over files with the codec in other processes, which crash, hang or take too much memory. Prints who ran and each outcome.</summary>
internal static class FencedHost
{
    /// <summary>The argument that makes this program a fenced process.</summary>
    public const string ProcessArgument = "fenced";

    /// <param name="folder">Data folder.</param>
    /// <param name="timeLimit">The longest that a call may take, in seconds.</param>
    /// <param name="files">Files to upload.</param>
    public static async Task<int> RunAsync(string folder, string timeLimit, IReadOnlyList<string> files)
    {
        var limit = TimeSpan.FromSeconds(double.Parse(timeLimit, CultureInfo.InvariantCulture));
        var fence = new FenceOptions(Environment.ProcessPath!, [Assembly.GetEntryAssembly()!.Location, ProcessArgument], 3)
        {
            ResizeTimeLimit = limit, HeaderTimeLimit = limit,
        };
        Console.WriteLine($"host\t{Environment.ProcessId}");
        await using var pipeline = LocalPipeline.Open(
            new(folder, RenditionSetReader.Read("""{ "renditions": [{ "name": "small", "width": 20 }, { "name": "wide", "width": 50 }] }""", "set.json"))
            {
                Parallelism = 2, Fence = fence,
            },
            new FaultyCodec(), TimeProvider.System);
        var submissions = (await pipeline.ResumeAsync(CancellationToken.None)).ToList();
        foreach (var file in files)
        {
            await using var content = File.OpenRead(file);
            submissions.Add(await pipeline.UploadAsync(Path.GetFileName(file), content, CancellationToken.None));
        }

        await Task.WhenAll(submissions.Select(async submission =>
        {
            var outcome = await submission.Completion;
            Console.WriteLine($"outcome\t{outcome.ImageId}\t{outcome.Name}\t{outcome.Reason?.Code}\t{outcome.Reason?.Message}");
        }));
        Console.WriteLine($"host\t{Environment.ProcessId}");
        return 0;
    }
}
