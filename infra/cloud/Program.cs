using System.CommandLine;
using Pipeline.Cloud.Commands;
using Pipeline.Terminal.Commands;

var root = new RootCommand("Image Pipeline in AWS: look at the executions, images and events of a deployed stack, backfill it, estimate its costs, and test it.")
{
    BackfillCommand.Create(),
    CloudExecutionsCommand.Create(),
    CloudImagesCommand.Create(),
    CostCommand.Create(),
    EventsCommand.Create(),
    SmokeCommand.Create(),
    TuneCommand.Create(),
    VersionsCommand.Create(),
};

return await CommandLine.RunAsync(root, args, CloudFaults.Explain);
