using Pipeline.Benchmarks.Contenders;

namespace Pipeline.Benchmarks.Reporting;

/// <summary>Writes the speed table in README.md, between two markers, from a report.</summary>
internal static class Readme
{
    public const string Start = "<!-- speed: written by tests/Benchmarks compare --readme -->";
    public const string End = "<!-- /speed -->";

    /// <summary>Returns the text with a new table between the markers.</summary>
    /// <exception cref="InvalidDataException">A marker is missing.</exception>
    public static string Replace(string readme, Report report)
    {
        var start = readme.IndexOf(Start, StringComparison.Ordinal);
        var end = readme.IndexOf(End, StringComparison.Ordinal);
        return start >= 0 && end > start
            ? $"{readme[..(start + Start.Length)]}\n{FormatSection(report)}{readme[end..]}"
            : throw new InvalidDataException($"README.md has no \"{Start}\" followed by \"{End}\". Add both lines where the table belongs.");
    }

    private static string FormatSection(Report report)
    {
        var peer = report.Versions.FirstOrDefault(version => version.StartsWith(Columns.Sharp, StringComparison.Ordinal));
        var rows = report.Workloads.Where(workload => workload.Number <= 2).SelectMany(workload => workload.Rows.Select(Shorten)).ToArray();
        return $"""
            Median times{(peer is null ? "" : $" beside {peer}, each with its own defaults")}, on {report.Date} ({report.Machine}); below a ratio of 1 the pipeline is faster, and *floor* is the decode alone and the encode alone.
            See [how it is measured](tests/Benchmarks/README.md) and [all results](tests/Benchmarks/RESULTS.md).

            {Markdown.FormatTable(rows)}
            """ + "\n";
    }

    // Keeps the times of both sides, their ratio and the floor. The rest is in RESULTS.md.
    private static Row Shorten(Row row) => row with
    {
        Values = [.. row.Values.Where(value => value.Column is ContenderNames.Ours or Columns.Sharp or Columns.Ratio or Columns.Floor)],
        Targets = [],
    };
}
