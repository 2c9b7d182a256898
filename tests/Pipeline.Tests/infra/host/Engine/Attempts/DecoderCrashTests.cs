using System.Text.Json;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Executions;
using Pipeline.Host.Store;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Host.Engine.Attempts;

/// <summary>An image library that crashes takes the process down. The host starts again, and in the end only the image that caused it fails.</summary>
public sealed class DecoderCrashTests : IDisposable
{
    private const int FatalWidth = 61;

    private const int MaxStarts = 5;

    private readonly PipelineProgram _program = new("Pipeline.CrashHost.dll");

    public void Dispose() => _program.Dispose();

    [UnixFact("signals")]
    public async Task ImageThatCrashesTheHostFailsAndTheOthersSucceed()
    {
        string[] files = [Write("a.png", 60), Write("fatal.png", FatalWidth), Write("b.png", 62), Write("c.png", 63)];

        var runs = new List<ProgramRun> { await _program.RunAsync(["decode", _program.DataFolder, .. files]) };
        while (runs[^1].ExitCode != 0 && runs.Count < MaxStarts)
        {
            runs.Add(await _program.RunAsync("decode", _program.DataFolder));
        }

        runs[^1].AssertExit(0);
        // The first crash has several suspects, and blames none of them. Three more name the image.
        Assert.Equal([.. Enumerable.Repeat(128 + 11, 4), 0], runs.Select(run => run.ExitCode));
        Assert.Contains("outcome\tuploads/fatal.png\tfailed\tDecoderCrashed", runs[^1].Output);
        await using var store = LocalStore.OpenReadOnly(_program.DataFolder, TimeProvider.System);
        var fatal = (await store.Catalogue.GetAsync("uploads/fatal.png", default))!.Record;
        Assert.Equal((ImageStatus.Failed, "DecoderCrashed"), (fatal.Status, fatal.Reason!.Code));
        Assert.StartsWith("uploads/fatal.png has stopped the host 3 times while it was decoded or encoded", fatal.Reason.Message, StringComparison.Ordinal);
        Assert.Equal(RecordedStatus.Failed, (await store.Executions.GetAsync(fatal.Execution!, default))!.Status);
        Assert.Equal(
            [("uploads/a.png", "succeeded", null), ("uploads/b.png", "succeeded", null), ("uploads/c.png", "succeeded", null), ("uploads/fatal.png", "failed", "DecoderCrashed")],
            await ListAnnouncementsAsync(store));
        Assert.Empty(await store.Executions.ListUnfinishedAsync(default));
    }

    [UnixFact("signals")]
    public async Task KillsUnderLoadBlameNoImage()
    {
        string[] files = [.. Enumerable.Range(0, 6).Select(number => Write($"{number}.png", 70 + number))];
        var kills = 0;
        for (var run = await RunAndKillAsync(["decode", _program.DataFolder, .. files]); run.ExitCode != 0; run = await RunAndKillAsync(["decode", _program.DataFolder]))
        {
            kills++;
            Assert.InRange(kills, 1, 10);
        }

        Assert.InRange(kills, 1, 10);
        await using var store = LocalStore.OpenReadOnly(_program.DataFolder, TimeProvider.System);
        Assert.Equal(files.Length, (await store.Catalogue.ListAsync(ImageStatus.Ready, 100, null, default)).Records.Count);
        Assert.All(await ListAnnouncementsAsync(store), announcement => Assert.Equal("succeeded", announcement.Outcome));
    }

    /// <summary>Kills the host as soon as two images are decoded at once. Suspects are decoded one by one, so the last run ends by itself.</summary>
    private async Task<ProgramRun> RunAndKillAsync(string[] arguments)
    {
        using var running = _program.StartAndKillAt("inside\t2", arguments);
        return await running.WaitForExitAsync();
    }

    private string Write(string name, int width) => _program.PathOf(_program.Write(name, SyntheticImages.Png(width, 40)));

    private static async Task<IReadOnlyList<(string ImageId, string Outcome, string? Error)>> ListAnnouncementsAsync(LocalStore store) =>
        [.. (await store.Announcements.ListAsync(null, null, false, 100, default))
            .Select(record => JsonSerializer.Deserialize(record.Message, PipelineJson.Default.Announcement)!)
            .Select(announcement => (announcement.ImageId, announcement.Outcome, announcement.Error))
            .Order()];
}
