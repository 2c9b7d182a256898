using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Core.Contracts;
using Pipeline.Core.Executions;
using Pipeline.Interpreter.History;
using Spectre.Console;

namespace Pipeline.Terminal.Reports;

/// <summary>Prints an execution and its history. Events have the names that AWS gives them.</summary>
public static class HistoryReport
{
    // Long enough to recognise a document. --json prints all of it.
    private const int MaxDetailLength = 120;

    private static readonly string[] TargetParameters = ["FunctionName", "TopicArn", "QueueUrl"];

    public static void Write(IAnsiConsole console, ExecutionRecord execution, IReadOnlyList<HistoryEvent> history)
    {
        var status = execution.Status.ToText();
        var outcome = execution.Outcome is null ? "" : $"{ExecutionReport.FormatOutcome(execution)}  ";
        console.MarkupLine($"[bold]{TerminalText.ToMarkup(execution.Name)}[/]  {outcome}[{Display.GetColour(status.ToLowerInvariant())}]{status}[/]  {TerminalText.ToMarkup(execution.ImageId ?? "")}");
        var now = DateTimeOffset.UtcNow;
        if (execution.GetRunningTime(now) is { } ran)
        {
            var waited = execution.GetWaitingTime(now) is { } wait ? $", waited {Display.FormatSeconds(wait)}" : "";
            console.WriteLine($"  ran {Display.FormatSeconds(ran)}{waited}");
        }

        if (execution is { Outcome: ImageOutcome.Rejected, Reason: { } reason })
        {
            console.MarkupLineInterpolated($"  [yellow]{TerminalText.Escape(reason.Code)}[/]: {TerminalText.EscapeMessage(reason.Message)}");
        }

        if (execution.Error is { } error)
        {
            console.MarkupLineInterpolated($"  [red]{TerminalText.Escape(error)}[/]: {TerminalText.EscapeMessage(LambdaCause.MessageOf(execution.Cause))}");
        }

        Write(console, history, execution.StartTime);
    }

    /// <param name="console">Console to write to.</param>
    /// <param name="history">Events.</param>
    /// <param name="start">Start of the execution. Times are relative to it.</param>
    public static void Write(IAnsiConsole console, IReadOnlyList<HistoryEvent> history, DateTimeOffset start)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("id", "previous", "time", "type", "detail");
        table.Columns[0].RightAligned();
        table.Columns[1].RightAligned();
        table.Columns[2].RightAligned().NoWrap();
        table.Columns[3].NoWrap();
        var iterations = new IterationNames(history);
        foreach (var @event in history)
        {
            table.AddRow(
                @event.Id.ToString(CultureInfo.InvariantCulture),
                @event.PreviousEventId.ToString(CultureInfo.InvariantCulture),
                Display.FormatOffset(@event.Timestamp - start),
                @event.Type,
                TerminalText.ToMarkup(FormatDetail(@event, iterations)));
        }

        console.Write(table);
    }

    private static string FormatDetail(HistoryEvent @event, IterationNames iterations)
    {
        var details = @event.Details;
        var text = GetText(details, "name") is { } name ? name
            : GetText(details, "error") is { } error ? $"{error}: {LambdaCause.MessageOf(GetText(details, "cause")).ReplaceLineEndings(" ")}"
            : GetText(details, "resource") is { } resource ? $"{GetText(details, "resourceType")}:{resource} {FindTarget(details)}".Trim(':', ' ')
            : "";
        if (details?["index"] is { } index)
        {
            text = $"{text} [{iterations.Find(@event) ?? index.ToString()}]";
        }
        else if (IterationNames.ReadInputName(@event) is { } inputName)
        {
            text = $"{text}: {inputName}";
        }

        return text.Length <= MaxDetailLength ? text : text[..MaxDetailLength] + "…";
    }

    /// <summary>The target of a call: the function, topic or queue that its parameters name.</summary>
    private static string? FindTarget(JsonObject? details) =>
        GetText(details, "parameters") is { } parameters && JsonNode.Parse(parameters) is JsonObject named
            ? TargetParameters.Select(target => named[target]).OfType<JsonValue>().FirstOrDefault()?.ToString()
            : null;

    private static string? GetText(JsonObject? details, string member) => details?[member]?.GetValue<string>();
}
