using System.Globalization;
using System.Text;
using Pipeline.Benchmarks.Reporting;

namespace Pipeline.Benchmarks.Serving;

/// <summary>Writes what a load left as Markdown.</summary>
internal sealed class LoadReport(int users, TimeSpan time, long photoBytes)
{
    private readonly List<string> _uploads = [];
    private readonly List<string> _paints = [];

    public void Add(int stored, IReadOnlyList<ObservedUpload> uploads, IReadOnlyList<FirstPaint> paints)
    {
        var acknowledged = uploads.Select(one => one.Acknowledged.TotalMilliseconds).Order().ToArray();
        var ended = uploads.Select(one => one.Ended.TotalMilliseconds).Order().ToArray();
        _uploads.Add(Row(
            $"{stored:N0}", $"{uploads.Count}", $"{uploads.Count / time.TotalSeconds:F1} /s",
            Milliseconds(acknowledged, 0.5), Milliseconds(acknowledged, 0.95), Milliseconds(ended, 0.5), Milliseconds(ended, 0.95)));
        _paints.AddRange(paints.Select(paint => Row($"{stored:N0}", paint.Route, $"{paint.FirstMs:F0} ms", $"{paint.ContentMs:F0} ms")));
    }

    public string Write()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# The served host under load\n\nWritten by `dotnet run -c Release --project tests/Benchmarks -- load --record` on {DateTime.UtcNow:yyyy-MM-dd}.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Machine: {Machine.Describe()}; users and host share it.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{users} users upload photos of {photoBytes / 1e6:F1} MB by HTTP for {time.TotalSeconds:0} s, each the next as soon as the execution of the one before has ended; the default rendition set.\n");
        text.Append("Every upload was taken and ended in exactly one execution, which succeeded; else the run ends with what went wrong.\n\n");
        text.Append(Row("executions stored before", "uploads", "throughput", "acknowledged, median", "p95", "ended, median", "p95"));
        text.Append("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n").AppendJoin("", _uploads);
        if (_paints.Count > 0)
        {
            text.Append("\nFirst paint in headless Chromium, before the load, median of 7 fresh contexts:\n\n");
            text.Append(Row("executions stored", "page", "first paint", "first row from the host")).Append("| ---: | --- | ---: | ---: |\n").AppendJoin("", _paints);
        }

        return text.ToString();
    }

    /// <summary>By nearest rank.</summary>
    private static string Milliseconds(double[] sorted, double share) =>
        string.Create(CultureInfo.InvariantCulture, $"{sorted[(int)Math.Ceiling(share * sorted.Length) - 1]:F0} ms");

    private static string Row(params string[] cells) => $"| {string.Join(" | ", cells)} |\n";
}
