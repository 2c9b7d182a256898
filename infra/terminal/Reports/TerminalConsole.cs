using Spectre.Console;

namespace Pipeline.Terminal.Reports;

/// <summary>Creates the console of the programs.</summary>
public static class TerminalConsole
{
    // Wide enough that tables do not wrap in a file or a pipe.
    private const int RedirectedWidth = 240;

    /// <summary>Creates a console for tables: coloured and as wide as the window, or plain and wide if the output is redirected.</summary>
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
