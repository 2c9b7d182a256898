using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Core.Contracts;
using Pipeline.Core.Executions;
using Pipeline.Interpreter.History;
using Spectre.Console;

namespace Pipeline.Terminal.Reports;

/// <summary>An execution and its history for the terminal; events are named as AWS names them.</summary>
public static class HistoryReport
{
    // Long enough to recognise a document by; the whole is in --json.
    private const int MaxDetailLength = 120;

    private static readonly string[] TargetParameters = ["FunctionName", "TopicArn", "QueueUrl"];

    public static void Write(IAnsiConsole console, ExecutionRecord execution, IReadOnlyList<HistoryEvent> history)
    {
        var status = execution.Status.ToText();
        console.MarkupLine($"[bold]{Markup.Escape(execution.Name)}[/]  [{Display.Colour(status.ToLowerInvariant())}]{status}[/]  {Markup.Escape(execution.ImageId ?? "")}");
        if (execution.Error is { } error)
        {
            console.MarkupLineInterpolated($"  [red]{error}[/]: {LambdaCause.MessageOf(execution.Cause)}");
        }

        Write(console, history, execution.StartTime);
    }

    /// <param name="console">Where to write.</param>
    /// <param name="history">Events.</param>
    /// <param name="start">What times are counted from.</param>
    public static void Write(IAnsiConsole console, IReadOnlyList<HistoryEvent> history, DateTimeOffset start)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("id", "previous", "time", "type", "detail");
        table.Columns[0].RightAligned();
        table.Columns[1].RightAligned();
        table.Columns[2].RightAligned().NoWrap();
        table.Columns[3].NoWrap();
        foreach (var @event in history)
        {
            table.AddRow(
                @event.Id.ToString(CultureInfo.InvariantCulture),
                @event.PreviousEventId.ToString(CultureInfo.InvariantCulture),
                Display.Offset(@event.Timestamp - start),
                @event.Type,
                Markup.Escape(Detail(@event)));
        }

        console.Write(table);
    }

    private static string Detail(HistoryEvent @event)
    {
        var details = @event.Details;
        var text = Text(details, "name") is { } name ? name
            : Text(details, "error") is { } error ? $"{error}: {LambdaCause.MessageOf(Text(details, "cause"))}"
            : Text(details, "resource") is { } resource ? $"{Text(details, "resourceType")}:{resource} {Target(details)}".Trim(':', ' ')
            : "";
        if (details?["index"] is { } index)
        {
            text = $"{text} [{index}]";
        }

        return text.Length <= MaxDetailLength ? text : text[..MaxDetailLength] + "…";
    }

    /// <summary>What a call goes to: the function, topic or queue that its parameters name.</summary>
    private static string? Target(JsonObject? details) =>
        Text(details, "parameters") is { } parameters && JsonNode.Parse(parameters) is JsonObject named
            ? TargetParameters.Select(target => named[target]).OfType<JsonValue>().FirstOrDefault()?.ToString()
            : null;

    private static string? Text(JsonObject? details, string member) => details?[member]?.GetValue<string>();
}
