using Pipeline.Cloud.Commands;
using Pipeline.Terminal.Commands;

return await CommandLine.RunAsync(CloudCommands.Create(), args, CloudFaults.Explain, CloudExamples.Create());
