using System.CommandLine;
using System.CommandLine.Invocation;

namespace Pipeline.Terminal.Commands;

/// <summary>Runs a command line: what is wrong with it, or around it, comes out as a line or two and an exit code.</summary>
public static class CommandLine
{
    /// <param name="root">All commands.</param>
    /// <param name="arguments">As typed.</param>
    /// <param name="explainFault">Tells a fault that users can do something about; null for one of the program.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(RootCommand root, string[] arguments, Func<Exception, Fault?> explainFault)
    {
        var parsed = root.Parse(arguments);
        if (parsed.Action is ParseErrorAction parseError && arguments.Length > 0)
        {
            // What is wrong, in a line or two; the whole of --help would bury it.
            (parseError.ShowHelp, parseError.ShowTypoCorrections) = (false, false);
        }

        var settings = parsed.InvocationConfiguration;
        settings.EnableDefaultExceptionHandler = false;
        // Long enough after Ctrl+C for the codec to come to the end of a picture.
        settings.ProcessTerminationTimeout = TimeSpan.FromSeconds(10);
        try
        {
            var exitCode = await parsed.InvokeAsync(settings);
            if (parsed.Errors.Count == 0)
            {
                return exitCode;
            }

            await Console.Error.WriteLineAsync($"See {CommandPath.Format(parsed.CommandResult)} --help.");
            return ExitCodes.Usage;
        }
        catch (Exception exception) when (explainFault(exception) is { } fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return fault.ExitCode;
        }
    }
}
