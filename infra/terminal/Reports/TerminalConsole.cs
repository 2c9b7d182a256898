using Spectre.Console;

namespace Pipeline.Terminal.Reports;

public static class TerminalConsole
{
    // Nothing is lost to wrapping in a file or a pipe.
    private const int RedirectedWidth = 240;

    /// <summary>The console that tables are written to: coloured and as wide as the window, or plain and wide when redirected.</summary>
    public static IAnsiConsole Create()
    {
        if (!Console.IsOutputRedirected)
        {
            return AnsiConsole.Console;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = RedirectedWidth;
        return console;
    }
}
