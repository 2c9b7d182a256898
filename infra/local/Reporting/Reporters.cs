using Pipeline.Terminal.Reports;
using Spectre.Console;

namespace Pipeline.Local.Reporting;

internal static class Reporters
{
    /// <summary>JSON lines when asked for; a live table on a terminal; otherwise a line for every image that is done.</summary>
    public static IReporter Create(bool json) => json
        ? new JsonReporter(Console.Out, Console.Error)
        : Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Ansi
            ? new PlainReporter(TerminalConsole.Create())
            : new LiveReporter(TerminalConsole.Create(), TimeProvider.System);
}
