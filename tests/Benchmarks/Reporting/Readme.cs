using Pipeline.Benchmarks.Contenders;

namespace Pipeline.Benchmarks.Reporting;

/// <summary>Keeps README's table of speed the one that was measured: it stands between two markers, and is written from a report.</summary>
internal static class Readme
{
    public const string Start = "<!-- speed: written by tests/Benchmarks compare --readme -->";
    public const string End = "<!-- /speed -->";

    /// <summary>The text with what is between the markers replaced.</summary>
    /// <exception cref="InvalidDataException">A marker is missing.</exception>
    public static string Replace(string readme, Report report)
    {
        var start = readme.IndexOf(Start, StringComparison.Ordinal);
        var end = readme.IndexOf(End, StringComparison.Ordinal);
        return start >= 0 && end > start
            ? $"{readme[..(start + Start.Length)]}\n{Section(report)}{readme[end..]}"
            : throw new InvalidDataException($"README.md has no \"{Start}\" followed by \"{End}\": put both where the table belongs.");
    }

    private static string Section(Report report)
    {
        var rows = report.Workloads.Where(workload => workload.Number <= 2).SelectMany(workload => workload.Rows.Select(Short)).ToArray();
        return $"""
            Beside {report.Versions.FirstOrDefault(version => version.StartsWith("sharp", StringComparison.Ordinal)) ?? "no peer"} in the same run, on {report.Machine}, {report.Date}.
            {string.Join(" ", report.Workloads.Take(1).Select(workload => workload.How))}
            All workloads, peers, memory, how it was measured and what is missed: [tests/Benchmarks/RESULTS.md](tests/Benchmarks/RESULTS.md).

            {Markdown.Table(rows)}
            """ + "\n";
    }

    // Times of both and their ratio; the rest is in RESULTS.md.
    private static Row Short(Row row) => row with
    {
        Values = [.. row.Values.Where(value => value.Column is Contenders.ContenderNames.Ours or Columns.Sharp or Columns.Ratio or Columns.Floor)],
        Targets = [],
    };
}
