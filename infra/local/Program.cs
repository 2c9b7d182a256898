using System.CommandLine;
using System.CommandLine.Invocation;
using Pipeline.Local.Commands;

var root = new RootCommand("Image Pipeline on one machine: the state machine that runs in AWS, with the same functions.")
{
    ProcessCommand.Create(),
    ExecutionsCommand.Create(),
    ImagesCommand.Create(),
    AslCommand.Create(),
};

var parsed = root.Parse(args);
if (parsed.Action is ParseErrorAction wrong && args.Length > 0)
{
    // What is wrong, in a line or two; the whole of --help would bury it.
    (wrong.ShowHelp, wrong.ShowTypoCorrections) = (false, false);
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

    await Console.Error.WriteLineAsync($"See {CommandPath.Of(parsed.CommandResult)} --help.");
    return ExitCodes.Usage;
}
catch (Exception exception) when (Faults.Explain(exception) is { } fault)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return fault.ExitCode;
}
