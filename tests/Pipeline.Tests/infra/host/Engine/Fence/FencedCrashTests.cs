using System.Diagnostics;
using System.Globalization;
using Pipeline.Core.CallLogs;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Renditions;
using Pipeline.Host.Engine;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Records;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;
using Pipeline.Vips;

namespace Pipeline.Tests.Host.Engine.Fence;

/// <summary>With a fence, an image library that crashes, hangs or takes all memory ends a process of its own. The host and the other images do not notice.</summary>
public sealed class FencedCrashTests : IDisposable
{
    private const int GoodImages = 20;

    private readonly PipelineProgram _program = new("Pipeline.CrashHost.dll");

    public void Dispose() => _program.Dispose();

    [UnixFact("signals")]
    public async Task FaultyImagesFailByThemselvesAndTheHostGoesOn()
    {
        string[] good = [.. Enumerable.Range(70, GoodImages).Select(width => Write($"{width}.png", width))];
        string[] files = [Write("crash.png", 61), Write("hang.png", 62), .. good, Write("greedy.png", 63), Write("header.png", 64)];

        var run = await _program.RunAsync(["decode-fenced", _program.DataFolder, "5", .. files]);

        run.AssertExit(0);
        var host = Assert.Single(run.Output.Where(line => line.StartsWith("host\t", StringComparison.Ordinal)).Distinct());
        var outcomes = run.Output.Where(line => line.StartsWith("outcome\t", StringComparison.Ordinal)).Select(line => line.Split('\t')).ToDictionary(words => words[1]);
        Assert.Equal(files.Length, outcomes.Count);
        Assert.All(good, file => Assert.Equal("succeeded", outcomes[$"uploads/{Path.GetFileName(file)}"][2]));
        AssertCrashed(outcomes["uploads/crash.png"], "uploads/crash.png: the process of the image libraries was ended by SIGSEGV while it was decoded or encoded.");
        AssertCrashed(outcomes["uploads/hang.png"], "uploads/hang.png: the process of the image libraries was killed because it took longer than 5 s while it was decoded or encoded.");
        AssertCrashed(outcomes["uploads/greedy.png"], "uploads/greedy.png: the process of the image libraries was killed because it needed ");
        AssertCrashed(outcomes["uploads/header.png"], "uploads/header.png: the process of the image libraries was ended by SIGSEGV while its header was read.");
        var decodes = run.Errors.Split('\n').Where(line => line.StartsWith("decodes\t", StringComparison.Ordinal)).Select(line => line.Split('\t')).ToArray();
        Assert.DoesNotContain(decodes, words => $"host\t{words[1]}" == host);
        // Renditions of an image share its decode, and only faulty images are decoded again.
        Assert.All(Enumerable.Range(70, GoodImages), width => Assert.Single(decodes, words => words[2] == width.ToString(CultureInfo.InvariantCulture)));
        await using var store = LocalStore.OpenReadOnly(_program.DataFolder, TimeProvider.System);
        Assert.Equal(GoodImages, (await store.Catalogue.ListAsync(ImageStatus.Ready, 100, null, default)).Records.Count);
        Assert.Equal(4, (await store.Catalogue.ListAsync(ImageStatus.Failed, 100, null, default)).Records.Count);
        Assert.Empty(await store.Executions.ListUnfinishedAsync(default));
        var crashed = await ReadLogAsync(store, "crash.png");
        Assert.Contains(crashed, line => line is { State: "Resize", Level: LogLevels.Warning } && line.Message.StartsWith("decodes\t", StringComparison.Ordinal) && line.Message.EndsWith("\t61", StringComparison.Ordinal));
        Assert.Contains(crashed, line => line.Message == "resize: DecoderCrashed" && line.Details!.Contains("was ended by SIGSEGV", StringComparison.Ordinal));
        Assert.Contains(await ReadLogAsync(store, "header.png"), line => line is { State: "Validate", Message: "validate: DecoderCrashed" });
        var healthy = await ReadLogAsync(store, "70.png");
        Assert.All(healthy.Where(line => line.State == "Resize" && line.Message.StartsWith("REPORT", StringComparison.Ordinal)), line => Assert.Matches(@" ms Max Memory Used: \d+ MB$", line.Message));
        Assert.DoesNotContain(healthy, line => line.Message.EndsWith("\t61", StringComparison.Ordinal));
    }

    [UnixFact("signals")]
    public async Task ProcessesEndWithAHostThatIsKilled()
    {
        using var running = _program.Start("decode-fenced", _program.DataFolder, "100", Write("hang.png", 62));
        var hanging = _program.PathOf("hanging");
        for (var until = DateTime.UtcNow + PipelineProgram.Timeout; !File.Exists(hanging); await Task.Delay(20))
        {
            Assert.True(DateTime.UtcNow < until, "The program has not begun to decode.");
        }

        running.Kill();

        var run = await running.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        var process = int.Parse(await File.ReadAllTextAsync(hanging), CultureInfo.InvariantCulture);
        Assert.NotEqual(running.ProcessId, process);
        for (var until = DateTime.UtcNow.AddSeconds(30); IsRunning(process); await Task.Delay(20))
        {
            Assert.True(DateTime.UtcNow < until, $"The process {process} still runs.");
        }

        Assert.DoesNotContain(run.Output, line => line.StartsWith("outcome\t", StringComparison.Ordinal));
    }

    [UnixFact("a program that ends at once")]
    public async Task ProcessThatDoesNotStartBlamesNoImage()
    {
        await using var pipeline = LocalPipeline.Open(
            new(_program.DataFolder, RenditionSet.Default) { Fence = new("false", [], 1) }, new VipsCodec(), TimeProvider.System);

        var submission = await pipeline.UploadAsync("a.png", new MemoryStream(SyntheticImages.Png(60, 40)), default);

        var outcome = await submission.Completion.WaitAsync(PipelineProgram.Timeout);
        Assert.Equal("DecoderUnavailable", outcome.Reason?.Code);
        Assert.StartsWith("uploads/a.png: the process of the image libraries ended with exit code 1 before it was ready.", outcome.Reason!.Message, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<LogLine>> ReadLogAsync(LocalStore store, string key)
    {
        var page = await store.Executions.ListAsync(new(ImageId: $"uploads/{key}"), 1, null, default);
        return store.Logs.Read(page.Executions[0].Arn, new(), 0, 1_000).Lines;
    }

    private static bool IsRunning(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void AssertCrashed(string[] outcome, string message)
    {
        Assert.Equal(("failed", "DecoderCrashed"), (outcome[2], outcome[3]));
        Assert.True(outcome[4].StartsWith(message, StringComparison.Ordinal), outcome[4]);
    }

    private string Write(string name, int width) => _program.PathOf(_program.Write(name, SyntheticImages.Png(width, 40)));
}
