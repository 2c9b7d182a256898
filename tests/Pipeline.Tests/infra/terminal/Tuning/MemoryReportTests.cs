using Pipeline.Terminal.Tuning;
using Spectre.Console;

namespace Pipeline.Tests.Terminal.Tuning;

public sealed class MemoryReportTests
{
    private static readonly MemoryRow[] Rows =
    [
        new("a[1].jpg", 512, null, "out of memory", TimeSpan.FromMilliseconds(700), 512, 0),
        new("a[1].jpg", 1_024, Times(1_234, 1_500), null, TimeSpan.FromMilliseconds(650.4), 300, 17.5m),
        new("a[1].jpg", 3_008, Times(617, 700), null, null, null, 35m),
    ];

    [Fact]
    public void TableHasARowForEachSize() => Assert.Equal(
        """
        | Photo | MB | Calls | Median | p95 | INIT | Most MB used | $ a million |
        | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
        | a[1].jpg | 512 | – | out of memory | – | 700 ms | 512 | – |
        | a[1].jpg | 1,024 | 12 | 1,234 ms | 1,500 ms | 650 ms | 300 | $17.50 |
        | a[1].jpg | 3,008 | 12 | 617 ms | 700 ms | – | – | $35.00 |
        """.ReplaceLineEndings("\n"),
        MemoryReport.ToMarkdown(Rows));

    [Fact]
    public void PlotShowsTimeAndPriceByTheLengthOfBars()
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 160;

        MemoryReport.Write(console, Rows);

        var lines = text.ToString().Split('\n').SkipWhile(line => !line.Contains("a[1].jpg: time and price", StringComparison.Ordinal)).Skip(1).ToArray();
        Assert.Equal(["    512 MB  out of memory", (28, 14), (14, 28)], [lines[0].TrimEnd(), Bars(lines[1]), Bars(lines[2])]);
        Assert.Contains("1,234 ms", lines[1], StringComparison.Ordinal);
        Assert.Contains("$35.00", lines[2], StringComparison.Ordinal);
    }

    private static object Bars(string line) => (line.Count(mark => mark == '█'), line.Count(mark => mark == '░'));

    private static TrimmedTimes Times(int median, int p95) => new(12, TimeSpan.FromMilliseconds(median), TimeSpan.FromMilliseconds(p95), TimeSpan.FromMilliseconds(median));
}
