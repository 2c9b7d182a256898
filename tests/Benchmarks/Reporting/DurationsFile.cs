using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Pipeline.Benchmarks.Contenders;

namespace Pipeline.Benchmarks.Reporting;

/// <summary>Writes the durations that costs in AWS are computed from, <c>infra/cloud/Costs/durations.json</c>, from the workloads 1, 2 and 7.</summary>
internal static partial class DurationsFile
{
    /// <summary>Formats that workload 1 does not write.</summary>
    private static readonly string[] OtherFormats = ["avif", "png"];

    /// <summary>Width of renditions in workload 7.</summary>
    private const int OtherWidth = 800;

    /// <returns>JSON text; null if the report lacks one of the workloads.</returns>
    public static string? Write(Report report)
    {
        var rows = report.Workloads.Where(workload => workload.Number is 1 or 2 or 7).SelectMany(workload => workload.Rows).ToArray();
        (int Width, string Format, Row Row)[] renditions =
        [
            .. rows.Select(row => (Match: SizeOfRow().Match(row.Name), Row: row)).Where(entry => entry.Match.Success)
                .Select(entry => (int.Parse(entry.Match.Groups["width"].Value, CultureInfo.InvariantCulture), entry.Match.Groups["format"].Value.ToLowerInvariant(), entry.Row)),
            .. OtherFormats.SelectMany(format => rows.Where(row => row.Name.StartsWith($"JPEG to {format},", StringComparison.Ordinal)).Select(row => (OtherWidth, format, row))),
        ];
        var set = rows.FirstOrDefault(row => row.Name == "default set, one thread");
        return set is not null && OtherFormats.All(format => renditions.Any(rendition => rendition.Format == format)) && renditions.Length > OtherFormats.Length
            ? $$"""
              {
                "date": "{{report.Date}}",
                "machine": "{{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(report.Machine)}}",
                "renditions": [
              {{string.Join(",\n", renditions.Select(Describe))}}
                ],
                "defaultSetMilliseconds": {{TimeOf(set)}}
              }

              """.ReplaceLineEndings("\n")
            : null;
    }

    private static string Describe((int Width, string Format, Row Row) rendition) =>
        $$"""    { "width": {{rendition.Width}}, "format": "{{rendition.Format}}", "milliseconds": {{TimeOf(rendition.Row)}}, "kilobytes": {{SizeOf(rendition.Row)}} }""";

    /// <summary>With the digits that RESULTS.md shows.</summary>
    private static string TimeOf(Row row) => row.Values.First(value => value.Column == ContenderNames.Ours).Number is { } number
        ? number.ToString(number < 10 ? "0.#" : "0", CultureInfo.InvariantCulture)
        : throw new InvalidDataException($"{row.Name} has no time.");

    private static string SizeOf(Row row) => row.Values.First(value => value.Column is "size" or $"size, {ContenderNames.Ours}").Number is { } number
        ? number.ToString("0.0", CultureInfo.InvariantCulture)
        : throw new InvalidDataException($"{row.Name} has no size.");

    [GeneratedRegex("^(?<width>[0-9]+) px, JPEG to (?<format>JPEG|WebP)$")]
    private static partial Regex SizeOfRow();
}
