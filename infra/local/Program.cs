using System.CommandLine;
using Pipeline.Imaging.Buffers;
using Pipeline.Local.Commands;
using Pipeline.Terminal.Commands;

// Before other threads allocate: each of the first ones would get a heap of its own, which never shrinks.
NativeHeap.Configure();
var root = new RootCommand("Runs the Image Pipeline on one machine: the same state machine and functions as in AWS.")
{
    ServeCommand.Create(),
    ProcessCommand.Create(),
    ExecutionsCommand.Create(),
    ImagesCommand.Create(),
    MetadataCommand.Create(),
    AslCommand.Create(),
};

return await CommandLine.RunAsync(root, args.Length > 0 ? args : [ServeCommand.Name], LocalFaults.Explain);
