using System.Text.Json.Nodes;

namespace Pipeline.Infra.Dashboards;

/// <summary>
/// The body of a CloudWatch dashboard: rows of widgets in a grid of 24 columns. Source: CloudWatch API reference, "Dashboard
/// body structure and syntax".
/// </summary>
/// <param name="region">Region of metrics and logs, unless a graph has its own.</param>
internal sealed class DashboardBody(string region)
{
    private const int Columns = 24;
    private const int GraphHeight = 6;
    private const int TextHeight = 2;

    private readonly JsonArray _widgets = [];
    private int _row;

    /// <summary>Adds a row of graphs of equal width.</summary>
    public void AddRow(params IReadOnlyList<Widget> graphs) => AddRow(GraphHeight, graphs);

    /// <summary>Adds a text over the whole width.</summary>
    /// <param name="markdown">A line of Markdown.</param>
    public void AddText(string markdown) => AddRow(TextHeight, [new TextWidget(markdown)]);

    /// <returns>JSON text.</returns>
    public override string ToString() => new JsonObject { ["widgets"] = _widgets.DeepClone() }.ToJsonString();

    private void AddRow(int height, IReadOnlyList<Widget> widgets)
    {
        var width = Columns / widgets.Count;
        for (var i = 0; i < widgets.Count; i++)
        {
            _widgets.Add(new JsonObject
            {
                ["type"] = widgets[i].Type,
                ["x"] = i * width,
                ["y"] = _row,
                ["width"] = width,
                ["height"] = height,
                ["properties"] = widgets[i].ToJson(region),
            });
        }

        _row += height;
    }
}
