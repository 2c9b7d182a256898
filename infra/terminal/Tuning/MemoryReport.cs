using System.Globalization;
using Spectre.Console;

namespace Pipeline.Terminal.Tuning;

/// <summary>Prints memory sizes as a table and as a plot.</summary>
public static class MemoryReport
{
    private const int BarWidth = 28;

    private const string Unknown = "–";

    /// <summary>Prints the rows: a table, then two bars for each row, of the time and of the price.</summary>
    /// <param name="console">Console to write to.</param>
    /// <param name="rows">The rows, in their order.</param>
    public static void Write(IAnsiConsole console, IReadOnlyList<MemoryRow> rows)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns(
            new TableColumn("photo"), new TableColumn("MB").RightAligned(), new TableColumn("calls").RightAligned(), new TableColumn("median").RightAligned(),
            new TableColumn("p95").RightAligned(), new TableColumn("INIT").RightAligned(), new TableColumn("most MB used").RightAligned(), new TableColumn("$ a million").RightAligned());
        foreach (var row in rows)
        {
            table.AddRow([.. Cells(row).Select(Markup.Escape)]);
        }

        console.Write(table);
        Plot(console, rows);
    }

    /// <summary>The rows as a Markdown table.</summary>
    public static string ToMarkdown(IReadOnlyList<MemoryRow> rows) => string.Join(
        '\n',
        [
            "| Photo | MB | Calls | Median | p95 | INIT | Most MB used | $ a million |",
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
            .. rows.Select(row => $"| {string.Join(" | ", Cells(row))} |"),
        ]);

    /// <summary>Prints two bars for each row, of the time and of the price. The longest bars are those of the longest time and the highest price.</summary>
    public static void Plot(IAnsiConsole console, IReadOnlyList<MemoryRow> rows)
    {
        if (rows.Where(row => row.Times is not null).ToArray() is not { Length: > 0 } measured)
        {
            return;
        }

        var (longest, dearest) = (measured.Max(row => row.Times!.Median), measured.Max(row => row.DollarsPerMillion));
        foreach (var photo in rows.GroupBy(row => row.Photo))
        {
            console.WriteLine($"  {photo.Key}: time and price");
            foreach (var row in photo)
            {
                var memory = row.Memory.ToString("#,0", CultureInfo.InvariantCulture).PadLeft(7);
                console.WriteLine(row.Times is { } times
                    ? $"{memory} MB  {Bar('█', times.Median / longest)} {Format(times.Median).PadLeft(9)}  {Bar('░', (double)(row.DollarsPerMillion / dearest))} {Dollars(row.DollarsPerMillion)}"
                    : $"{memory} MB  {row.Problem}");
            }

            console.WriteLine();
        }
    }

    private static string[] Cells(MemoryRow row) =>
    [
        row.Photo,
        row.Memory.ToString("#,0", CultureInfo.InvariantCulture),
        row.Times?.Count.ToString(CultureInfo.InvariantCulture) ?? Unknown,
        row.Times is { } times ? Format(times.Median) : row.Problem ?? Unknown,
        row.Times is { } others ? Format(others.P95) : Unknown,
        row.Init is { } init ? Format(init) : Unknown,
        row.MaxMemoryUsed?.ToString("#,0", CultureInfo.InvariantCulture) ?? Unknown,
        row.Times is null ? Unknown : Dollars(row.DollarsPerMillion),
    ];

    private static string Bar(char mark, double share) => new string(mark, Math.Max(1, (int)Math.Round(share * BarWidth))).PadRight(BarWidth);

    private static string Format(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:#,0} ms");

    private static string Dollars(decimal amount) => amount.ToString("$#,0.00", CultureInfo.InvariantCulture);
}
