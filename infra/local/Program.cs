using System.CommandLine;
using Pipeline.Core.Renditions;
using Pipeline.Interpreter;
using Pipeline.Local.Commands;
using Pipeline.Local.Store;

var root = new RootCommand("Image Pipeline on one machine: the state machine that runs in AWS, with the same functions.")
{
    ProcessCommand.Create(),
    ExecutionsCommand.Create(),
    ImagesCommand.Create(),
    AslCommand.Create(),
};

var parsed = root.Parse(args);
try
{
    var exitCode = await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false });
    return parsed.Errors.Count > 0 ? ExitCodes.Usage : exitCode;
}
catch (Exception exception) when (exception
    is UsageException
    or InvalidRenditionSetException
    or InvalidDefinitionException
    or FolderInUseException
    or FolderNotFoundException
    or NewerFormatException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return ExitCodes.Usage;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("Stopped. What is unfinished goes on at the next start.");
    return ExitCodes.Interrupted;
}
