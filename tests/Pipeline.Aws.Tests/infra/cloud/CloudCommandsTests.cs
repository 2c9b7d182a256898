using System.CommandLine;
using Pipeline.Cloud.Commands;
using Pipeline.Terminal.Commands;
using Pipeline.Testing.Contracts;

namespace Pipeline.Aws.Tests.Cloud;

public sealed class CloudCommandsTests : CommandLineContract
{
    private protected override Examples Examples { get; } = CloudExamples.Create();

    private protected override RootCommand CreateRoot() => CloudCommands.Create();
}
