using System.CommandLine;
using System.CommandLine.Invocation;
using Pipeline.Benchmarks.Commands;
using Pipeline.Benchmarks.Contenders;

var root = new RootCommand("Measures the image pipeline beside its peers.")
{
    CompareCommand.Create(),
    CountCommand.Create(),
    LoadCommand.Create(),
    MicroCommand.Create(),
    PeerCommand.Create(),
};

var parsed = root.Parse(args);
if (parsed.Action is ParseErrorAction wrong && args.Length > 0)
{
    // What is wrong, in a line or two; the whole of --help would bury it.
    (wrong.ShowHelp, wrong.ShowTypoCorrections) = (false, false);
}

var settings = parsed.InvocationConfiguration;
settings.EnableDefaultExceptionHandler = false;
try
{
    var exitCode = await parsed.InvokeAsync(settings);
    return parsed.Errors.Count == 0 ? exitCode : 2;
}
catch (Exception exception) when (exception is ContenderException or InvalidDataException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
