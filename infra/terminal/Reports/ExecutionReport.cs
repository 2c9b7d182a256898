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

        var table = new Table().Border(TableBorder.Simple).AddColumns("execution", "image", "outcome", "status", "started", "waited", "ran");
        table.Columns[0].NoWrap();
        table.Columns[5].RightAligned();
        table.Columns[6].RightAligned();
        var now = DateTimeOffset.UtcNow;
        foreach (var execution in executions)
        {
            var status = execution.Status.ToText();
            table.AddRow(
                TerminalText.ToMarkup(execution.Name),
                TerminalText.ToMarkup(execution.ImageId ?? ""),
                FormatOutcome(execution),
                $"[{Display.GetColour(status.ToLowerInvariant())}]{status}[/]",
                execution.StartTime.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                execution.GetWaitingTime(now) is { } waited ? Display.FormatSeconds(waited) : "",
                execution.GetRunningTime(now) is { } ran ? Display.FormatSeconds(ran) : "");
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

    /// <summary>The outcome with the code of its reason, as markup; empty while there is none.</summary>
    internal static string FormatOutcome(ExecutionRecord execution)
    {
        if (execution.Outcome is not { } outcome)
        {
            return "";
        }

        var reason = execution.Reason is { } why ? $" ({TerminalText.ToMarkup(why.Code)})" : "";
        return $"[{Display.GetColour(outcome)}]{TerminalText.ToMarkup(outcome)}[/]{reason}";
    }

    /// <summary>The members that the console's API has, too. Those of Step Functions have its names.</summary>
    private static JsonObject ToJson(ExecutionRecord execution) => new()
    {
        ["executionArn"] = execution.Arn,
        ["stateMachineArn"] = execution.StateMachineArn,
        ["name"] = execution.Name,
        ["imageId"] = execution.ImageId,
        ["status"] = execution.Status.ToText(),
        ["outcome"] = execution.Outcome,
        ["reason"] = execution.Reason is { } reason ? new JsonObject { ["code"] = reason.Code, ["message"] = reason.Message } : null,
        ["startDate"] = Format(execution.StartTime),
        ["stopDate"] = Format(execution.StopTime),
        ["runDate"] = Format(execution.RunTime),
        ["waitedMs"] = execution.Waited?.TotalMilliseconds,
        ["ranMs"] = execution.Ran?.TotalMilliseconds,
        ["redriveCount"] = execution.RedriveCount,
        ["redriveDate"] = Format(execution.RedriveTime),
        ["error"] = execution.Error,
        ["cause"] = execution.Cause,
    };

    private static string? Format(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture);
}
