using System.CommandLine;
using Pipeline.Local.Commands;
using Pipeline.Terminal.Commands;

var root = new RootCommand("Image Pipeline on one machine: the state machine that runs in AWS, with the same functions.")
{
    ServeCommand.Create(),
    ProcessCommand.Create(),
    ExecutionsCommand.Create(),
    ImagesCommand.Create(),
    AslCommand.Create(),
};

return await CommandLine.RunAsync(root, args.Length > 0 ? args : [ServeCommand.Name], LocalFaults.Explain);
