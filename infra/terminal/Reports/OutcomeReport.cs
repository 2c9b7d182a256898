using Pipeline.Core.Executions;
using Spectre.Console;

namespace Pipeline.Terminal.Reports;

/// <summary>Prints the outcome of an image, with its record if there is one.</summary>
public static class OutcomeReport
{
    public static void Write(IAnsiConsole console, ImageOutcome outcome, Func<string, string> getPath)
    {
        var heading = outcome.Execution is null
            ? $"{outcome.Name}: no rule matches its event"
            : $"{outcome.Name} in {Display.FormatSeconds(outcome.Duration)}{FormatWait(outcome.Waited)}, execution {outcome.Execution}";
        if (outcome.Record is { } record)
        {
            ImageReport.Write(console, record, heading, outcome.Reason, getPath);
            return;
        }

        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{TerminalText.Escape(outcome.ImageId)}[/]  {TerminalText.Escape(heading)}");
        if (outcome.Reason is { } reason)
        {
            console.MarkupLineInterpolated($"  [red]{TerminalText.Escape(reason.Code)}[/]: {TerminalText.EscapeMessage(reason.Message)}");
        }
    }

    /// <summary>The outcome of an image in one line, with its reason: for lists of many.</summary>
    public static string FormatLine(ImageOutcome outcome)
    {
        if (outcome.Reason is not { } reason)
        {
            return TerminalText.Escape($"{outcome.ImageId}  {outcome.Name}");
        }

        // Messages often begin with the image, too.
        var message = reason.Message.ReplaceLineEndings(" ");
        message = message.StartsWith(outcome.ImageId, StringComparison.Ordinal) ? message[outcome.ImageId.Length..].TrimStart(':', ' ') : message;
        return TerminalText.Escape($"{outcome.ImageId}  {outcome.Name}  {reason.Code}: {message}");
    }

    /// <summary>A wait that nobody notices is left out.</summary>
    private static string FormatWait(TimeSpan waited) => waited < TimeSpan.FromSeconds(1) ? "" : $" (waited {Display.FormatSeconds(waited)})";
}
