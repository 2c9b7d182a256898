using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Core.Executions;
using Pipeline.Interpreter.History;
using Spectre.Console;

namespace Pipeline.Terminal.Reports;

/// <summary>
/// Prints executions on standard output, as tables or JSON. The output is the same whether they ran on this machine or in AWS.
/// </summary>
public static class ExecutionReport
{
    /// <summary>Prints a list, as a table or as one JSON object per line.</summary>
    public static void Write(IReadOnlyList<ExecutionRecord> executions, bool json)
    {
        if (json)
        {
            foreach (var execution in executions)
            {
                Console.WriteLine(ToJson(execution).ToJsonString());
            }

            return;
        }

        if (executions.Count == 0)
        {
            Console.WriteLine("No executions.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("execution", "image", "status", "started", "duration");
        table.Columns[0].NoWrap();
        table.Columns[4].RightAligned();
        foreach (var execution in executions)
        {
            var status = execution.Status.ToText();
            table.AddRow(
                Markup.Escape(execution.Name),
                Markup.Escape(execution.ImageId ?? ""),
                $"[{Display.GetColour(status.ToLowerInvariant())}]{status}[/]",
                execution.StartTime.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                execution.StopTime is { } stop ? Display.FormatSeconds(stop - execution.StartTime) : "");
        }

        TerminalConsole.Create().Write(table);
    }

    /// <summary>
    /// Prints one execution with its history. The JSON is the same as that of <c>aws stepfunctions get-execution-history</c>.
    /// </summary>
    public static void Write(ExecutionRecord execution, IReadOnlyList<HistoryEvent> history, bool json)
    {
        if (json)
        {
            var events = new JsonArray([.. history.Select(@event => @event.ToAwsJson())]);
            Console.WriteLine(new JsonObject { ["events"] = events }.ToJsonString(Display.IndentedJson));
            return;
        }

        HistoryReport.Write(TerminalConsole.Create(), execution, history);
    }

    private static JsonObject ToJson(ExecutionRecord execution) => new()
    {
        ["executionArn"] = execution.Arn,
        ["stateMachineArn"] = execution.StateMachineArn,
        ["name"] = execution.Name,
        ["imageId"] = execution.ImageId,
        ["status"] = execution.Status.ToText(),
        ["startDate"] = execution.StartTime.ToString("O", CultureInfo.InvariantCulture),
        ["stopDate"] = execution.StopTime?.ToString("O", CultureInfo.InvariantCulture),
        ["error"] = execution.Error,
        ["cause"] = execution.Cause,
    };
}
