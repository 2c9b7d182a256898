using System.CommandLine;
using Pipeline.Terminal.Commands;

namespace Pipeline.Cloud.Stack;

/// <summary>Command-line options that select the stack.</summary>
internal sealed class StackOptions
{
    public Option<string?> Stack { get; } = new("--stack")
    {
        Description = "Name of the Pulumi stack. Default: the selected stack.",
        HelpName = "NAME",
    };

    public Option<FileInfo?> Outputs { get; } = new("--outputs")
    {
        Description = "File with the output of `pulumi stack output --json`, for machines without Pulumi.",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(Stack);
        command.Options.Add(Outputs);
    }

    public async Task<DeployedStack> ReadAsync(ParseResult result, CancellationToken cancellationToken) =>
        result.GetValue(Outputs) is { } file
            ? DeployedStack.Parse(InputFile.ReadText(file), file.ToString())
            : DeployedStack.Parse(await PulumiOutputs.ReadAsync(result.GetValue(Stack), cancellationToken), "pulumi stack output");
}
