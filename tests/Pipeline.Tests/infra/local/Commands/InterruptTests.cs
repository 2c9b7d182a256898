using System.Globalization;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Local.Commands;

/// <summary>Ctrl+C during a run: exit code 130, and the next start continues.</summary>
public sealed class InterruptTests : IDisposable
{
    private const int Images = 30;

    private readonly PipelineProgram _program = new();

    public void Dispose() => _program.Dispose();

    [SignalFact]
    public async Task InterruptedRunReportsUnfinishedExecutionsAndTheNextStartResumesThem()
    {
        for (var image = 0; image < Images; image++)
        {
            _program.Write(string.Create(CultureInfo.InvariantCulture, $"in/{image:00}.jpg"), SyntheticImages.Jpeg(900, 600, image));
        }

        using var running = _program.Start("process", "in", "--json");
        await running.WaitForLinesAsync(2);
        running.Interrupt();
        var interrupted = await running.WaitForExitAsync();

        interrupted.AssertExit(130);
        Assert.Matches(@"\AStopped\. .*\d+ executions? (is|are) unfinished and continues? at the next start\.\n\z", interrupted.Errors);
        Assert.InRange(interrupted.Output.Count, 2, Images - 1);

        var next = await _program.RunAsync("process", "in", "--json");

        next.AssertExit(0);
        Assert.StartsWith("Resumed ", next.Errors, StringComparison.Ordinal);
        Assert.Equal(Images, (await _program.RunAsync("images", "list", "--status", "ready", "--json")).Objects.Count);
    }
}
