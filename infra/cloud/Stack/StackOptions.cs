using System.CommandLine;
using Pipeline.Terminal.Commands;

namespace Pipeline.Cloud.Stack;

/// <summary>Options that tell which stack is meant.</summary>
internal sealed class StackOptions
{
    public Option<string?> Stack { get; } = new("--stack")
    {
        Description = "Pulumi stack; otherwise the one that is selected.",
        HelpName = "NAME",
    };

    public Option<FileInfo?> Outputs { get; } = new("--outputs")
    {
        Description = "A file with what `pulumi stack output --json` prints, where Pulumi is not at hand.",
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
