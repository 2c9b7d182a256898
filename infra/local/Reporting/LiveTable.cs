using Pipeline.Terminal.Reports;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Pipeline.Local.Reporting;

/// <summary>Draws a table of executions that fits into a window.</summary>
internal static class LiveTable
{
    /// <summary>Rows of a table that is easy to look at.</summary>
    private const int MaxRows = 16;

    /// <summary>The heading, the rule below it, and the empty lines around.</summary>
    private const int Frame = 4;

    /// <summary>Widest state. Definitions of your own may have long names.</summary>
    private const int StateWidth = 20;

    /// <summary>Cells of everything but file and state.</summary>
    private const int OtherWidth = 33;

    private const int MinFileWidth = 16;

    /// <summary>Number of rows that fit into so many lines; 0 if the table does not fit.</summary>
    public static int CountRows(int lines) => Math.Clamp(lines - Frame, 0, MaxRows);

    /// <param name="rows">The rows.</param>
    /// <param name="width">Width of the window.</param>
    /// <param name="now">The time, for rows that have not ended.</param>
    public static IRenderable Create(IEnumerable<LiveRow> rows, int width, DateTimeOffset now)
    {
        var withState = width >= OtherWidth + MinFileWidth + StateWidth;
        var fileWidth = Math.Max(width - OtherWidth - (withState ? StateWidth : 0), 1);
        var table = new Table().Border(TableBorder.Simple).AddColumns(withState ? ["file", "state", "outcome", "time"] : ["file", "outcome", "time"]);
        table.Columns[^1].RightAligned();
        foreach (var row in rows)
        {
            var outcome = row.Outcome?.Name ?? "";
            string[] cells =
            [
                Markup.Escape(ShortenStart(TerminalText.Escape(row.ImageId), fileWidth)),
                .. withState ? [Markup.Escape(ShortenEnd(row.State, StateWidth))] : (string[])[],
                $"[{Display.GetColour(outcome)}]{Markup.Escape(ShortenEnd(outcome, 12))}[/]",
                Display.FormatSeconds(row.Outcome?.Duration ?? now - row.Start),
            ];
            table.AddRow(cells);
        }

        return table;
    }

    /// <summary>Keeps the end of a key, where its file's name is.</summary>
    private static string ShortenStart(string text, int width)
    {
        var start = 0;
        while (start < text.Length - 1 && text[start..].GetCellWidth() + (start > 0 ? 1 : 0) > width)
        {
            start += char.IsHighSurrogate(text[start]) ? 2 : 1;
        }

        return start == 0 ? text : $"…{text[start..]}";
    }

    private static string ShortenEnd(string text, int width)
    {
        var end = text.Length;
        while (end > 1 && text[..end].GetCellWidth() + (end < text.Length ? 1 : 0) > width)
        {
            end--;
        }

        return end == text.Length ? text : $"{text[..end]}…";
    }
}
