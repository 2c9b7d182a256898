using System.Globalization;
using System.Text;
using OpenTelemetry.Metrics;

namespace Pipeline.Local.Serving.Numbers;

/// <summary>
/// Metrics as Prometheus reads them, in its text format 0.0.4 or as OpenMetrics 1.0. Sources: prometheus.io, "Exposition formats";
/// OpenTelemetry specification, "Prometheus and OpenMetrics Compatibility".
/// </summary>
/// <param name="openMetrics">OpenMetrics rather than the older format.</param>
internal sealed class PrometheusText(bool openMetrics)
{
    private static readonly Dictionary<string, string> Units = new() { ["s"] = "seconds", ["By"] = "bytes" };

    private readonly StringBuilder _text = new();

    public static string ContentType(bool openMetrics) => openMetrics
        ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
        : "text/plain; version=0.0.4; charset=utf-8";

    public void Write(Metric metric)
    {
        var isCounter = metric.MetricType is MetricType.LongSum or MetricType.DoubleSum;
        var (name, unit) = NameOf(metric);
        var samples = isCounter ? name + "_total" : name;
        var family = openMetrics ? name : samples;
        Line($"# HELP {family} {Escape(metric.Description, quotes: openMetrics)}");
        Line($"# TYPE {family} {(isCounter ? "counter" : metric.MetricType == MetricType.Histogram ? "histogram" : "gauge")}");
        if (openMetrics && unit is not null)
        {
            Line($"# UNIT {family} {unit}");
        }

        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            WritePoint(metric.MetricType, samples, in point);
        }
    }

    public string Finish() => openMetrics ? _text.Append("# EOF\n").ToString() : _text.ToString();

    private void WritePoint(MetricType type, string name, in MetricPoint point)
    {
        var labels = LabelsOf(point.Tags);
        switch (type)
        {
            case MetricType.Histogram:
                WriteHistogram(name, labels, in point);
                break;
            case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                Sample(name, labels, Number(point.GetSumLong()));
                break;
            case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                Sample(name, labels, Number(point.GetSumDouble()));
                break;
            case MetricType.LongGauge:
                Sample(name, labels, Number(point.GetGaugeLastValueLong()));
                break;
            case MetricType.DoubleGauge:
                Sample(name, labels, Number(point.GetGaugeLastValueDouble()));
                break;
            default:
                throw new NotSupportedException($"The metric {name} is a {type}, for which there is no text.");
        }
    }

    private void WriteHistogram(string name, string labels, in MetricPoint point)
    {
        var below = 0L;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount;
            var bound = $"le=\"{Bound(bucket.ExplicitBound)}\"";
            Sample(name + "_bucket", labels.Length == 0 ? bound : $"{labels},{bound}", Number(below));
        }

        Sample(name + "_sum", labels, Number(point.GetHistogramSum()));
        Sample(name + "_count", labels, Number(point.GetHistogramCount()));
    }

    private void Sample(string name, string labels, string value) => Line(labels.Length == 0 ? $"{name} {value}" : $"{name}{{{labels}}} {value}");

    private void Line(string line) => _text.Append(line).Append('\n');

    // A unit in braces says what is counted, and is no part of the name.
    private static (string Name, string? Unit) NameOf(Metric metric)
    {
        var name = Identifier(metric.Name);
        return Units.TryGetValue(metric.Unit, out var unit) ? ($"{name}_{unit}", unit) : (name, null);
    }

    private static string LabelsOf(OpenTelemetry.ReadOnlyTagCollection tags)
    {
        var labels = new List<string>();
        foreach (var (name, value) in tags)
        {
            var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            labels.Add($"{Identifier(name)}=\"{Escape(text, quotes: true)}\"");
        }

        return string.Join(',', labels);
    }

    private static string Identifier(string name) => string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));

    private static string Escape(string text, bool quotes)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }

    private static string Bound(double bound) =>
        double.IsPositiveInfinity(bound) ? "+Inf" : bound == Math.Floor(bound) ? bound.ToString("0.0", CultureInfo.InvariantCulture) : Number(bound);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
