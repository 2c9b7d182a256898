using System.CommandLine;
using Pipeline.Cloud.Commands;
using Pipeline.Terminal.Commands;

var root = new RootCommand("Image Pipeline in AWS: look at the executions and events of a deployed stack, and test it.")
{
    CloudExecutionsCommand.Create(),
    CloudImagesCommand.Create(),
    EventsCommand.Create(),
    SmokeCommand.Create(),
};

return await CommandLine.RunAsync(root, args, CloudFaults.Explain);
