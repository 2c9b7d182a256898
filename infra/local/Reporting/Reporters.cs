using Pipeline.Terminal.Reports;
using Spectre.Console;

namespace Pipeline.Local.Reporting;

internal static class Reporters
{
    /// <summary>Creates the reporter: JSON lines if requested, a live table on a terminal, otherwise plain text.</summary>
    public static IReporter Create(bool json) => json
        ? new JsonReporter(Console.Out, Console.Error)
        : Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Ansi
            ? new PlainReporter(TerminalConsole.Create())
            : new LiveReporter(TerminalConsole.Create(), TimeProvider.System);
}
