using System.CommandLine;

namespace Pipeline.Cloud.Commands;

/// <summary>All commands of the program.</summary>
internal static class CloudCommands
{
    public static RootCommand Create() =>
        new("Image Pipeline in AWS: look at the executions, images and events of a deployed stack, query its catalogue, backfill it, estimate its costs, and test it.")
        {
            BackfillCommand.Create(),
            CloudExecutionsCommand.Create(),
            CloudImagesCommand.Create(),
            CloudQueryCommand.Create(),
            CostCommand.Create(),
            EventsCommand.Create(),
            SmokeCommand.Create(),
            TuneCommand.Create(),
            VersionsCommand.Create(),
        };
}
