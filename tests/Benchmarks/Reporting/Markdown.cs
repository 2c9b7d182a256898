using System.Globalization;
using System.Text;

namespace Pipeline.Benchmarks.Reporting;

/// <summary>Formats a report as RESULTS.md: one table per workload, with targets beside the numbers.</summary>
internal static class Markdown
{
    public static string Write(Report report)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Results\n\nWritten by `dotnet run -c Release --project tests/Benchmarks -- compare` on {report.Date}.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Machine: {report.Machine}.\n\n");
        AppendList(text, "Contenders", report.Versions);
        AppendList(text, "Left out", report.Skipped);
        text.Append(
            """
            The contenders took turns in one run on the same files, in processes that are kept alive. At least two rounds before do not count; short ones warm up for four seconds.
            Times are medians. A ratio is the median of the ratios of all rounds: below 1, the pipeline is faster. *Floor* is the library's
            own decode of the file, with the pixels discarded, then its encode of the finished rendition. SSIM compares with a reference that is resampled in double precision.
            "Our settings" are the pipeline's.

            """);
        foreach (var workload in report.Workloads)
        {
            Append(text, workload);
        }

        return text.ToString();
    }

    /// <summary>Formats a number in the precision of its unit, followed by the unit.</summary>
    public static string Format(double? number, Unit unit)
    {
        if (number is not { } value)
        {
            return "–";
        }

        var size = Math.Abs(value);
        return unit switch
        {
            Unit.Milliseconds => Write(value, size < 10 ? "F1" : "F0") + " ms",
            Unit.Microseconds => Write(value, size < 10 ? "F1" : "F0") + " µs",
            Unit.Ratio => Write(value, "F2"),
            Unit.Kilobytes => Write(value, "F1") + " kB",
            Unit.Megabytes => Write(value, "F0") + " MB",
            Unit.Bytes => Write(value, "F0") + " B",
            Unit.PerSecond => Write(value, size < 100 ? "F1" : "F0") + " /s",
            Unit.Similarity => Write(value, "F4"),
            Unit.Percent => Write(value, "F1") + " %",
            Unit.Exponent => Write(value, "F2"),
            _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, null),
        };
    }

    /// <summary>Formats a table with every column that any of the rows has.</summary>
    public static string FormatTable(IReadOnlyList<Row> rows)
    {
        var columns = rows.SelectMany(row => row.Values.Select(value => value.Column)).Distinct().ToArray();
        var hasTargets = rows.Any(row => row.Targets.Count > 0);
        string[] headings = ["", .. columns, .. hasTargets ? ["target"] : Array.Empty<string>()];
        var text = new StringBuilder();
        AppendRow(text, headings);
        AppendRow(text, headings.Select((_, i) => i > 0 && i <= columns.Length ? "---:" : "---"));
        foreach (var row in rows)
        {
            var cells = columns.Select(column => row.Values.FirstOrDefault(value => value.Column == column) is { } value ? Format(value.Number, value.Unit) : "–");
            AppendRow(text, [row.Name, .. cells, .. hasTargets ? [string.Join("<br>", row.Targets.Select(target => Describe(target, row.Rounds)))] : Array.Empty<string>()]);
        }

        return text.ToString();
    }

    private static string Describe(TargetValue target, int? rounds) =>
        $"{(target.IsLeast ? "≥" : "≤")} {Format(target.Limit, target.Unit)} {target.Of}: {(rounds == 1 ? "not enough rounds" : target.Met ? "met" : "**missed**")} ({Format(target.Actual, target.Unit)})";

    private static void Append(StringBuilder text, Workload workload)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {workload.Number}. {workload.Title}\n\n{workload.How}\n\n");
        text.Append(FormatTable(workload.Rows));
        foreach (var note in workload.Notes)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{note}\n");
        }
    }

    private static void AppendList(StringBuilder text, string title, IReadOnlyList<string> entries)
    {
        if (entries.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{title}:\n\n");
            foreach (var entry in entries)
            {
                text.Append(CultureInfo.InvariantCulture, $"- {entry}\n");
            }

            text.Append('\n');
        }
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Write(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
