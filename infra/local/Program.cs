using System.CommandLine;
using Pipeline.Local.Commands;

var root = new RootCommand("Image Pipeline on one machine: the state machine that runs in AWS, with the same functions.")
{
    ProcessCommand.Create(),
    ExecutionsCommand.Create(),
    ImagesCommand.Create(),
    AslCommand.Create(),
};

return await CommandLine.RunAsync(root, args, Faults.Explain);
