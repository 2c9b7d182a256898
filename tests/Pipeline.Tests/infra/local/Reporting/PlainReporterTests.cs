using System.Globalization;
using Pipeline.Core.Executions;
using Pipeline.Host.Engine;
using Pipeline.Local.Reporting;
using Spectre.Console;

namespace Pipeline.Tests.Local.Reporting;

/// <summary>What pipes and logs get: a report for each of a few images; of many, progress and what went wrong.</summary>
public sealed class PlainReporterTests : IDisposable
{
    private readonly StringWriter _written = new();

    public void Dispose() => _written.Dispose();

    private string[] Lines => _written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public async Task ManyImagesEndInASummaryWithWhatWentWrongAndItsReason()
    {
        var reporter = CreateReporter();
        reporter.Expect(500);

        await reporter.RunAsync(
            () =>
            {
                reporter.OnNotUploaded("in/broken.jpg cannot be read: it does not exist.");
                for (var number = 1; number < 500; number++)
                {
                    Complete(reporter, number, number switch
                    {
                        17 => new("failed", new("CodecException", "Out of luck\nat two places.")),
                        300 => new("rejected", new("emptyObject", "uploads/300.jpg: It is empty.")),
                        301 => new("rejected", new("unsupportedFormat", "uploads/301.jpg is text.")),
                        > 400 => new("unchanged", null),
                        _ => new("succeeded", null),
                    });
                }

                return Task.FromResult(1);
            },
            key => key);

        var progress = Lines.TakeWhile(line => line.Contains(" done: ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(9, progress.Length);
        Assert.Equal("50 of 500 done: 1 failed, 48 succeeded, 1 not uploaded", progress[0]);
        Assert.Equal("450 of 500 done: 1 failed, 2 rejected, 397 succeeded, 49 unchanged, 1 not uploaded", progress[8]);
        Assert.Equal(
            [
                "uploads/300.jpg  rejected  emptyObject: It is empty.",
                "uploads/301.jpg  rejected  unsupportedFormat: is text.",
                "uploads/17.jpg  failed  CodecException: Out of luck at two places.",
                "in/broken.jpg cannot be read: it does not exist.",
                "500 images: 1 failed, 2 rejected, 397 succeeded, 99 unchanged, 1 not uploaded",
            ],
            Lines[9..]);
    }

    [Theory]
    [InlineData(10, false, 10)]
    [InlineData(11, false, 0)]
    [InlineData(11, true, 11)]
    public async Task FewImagesGetAReportEachAndVerboseGivesOneToAll(int images, bool isVerbose, int reports)
    {
        var reporter = CreateReporter(new(isVerbose));
        reporter.Expect(images);

        await CompleteAllAsync(reporter, images);

        Assert.Equal(reports, Lines.Count(line => line.Contains(" in 1.00 s, execution run-", StringComparison.Ordinal)));
        Assert.Equal($"{images} images: {images} succeeded", Lines[^1]);
    }

    [Fact]
    public async Task WatchedImagesBeyondAFewGetALineEach()
    {
        var reporter = CreateReporter(new(IsEndless: true));

        await CompleteAllAsync(reporter, 25);

        Assert.Equal(10, Lines.Count(line => line.Contains("execution run-", StringComparison.Ordinal)));
        Assert.Equal(15, Lines.Count(line => line.EndsWith(".jpg  succeeded", StringComparison.Ordinal)));
        Assert.DoesNotContain(Lines, line => line.Contains(" done", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ImagesThatTakeLongGetALineOfProgressAllTheSame()
    {
        var time = new FastTime();
        var reporter = new PlainReporter(CreateConsole(), time);
        reporter.Expect(1_000);
        Complete(reporter, 1, new("succeeded", null));

        await reporter.RunAsync(
            async () =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1_500));
                return 0;
            },
            key => key);

        Assert.Contains("1 of 1,000 done: 1 succeeded", Lines);
    }

    private PlainReporter CreateReporter(ReportDetail detail = default) => new(CreateConsole(), TimeProvider.System, detail);

    private IAnsiConsole CreateConsole()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(_written) });
        console.Profile.Width = 240;
        return console;
    }

    private static Task<int> CompleteAllAsync(PlainReporter reporter, int images) => reporter.RunAsync(
        () =>
        {
            for (var number = 1; number <= images; number++)
            {
                Complete(reporter, number, new("succeeded", null));
            }

            return Task.FromResult(0);
        },
        key => key);

    private static void Complete(PlainReporter reporter, int number, Result result)
    {
        var name = number.ToString(CultureInfo.InvariantCulture);
        var submission = new Submission($"uploads/{name}.jpg", $"run-{name}", Task.FromResult<ImageOutcome>(null!));
        reporter.OnSubmitted(submission);
        reporter.OnCompleted(submission, new(submission.ImageId, result.Name, result.Reason, submission.Execution, TimeSpan.FromSeconds(1), null));
    }

    private sealed record Result(string Name, Pipeline.Core.Catalogue.Reason? Reason);

    /// <summary>A clock on which every look is twenty seconds after the one before.</summary>
    private sealed class FastTime : TimeProvider
    {
        private int _looks;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(20 * Interlocked.Increment(ref _looks));
    }
}
