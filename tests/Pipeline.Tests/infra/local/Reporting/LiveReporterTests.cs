using Pipeline.Core.Executions;
using Pipeline.Core.Renditions;
using Pipeline.Host.Engine;
using Pipeline.Local.Commands;
using Pipeline.Local.Reporting;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Pictures;
using Pipeline.Vips;
using Spectre.Console;

namespace Pipeline.Tests.Local.Reporting;

/// <summary>The live table, tested in process because child processes of tests have no terminal.</summary>
public sealed class LiveReporterTests
{
    [Fact]
    public async Task TableTracksTheExecutionAndTheReportFollows()
    {
        using var folder = new TemporaryFolder();
        var photo = Path.Combine(folder.Path, "[photo].jpg");
        File.WriteAllBytes(photo, SyntheticImages.Jpeg(400, 300));
        using var written = new StringWriter();
        var reporter = new LiveReporter(Terminal(written), TimeProvider.System);
        var states = new List<string>();
        var row = new LiveRow();
        await using var pipeline = LocalPipeline.Open(
            new(Path.Combine(folder.Path, "data"), RenditionSet.Default),
            new VipsCodec(),
            (execution, @event) =>
            {
                row.Update(@event);
                states.Add(row.State);
                reporter.OnHistoryEvent(execution, @event);
            },
            TimeProvider.System);
        var processing = new FileProcessor(pipeline, reporter, maxBytes: 1_000_000);

        reporter.WriteMessage("A remark.");
        var exitCode = await reporter.RunAsync(
            async () =>
            {
                await processing.SubmitAsync([new(photo, "[photo].jpg")], focalPoint: null, CancellationToken.None);
                return await processing.WaitForAllAsync(CancellationToken.None) ? 0 : 1;
            },
            pipeline.Store.Images.GetRenditionPath);

        Assert.Equal(0, exitCode);
        // The original is smaller than medium and large, which share a file.
        Assert.Equal(
            [
                "waiting", "Route", "Validate", "Outcome", "ResizeAll", "ResizeAll 1 of 4", "ResizeAll 2 of 4", "ResizeAll 3 of 4", "ResizeAll 4 of 4",
                "Persist", "Persisted", "AnnounceSuccess",
            ],
            states.Distinct());
        var text = written.ToString();
        Assert.All(
            (string[])["A remark.", "uploads/[photo].jpg", "AnnounceSuccess", "JPEG 400 × 300", "large-jpeg", "1 image: 1 succeeded"],
            expected => Assert.Contains(expected, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task CompletedImagesAreReportedEvenIfTheRestFails()
    {
        using var written = new StringWriter();
        var reporter = new LiveReporter(Terminal(written), TimeProvider.System);

        await Assert.ThrowsAsync<IOException>(() => reporter.RunAsync(
            () =>
            {
                var submission = new Submission("uploads/a.jpg", "run-1", Task.FromResult<ImageOutcome>(null!));
                reporter.OnSubmitted(submission);
                reporter.OnCompleted(submission, new("uploads/a.jpg", "rejected", new("emptyObject", "It is empty."), "run-1", TimeSpan.FromSeconds(1), null));
                return Task.FromException<int>(new IOException("The disk is full."));
            },
            key => key));

        Assert.Contains("emptyObject: It is empty.", written.ToString(), StringComparison.Ordinal);
    }

    private static IAnsiConsole Terminal(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = 120;
        return console;
    }
}
