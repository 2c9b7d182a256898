using Pipeline.Core.Executions;
using Spectre.Console;

namespace Pipeline.Terminal.Reports;

public static class OutcomeReport
{
    public static void Write(IAnsiConsole console, ImageOutcome outcome, Func<string, string> pathOf)
    {
        var heading = outcome.Execution is null
            ? $"{outcome.Name}: no rule matches it"
            : $"{outcome.Name} in {Display.Seconds(outcome.Duration)}, execution {outcome.Execution}";
        if (outcome.Record is { } record)
        {
            ImageReport.Write(console, record, heading, outcome.Reason, pathOf);
            return;
        }

        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{outcome.ImageId}[/]  {heading}");
        if (outcome.Reason is { } reason)
        {
            console.MarkupLineInterpolated($"  [red]{reason.Code}[/]: {reason.Message}");
        }
    }
}
