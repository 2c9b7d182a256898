using System.CommandLine;
using Pipeline.Terminal.Reports;
using Spectre.Console;

namespace Pipeline.Local.Reporting;

internal static class Reporters
{
    public static Option<bool> CreateVerboseOption() => new("--verbose")
    {
        Description = $"Print a report for every image. By default, of more than {ReportDetail.MaxReports} only the summary, and those that were rejected or failed.",
    };

    /// <summary>Creates the reporter: JSON lines if requested, a live table on a terminal, otherwise plain text.</summary>
    public static IReporter Create(bool json, ReportDetail detail) => json
        ? new JsonReporter(Console.Out, Console.Error)
        : Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Ansi
            ? new PlainReporter(TerminalConsole.Create(), TimeProvider.System, detail)
            : new LiveReporter(TerminalConsole.Create(), TimeProvider.System, detail);
}
