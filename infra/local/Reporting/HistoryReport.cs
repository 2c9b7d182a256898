using System.Globalization;
using Pipeline.Interpreter;
using Pipeline.Local.Store;
using Spectre.Console;

namespace Pipeline.Local.Reporting;

/// <summary>An execution and its history for the terminal; events are named as AWS names them.</summary>
internal static class HistoryReport
{
    // Long enough to recognise a document by; the whole is in --json.
    private const int MaxDetail = 120;

    public static void Write(IAnsiConsole console, ExecutionRecord execution, IReadOnlyList<HistoryEvent> history)
    {
        var status = ExecutionRows.Text(execution.Status);
        console.MarkupLine($"[bold]{Markup.Escape(execution.Name)}[/]  [{Show.Colour(status.ToLowerInvariant())}]{status}[/]  {Markup.Escape(execution.ImageId ?? "")}");
        if (execution.Error is { } error)
        {
            console.MarkupLineInterpolated($"  [red]{error}[/]: {execution.Cause}");
        }

        Write(console, history, execution.StartTime);
    }

    /// <param name="console">Where to write.</param>
    /// <param name="history">Events.</param>
    /// <param name="start">What times are counted from.</param>
    public static void Write(IAnsiConsole console, IReadOnlyList<HistoryEvent> history, DateTimeOffset start)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("id", "after", "type", "detail");
        table.Columns[0].RightAligned();
        table.Columns[1].RightAligned();
        table.Columns[2].NoWrap();
        foreach (var @event in history)
        {
            var after = Show.Offset(@event.Timestamp - start);
            table.AddRow(@event.Id.ToString(CultureInfo.InvariantCulture), after, @event.Type, Markup.Escape(Detail(@event)));
        }

        console.Write(table);
    }

    private static string Detail(HistoryEvent @event)
    {
        var details = @event.Details;
        var text = Text(details, "name") is { } name
            ? name
            : Text(details, "error") is { } error ? $"{error}: {Text(details, "cause")}" : Text(details, "resource") ?? "";
        if (details?["index"] is { } index)
        {
            text = $"{text} [{index}]";
        }

        return text.Length <= MaxDetail ? text : text[..MaxDetail] + "…";
    }

    private static string? Text(System.Text.Json.Nodes.JsonObject? details, string member) => details?[member]?.GetValue<string>();
}
