using System.Globalization;
using System.Text;
using Pipeline.Benchmarks.Reporting;

namespace Pipeline.Benchmarks.Serving;

/// <summary>Formats the results of <c>load</c> as CONSOLE.md.</summary>
internal sealed class LoadReport(int users, TimeSpan time, long photoBytes)
{
    private readonly List<string> _uploads = [];
    private readonly List<string> _paints = [];

    public void Add(int stored, IReadOnlyList<ObservedUpload> uploads, IReadOnlyList<FirstPaint> paints)
    {
        var acknowledged = uploads.Select(upload => upload.Acknowledged.TotalMilliseconds).Order().ToArray();
        var ended = uploads.Select(upload => upload.Ended.TotalMilliseconds).Order().ToArray();
        _uploads.Add(FormatRow(
            $"{stored:N0}", $"{uploads.Count}", $"{uploads.Count / time.TotalSeconds:F1} /s",
            FormatPercentile(acknowledged, 0.5), FormatPercentile(acknowledged, 0.95), FormatPercentile(ended, 0.5), FormatPercentile(ended, 0.95)));
        _paints.AddRange(paints.Select(paint => FormatRow($"{stored:N0}", paint.Route, $"{paint.FirstMs:F0} ms", $"{paint.ContentMs:F0} ms")));
    }

    public string Write()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# The served host under load\n\nWritten by `dotnet run -c Release --project tests/Benchmarks -- load --record` on {DateTime.UtcNow:yyyy-MM-dd}.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Machine: {Machine.Describe()}. Users and host share it.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{users} users upload photos of {photoBytes / 1e6:F1} MB by HTTP for {time.TotalSeconds:0} s. Each uploads the next photo as soon as the execution of the previous one has ended. The rendition set is the default.\n");
        text.Append("The host accepted every upload, and each has exactly one execution, which succeeded. Otherwise the run stops with an error.\n\n");
        text.Append(FormatRow("executions stored before", "uploads", "throughput", "acknowledged, median", "p95", "ended, median", "p95"));
        text.Append("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n").AppendJoin("", _uploads);
        if (_paints.Count > 0)
        {
            text.Append("\nFirst paint in headless Chromium, before the load, median of 7 fresh contexts:\n\n");
            text.Append(FormatRow("executions stored", "page", "first paint", "first row from the host")).Append("| ---: | --- | ---: | ---: |\n").AppendJoin("", _paints);
        }

        return text.ToString();
    }

    /// <summary>Formats a percentile by nearest rank.</summary>
    private static string FormatPercentile(double[] sorted, double share) =>
        string.Create(CultureInfo.InvariantCulture, $"{sorted[(int)Math.Ceiling(share * sorted.Length) - 1]:F0} ms");

    private static string FormatRow(params string[] cells) => $"| {string.Join(" | ", cells)} |\n";
}
