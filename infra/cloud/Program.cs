using System.CommandLine;
using Pipeline.Cloud.Commands;
using Pipeline.Terminal.Commands;

var root = new RootCommand("Image Pipeline in AWS: look at a deployed stack's executions, and try it out.")
{
    CloudExecutionsCommand.Create(),
    SmokeCommand.Create(),
};

return await CommandLine.RunAsync(root, args, CloudFaults.Explain);
