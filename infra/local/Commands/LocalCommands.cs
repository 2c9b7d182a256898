using System.CommandLine;

namespace Pipeline.Local.Commands;

/// <summary>All commands of the program.</summary>
internal static class LocalCommands
{
    public static RootCommand Create() => new("Runs the Image Pipeline on one machine: the same state machine and functions as in AWS. No command means serve, which serves the console.")
    {
        ServeCommand.Create(),
        ProcessCommand.Create(),
        ExecutionsCommand.Create(),
        ImagesCommand.Create(),
        MetadataCommand.Create(),
        AslCommand.Create(),
        BackfillCommand.Create(),
        QueryCommand.Create(),
        RepairCommand.Create(),
        FencedCommand.Create(),
    };
}
