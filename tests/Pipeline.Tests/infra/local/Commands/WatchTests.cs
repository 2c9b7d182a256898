using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Local.Commands;

/// <summary><c>process --watch</c> from the outside: files appear, and Ctrl+C ends the watch.</summary>
public sealed class WatchTests : IDisposable
{
    private readonly PipelineProgram _program = new();

    public void Dispose() => _program.Dispose();

    [SignalFact]
    public async Task NewFilesAreProcessedWhenCompleteAndInterruptExitsCleanly()
    {
        _program.Write("inbox/there.jpg", SyntheticImages.Jpeg(40, 30, seed: 1));
        using var watching = _program.Start("process", "--watch", "inbox", "--json");
        await watching.WaitForLinesAsync(1);

        _program.Write("inbox/new.jpg", SyntheticImages.Jpeg(40, 30, seed: 2));
        _program.Write("inbox/.hidden.jpg", "hidden");
        await watching.WaitForLinesAsync(1);
        await WriteSlowlyAsync("inbox/slow.png", SyntheticImages.Png(300, 200, seed: 3));
        await watching.WaitForLinesAsync(1);
        // A folder that is moved here with its files.
        _program.Write("elsewhere/inner.jpg", SyntheticImages.Jpeg(40, 30, seed: 4));
        Directory.Move(_program.PathOf("elsewhere"), _program.PathOf("inbox/moved"));
        await watching.WaitForLinesAsync(1);

        watching.Interrupt();
        var run = await watching.WaitForExitAsync();

        run.AssertExit(0);
        Assert.Empty(run.Errors);
        Assert.Equal(
            ["inbox/there.jpg", "inbox/new.jpg", "inbox/slow.png", "inbox/moved/inner.jpg"],
            run.Objects.Select(line => (string)line["record"]!["key"]!));
        Assert.All(run.Objects, line => Assert.Equal("succeeded", (string?)line["outcome"]));
    }

    [SignalFact]
    public async Task RemovedFolderEndsTheWatchWithOneLine()
    {
        _program.Write("inbox/there.jpg", SyntheticImages.Jpeg(40, 30));
        using var watching = _program.Start("process", "--watch", "inbox", "--json");
        await watching.WaitForLinesAsync(1);

        Directory.Delete(_program.PathOf("inbox"), recursive: true);
        var run = await watching.WaitForExitAsync();

        run.AssertExit(2);
        Assert.Contains("inbox cannot be read", run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.Trim().Split('\n'));
    }

    private async Task WriteSlowlyAsync(string relative, byte[] content)
    {
        await using var file = File.Create(_program.PathOf(relative));
        foreach (var part in content.Chunk((content.Length / 6) + 1))
        {
            await file.WriteAsync(part);
            await file.FlushAsync();
            await Task.Delay(250);
        }

        // Longer than the second without changes after which a file counts as complete. Only the lock shows that this one is not.
        await Task.Delay(1500);
    }
}
