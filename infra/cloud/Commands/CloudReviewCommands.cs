using System.CommandLine;
using System.Text.Json;
using Pipeline.Aws;
using Pipeline.Cloud.Executions;
using Pipeline.Cloud.Stack;
using Pipeline.Core.Catalogue;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Reports;

namespace Pipeline.Cloud.Commands;

/// <summary><c>images release</c> and <c>images describe</c> for a deployed stack: what a person decides about an image, in an execution of its own.</summary>
internal static class CloudReviewCommands
{
    public static Command CreateRelease()
    {
        var (key, stack, json) = (CaptionOptions.CreateKey(), new StackOptions(), CreateJson());
        var command = new Command("release", "Publish an image that is in quarantine, after you have looked at it. Its record then says that you released it.") { key, json };
        stack.AddTo(command);
        command.SetAction((result, cancellationToken) => RunAsync(
            result, stack, result.GetRequiredValue(key), result.GetValue(json), (decisions, entry, token) => decisions.ReleaseAsync(entry, token), cancellationToken));
        return command;
    }

    public static Command CreateDescribe()
    {
        var (key, options, stack, json) = (CaptionOptions.CreateKey(), new CaptionOptions(), new StackOptions(), CreateJson());
        var command = new Command("describe", "Give an image an alternative text of yours.") { key };
        options.AddTo(command);
        command.Options.Add(json);
        stack.AddTo(command);
        command.SetAction((result, cancellationToken) =>
        {
            var caption = options.Read(result);
            return RunAsync(
                result, stack, result.GetRequiredValue(key), result.GetValue(json), (decisions, entry, token) => decisions.CaptionAsync(entry, caption, token), cancellationToken);
        });
        return command;
    }

    private static Option<bool> CreateJson() => new("--json") { Description = "Print the record as JSON." };

    private static async Task<int> RunAsync(
        ParseResult result, StackOptions options, string key, bool json, Func<ImageDecisions, CatalogueEntry, CancellationToken, Task<DecisionOutcome>> decide,
        CancellationToken cancellationToken)
    {
        var stack = await options.ReadAsync(result, cancellationToken);
        if (stack.Backfill?.Versions.DescriptionSchema is null)
        {
            throw new UsageException("The stack does not describe images. Run `pulumi config set describe true` and `pulumi up` first.");
        }

        using var dynamo = StackClients.CreateDynamoDB(stack);
        using var stepFunctions = StackClients.CreateStepFunctions(stack);
        var catalogue = new DynamoImageCatalogue(dynamo, stack.Table);
        var entry = await CloudImagesCommand.FindAsync(catalogue, stack.UploadsBucket, key, cancellationToken)
            ?? throw new UsageException($"There is no image {key} in the table {stack.Table}.");
        var outcome = await decide(new(stepFunctions, stack, catalogue, TimeProvider.System), entry, cancellationToken);
        if (outcome.Problem is { } problem)
        {
            await Console.Error.WriteLineAsync(problem);
            return ExitCodes.Failure;
        }

        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(outcome.Entry.Record, TerminalJson.Default.ImageRecord));
        }
        else
        {
            ImageReport.Write(TerminalConsole.Create(), outcome.Entry, rendition => $"s3://{stack.RenditionsBucket}/{rendition}");
        }

        return ExitCodes.Success;
    }
}
