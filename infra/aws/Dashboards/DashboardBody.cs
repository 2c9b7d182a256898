using System.Text.Json.Nodes;

namespace Pipeline.Infra.Dashboards;

/// <summary>
/// The body of a CloudWatch dashboard: rows of widgets in a grid of 24 columns. Source: CloudWatch API reference, "Dashboard
/// body structure and syntax".
/// </summary>
/// <param name="region">Region of all metrics.</param>
internal sealed class DashboardBody(string region)
{
    private const int Columns = 24;
    private const int WidgetHeight = 6;

    private readonly JsonArray _widgets = [];
    private int _row;

    /// <summary>Adds a row of graphs of equal width.</summary>
    public void AddRow(params IReadOnlyList<Graph> graphs)
    {
        var width = Columns / graphs.Count;
        for (var i = 0; i < graphs.Count; i++)
        {
            _widgets.Add(new JsonObject
            {
                ["type"] = "metric",
                ["x"] = i * width,
                ["y"] = _row,
                ["width"] = width,
                ["height"] = WidgetHeight,
                ["properties"] = graphs[i].ToJson(region),
            });
        }

        _row += WidgetHeight;
    }

    /// <returns>JSON text.</returns>
    public override string ToString() => new JsonObject { ["widgets"] = _widgets.DeepClone() }.ToJsonString();
}

/// <summary>One graph over time.</summary>
/// <param name="Title">Title above the graph.</param>
/// <param name="Metrics">Metrics, one line each.</param>
internal sealed record Graph(string Title, IReadOnlyList<GraphMetric> Metrics)
{
    internal JsonObject ToJson(string region) => new()
    {
        ["title"] = Title,
        ["view"] = "timeSeries",
        ["stacked"] = false,
        ["region"] = region,
        ["period"] = 300,
        ["metrics"] = new JsonArray([.. Metrics.Select(metric => metric.ToJson())]),
    };
}

/// <summary>One metric of a graph.</summary>
/// <param name="Namespace">Namespace, such as <c>AWS/Lambda</c>.</param>
/// <param name="Metric">Name of the metric, such as <c>Invocations</c>.</param>
/// <param name="Dimensions">Dimensions, in the order of the metric.</param>
/// <param name="Statistic">Statistic, such as <c>Sum</c> or <c>p99</c>.</param>
/// <param name="Label">Text in the legend.</param>
internal sealed record GraphMetric(string Namespace, string Metric, IReadOnlyList<(string Name, string Value)> Dimensions, string Statistic, string Label)
{
    internal JsonNode ToJson() => new JsonArray(
    [
        Namespace, Metric,
        .. Dimensions.SelectMany(dimension => new JsonNode[] { dimension.Name, dimension.Value }),
        new JsonObject { ["stat"] = Statistic, ["label"] = Label },
    ]);
}
