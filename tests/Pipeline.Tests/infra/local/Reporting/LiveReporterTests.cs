using System.Text.RegularExpressions;
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

    [Theory]
    [InlineData(120, 40)]
    [InlineData(80, 10)]
    [InlineData(50, 8)]
    [InlineData(26, 4)]
    [InlineData(20, 2)]
    public async Task ManyImagesFitIntoTheWindowAndEndInASummary(int width, int height)
    {
        using var written = new StringWriter();
        var console = Terminal(written);
        (console.Profile.Width, console.Profile.Height) = (width, height);
        var reporter = new LiveReporter(console, TimeProvider.System);
        reporter.Expect(501);
        reporter.WriteMessage("A remark that is longer than many windows are wide, so that it takes more than one line.");
        reporter.OnNotUploaded("in/broken.jpg cannot be read.");

        await reporter.RunAsync(
            async () =>
            {
                for (var number = 1; number <= 500; number++)
                {
                    var submission = new Submission($"uploads/a long folder name/and 漢字/{number}.jpg", $"run-{number}", Task.FromResult<ImageOutcome>(null!));
                    reporter.OnSubmitted(submission);
                    if (number > 30)
                    {
                        reporter.OnCompleted(submission, new(submission.ImageId, number == 77 ? "rejected" : "succeeded", number == 77 ? new("emptyObject", "It is empty.") : null, submission.Execution, TimeSpan.FromSeconds(1), null));
                    }

                    if (number == 250)
                    {
                        // A frame, then the window becomes narrower and lower.
                        await Task.Delay(200);
                        (console.Profile.Width, console.Profile.Height) = (Math.Max(width / 2, 12), Math.Max(height / 2, 2));
                        await Task.Delay(200);
                    }
                }

                return 0;
            },
            key => key);

        var text = written.ToString();
        // Each frame ends by clearing what is below it.
        var frames = text.Split("\e[J")[..^1];
        Assert.True(frames.Length >= 3, $"There are {frames.Length} frames.");
        Assert.All(frames, frame => Assert.InRange(frame.Count(letter => letter == '\n'), 0, height - 1));
        Assert.All(frames[^2..], frame => Assert.InRange(frame.Count(letter => letter == '\n'), 0, Math.Max(height / 2, 2) - 1));
        Assert.All(
            frames.SelectMany(frame => Plain(frame).Split('\n')), line => Assert.True(line.TrimEnd().GetCellWidth() <= width, $"'{line}' is wider than {width}."));
        Assert.Equal(width >= 80, frames[0].Contains("state", StringComparison.Ordinal));
        Assert.Contains("\e[?25l", text, StringComparison.Ordinal);
        var end = Plain(text.Split("\e[J")[^1]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            ["uploads/a long folder name/and 漢字/77.jpg  rejected  emptyObject: It is empty.", "in/broken.jpg cannot be read."], end[..2]);
        Assert.Equal("471 images: 1 rejected, 469 succeeded, 1 not uploaded", string.Join(' ', end[2..].Select(line => line.TrimEnd())));
    }

    [Fact]
    public void NarrowerWindowIsClearedOfTheLinesThatItWraps()
    {
        using var written = new StringWriter();
        var console = Terminal(written);
        (console.Profile.Width, console.Profile.Height) = (100, 30);
        var screen = new LiveScreen(console);

        screen.Show(new Rows(new Text(new string('a', 90)), new Text("short")));
        console.Profile.Width = 40;
        screen.Show(new Text("now"));
        screen.Show(new Text("then"));

        // 90 letters take three lines of 40.
        Assert.Equal(["\r\e[4A", "\r\e[1A"], Regex.Matches(written.ToString(), "\r\e\\[[0-9]+A").Select(match => match.Value));
    }

    /// <summary>Text without control sequences.</summary>
    private static string Plain(string text) => Regex.Replace(text, "\e\\[[0-9?;]*[A-Za-z]", "").Replace("\r", "", StringComparison.Ordinal);

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
