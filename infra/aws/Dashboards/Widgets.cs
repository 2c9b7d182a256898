using System.Text.Json.Nodes;

namespace Pipeline.Infra.Dashboards;

/// <summary>One rectangle of a dashboard.</summary>
/// <param name="Type">CloudWatch's type of the widget.</param>
internal abstract record Widget(string Type)
{
    /// <returns>The widget's properties.</returns>
    internal abstract JsonObject ToJson(string region);
}

/// <summary>Text with links.</summary>
internal sealed record TextWidget(string Markdown) : Widget("text")
{
    internal override JsonObject ToJson(string region) => new() { ["markdown"] = Markdown };
}

/// <summary>One graph over time.</summary>
/// <param name="Title">Title above the graph.</param>
/// <param name="Lines">Lines of the graph.</param>
internal sealed record Graph(string Title, IReadOnlyList<GraphLine> Lines) : Widget("metric")
{
    /// <summary>A value to draw across the graph, such as the threshold of an alarm, with its label.</summary>
    public (string Label, double Value)? Threshold { get; init; }

    /// <summary>Region of the metrics; null for the dashboard's.</summary>
    public string? Region { get; init; }

    internal override JsonObject ToJson(string region)
    {
        var json = new JsonObject
        {
            ["title"] = Title,
            ["view"] = "timeSeries",
            ["stacked"] = false,
            ["region"] = Region ?? region,
            ["period"] = 300,
            ["metrics"] = new JsonArray([.. Lines.Select(line => line.ToJson())]),
        };
        if (Threshold is { } threshold)
        {
            json["annotations"] = new JsonObject
            {
                ["horizontal"] = new JsonArray(new JsonObject { ["label"] = threshold.Label, ["value"] = threshold.Value }),
            };
        }

        return json;
    }
}

/// <summary>A graph of what a query of CloudWatch Logs Insights finds. Each view of it reads the log, which costs by the gigabyte.</summary>
/// <param name="Title">Title above the graph.</param>
/// <param name="LogGroup">Name of the log group.</param>
/// <param name="Query">Query, without its source; each part after a bar.</param>
internal sealed record LogGraph(string Title, string LogGroup, params IReadOnlyList<string> Query) : Widget("log")
{
    internal override JsonObject ToJson(string region) => new()
    {
        ["title"] = Title,
        ["view"] = "timeSeries",
        ["stacked"] = false,
        ["region"] = region,
        ["query"] = string.Join("\n| ", Query.Prepend($"SOURCE '{LogGroup}'")),
    };
}

/// <summary>One line of a graph.</summary>
internal abstract record GraphLine
{
    internal abstract JsonNode ToJson();
}

/// <summary>One metric.</summary>
/// <param name="Namespace">Namespace, such as <c>AWS/Lambda</c>.</param>
/// <param name="Metric">Name of the metric, such as <c>Invocations</c>.</param>
/// <param name="Dimensions">Dimensions, in the order of the metric.</param>
/// <param name="Statistic">Statistic, such as <c>Sum</c> or <c>p99</c>.</param>
/// <param name="Label">Text in the legend.</param>
internal sealed record GraphMetric(string Namespace, string Metric, IReadOnlyList<(string Name, string Value)> Dimensions, string Statistic, string Label) : GraphLine
{
    /// <summary>Name of the metric in expressions; null if there are none.</summary>
    public string? Id { get; init; }

    internal override JsonNode ToJson()
    {
        var options = new JsonObject { ["stat"] = Statistic, ["label"] = Label };
        if (Id is not null)
        {
            options["id"] = Id;
        }

        return new JsonArray([Namespace, Metric, .. Dimensions.SelectMany(dimension => new JsonNode[] { dimension.Name, dimension.Value }), options]);
    }
}

/// <summary>A value that CloudWatch computes from metrics of the same graph, on an axis of its own.</summary>
/// <param name="Expression">Metric math, with the ids of metrics.</param>
/// <param name="Label">Text in the legend.</param>
internal sealed record GraphExpression(string Expression, string Label) : GraphLine
{
    internal override JsonNode ToJson() => new JsonArray(new JsonObject { ["expression"] = Expression, ["label"] = Label, ["yAxis"] = "right" });
}
