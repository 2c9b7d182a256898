using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Pipeline.Local.Serving.Numbers;

/// <summary>Writes all metrics as text whenever somebody asks.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private readonly Lock _scraping = new();
    private bool _openMetrics;
    private string _text = "";

    /// <summary>Set by the reader that this exporter is given to.</summary>
    public Func<int, bool>? Collect { get; set; }

    /// <param name="openMetrics">OpenMetrics rather than Prometheus' own format.</param>
    /// <exception cref="InvalidOperationException">The metrics could not be collected.</exception>
    public string Scrape(bool openMetrics)
    {
        lock (_scraping)
        {
            (_openMetrics, _text) = (openMetrics, new PrometheusText(openMetrics).Finish());
            return Collect?.Invoke(Timeout.Infinite) == true ? _text : throw new InvalidOperationException("The metrics could not be collected.");
        }
    }

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Metric> batch)
    {
        var metrics = new List<Metric>();
        foreach (var metric in batch)
        {
            metrics.Add(metric);
        }

        var text = new PrometheusText(_openMetrics);
        foreach (var metric in metrics.OrderBy(metric => metric.Name, StringComparer.Ordinal))
        {
            text.Write(metric);
        }

        _text = text.Finish();
        return ExportResult.Success;
    }
}
