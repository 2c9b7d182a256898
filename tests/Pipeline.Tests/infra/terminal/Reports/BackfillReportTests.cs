using Pipeline.Core.Backfill;
using Pipeline.Core.Contracts;
using Pipeline.Terminal.Reports;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Terminal.Reports;

public sealed class BackfillReportTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0, 0, "0 images, 0 B")]
    [InlineData(1, 1_500, 0, "1 image, 1.5 kB")]
    [InlineData(1_204, 4_400_000, 1, "1,204 images, 4.40 MB; 1 other object skipped")]
    [InlineData(2, 2, 2_000, "2 images, 2 B; 2,000 other objects skipped")]
    public void PlanIsOneLine(long images, long bytes, long skipped, string line) => Assert.Equal(line, BackfillReport.Describe(new BackfillPlan(images, bytes, skipped)));

    [Theory]
    [InlineData(3_600 * 10.9, 20, "10.9 hours at 20 images at once")]
    [InlineData(59, 1, "59 s at 1 image at once")]
    [InlineData(150, 2, "2 min 30 s at 2 images at once")]
    public void DurationIsOneLine(double seconds, int concurrency, string line) => Assert.Equal(line, BackfillReport.DescribeDuration(TimeSpan.FromSeconds(seconds), concurrency));

    [Fact]
    public void ProgressHasABarARateTheFailuresAndTheTimeLeft()
    {
        Assert.Equal(
            "[############............] 1,000 of 2,000 (50 %), 12.5 a second, 3 failed, 1 min 20 s left",
            BackfillReport.FormatProgress(new(2_000, 990, 10, 997, 3, Start), 12.5));
        Assert.Equal("[........................] 0 of 0 (0 %), 0.0 a second", BackfillReport.FormatProgress(new(0, 0, 0, 0, 0, Start), 0));
        Assert.Equal(
            "[##......................] 10 of 100 (10 %), 0.0 a second", BackfillReport.FormatProgress(new(20, 10, 0, 10, 0, Start), 0, planned: 100));
    }

    [Fact]
    public void OnlyOutcomesThatAnyImageHasAreListed() =>
        Assert.Equal(["accepted   1,204", "skipped    2"], BackfillReport.Describe(new BackfillCounts(Accepted: 1_204, Skipped: 2)));

    [Fact]
    public void LineIsWrittenOverItselfOnATerminalOnly()
    {
        var time = new ManualTimeProvider { Now = Start };
        using var terminal = new StringWriter();
        var line = new ProgressLine(terminal, isTerminal: true, time);
        line.Show("first one");
        line.Show("second");
        line.End();
        Assert.Equal("\rfirst one\rsecond   \n", terminal.ToString());

        using var file = new StringWriter { NewLine = "\n" };
        line = new ProgressLine(file, isTerminal: false, time);
        line.Show("first");
        line.Show("too soon");
        time.Now += TimeSpan.FromSeconds(30);
        line.Show("later");
        line.Show("last", isLast: true);
        line.End();
        Assert.Equal("first\nlater\nlast\n", file.ToString());
    }
}
