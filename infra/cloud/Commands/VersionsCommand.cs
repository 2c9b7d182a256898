using System.CommandLine;
using Pipeline.Cloud.Functions;
using Pipeline.Cloud.Stack;
using Pipeline.Cloud.Versions;
using Pipeline.Terminal.Commands;

namespace Pipeline.Cloud.Commands;

/// <summary><c>versions prune</c>: every deployment publishes versions of the functions, and with SnapStart each costs money until it is deleted.</summary>
internal static class VersionsCommand
{
    public static Command Create() => new("versions", "Delete old versions of the functions.") { CreatePruneCommand() };

    private static Command CreatePruneCommand()
    {
        var stack = new StackOptions();
        var dryRun = new Option<bool>("--dry-run") { Description = "Delete nothing; only print what would be deleted." };
        var command = new Command("prune", "Delete the published versions that no alias leads to.") { dryRun };
        stack.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var deployed = await stack.ReadAsync(result, cancellationToken);
            if (deployed.Functions.Count == 0)
            {
                throw new UsageException("The stack does not say which functions it has. It was deployed by an older version: run `pulumi up`.");
            }

            var isDryRun = result.GetValue(dryRun);
            using var http = new HttpClient();
            var versions = new FunctionVersions(LambdaClient.Create(http, deployed.Region));
            var count = 0;
            foreach (var function in deployed.Functions)
            {
                foreach (var version in await versions.ListUnusedAsync(function, cancellationToken))
                {
                    if (!isDryRun)
                    {
                        await versions.DeleteAsync(function, version, cancellationToken);
                    }

                    Console.WriteLine($"{function}:{version}  {(isDryRun ? "would be deleted" : "deleted")}");
                    count++;
                }
            }

            Console.WriteLine($"{count} old version{(count == 1 ? "" : "s")} {(isDryRun ? "to delete" : "deleted")}");
            return ExitCodes.Success;
        });
        return command;
    }
}
