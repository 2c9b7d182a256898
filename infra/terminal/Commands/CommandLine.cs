using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text;

namespace Pipeline.Terminal.Commands;

/// <summary>Runs a command line. Reports errors in a line or two on standard error, and with an exit code.</summary>
public static class CommandLine
{
    /// <param name="root">All commands.</param>
    /// <param name="arguments">Arguments of the program.</param>
    /// <param name="explainFault">
    /// Returns a message for an exception that users can do something about; null for a bug in the program.
    /// </param>
    /// <param name="examples">What the help of each command shows how to use it.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(RootCommand root, string[] arguments, Func<Exception, Fault?> explainFault, Examples examples)
    {
        UseUtf8();
        var parsed = root.Parse(arguments);
        if (arguments.Length > 0 && (parsed.Action is ParseErrorAction || UsageErrors.FindUnknownOptions(parsed).Count > 0 || UsageErrors.FindEmptyArguments(parsed).Count > 0))
        {
            // Print only the errors: the full help would bury them.
            foreach (var error in UsageErrors.Describe(parsed).Distinct())
            {
                await Console.Error.WriteLineAsync(error);
            }

            await Console.Error.WriteLineAsync($"See {CommandPath.Format(parsed.CommandResult)} --help.");
            return ExitCodes.Usage;
        }

        var settings = parsed.InvocationConfiguration;
        settings.EnableDefaultExceptionHandler = false;
        // Long enough after Ctrl+C for the codec to finish a picture.
        settings.ProcessTerminationTimeout = TimeSpan.FromSeconds(10);
        if (parsed.Action is HelpAction)
        {
            await Console.Out.WriteAsync(HelpText.Write(parsed, examples));
            return ExitCodes.Success;
        }

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

    /// <summary>By default, consoles and pipes on Windows have a code page without most of our characters, and JSON must be UTF-8.</summary>
    private static void UseUtf8()
    {
        if (OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        }
    }
}
