using System.CommandLine;
using System.CommandLine.Invocation;
using Pipeline.Benchmarks.Commands;
using Pipeline.Benchmarks.Contenders;

var root = new RootCommand("Compare the speed of the image pipeline with its peers.")
{
    CompareCommand.Create(),
    CountCommand.Create(),
    FenceCommand.Create(),
    LoadCommand.Create(),
    MemoryModelCommand.Create(),
    MicroCommand.Create(),
    PeerCommand.Create(),
    SoakCommand.Create(),
    StoreCommand.Create(),
};

var parsed = root.Parse(args);
if (parsed.Action is ParseErrorAction parseError && args.Length > 0)
{
    // The full help would bury the message.
    (parseError.ShowHelp, parseError.ShowTypoCorrections) = (false, false);
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
