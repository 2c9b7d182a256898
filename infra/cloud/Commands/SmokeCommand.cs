using System.CommandLine;
using System.Text.Json;
using Pipeline.Aws;
using Pipeline.Cloud.Executions;
using Pipeline.Cloud.Smoke;
using Pipeline.Cloud.Stack;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Reports;

namespace Pipeline.Cloud.Commands;

/// <summary><c>smoke</c>: sends one photo through a deployed stack and checks every step.</summary>
internal static class SmokeCommand
{
    private const int MaxTimeoutSeconds = 3_600;

    public static Command Create()
    {
        var file = new Argument<FileInfo?>("FILE") { Description = "Photo to send. Default: the sample photo.", Arity = ArgumentArity.ZeroOrOne };
        var stack = new StackOptions();
        var timeout = new Option<int>("--timeout")
        {
            Description = "Seconds to wait for each step.", HelpName = "SECONDS", DefaultValueFactory = _ => 120,
        };
        timeout.RequireRange(1, MaxTimeoutSeconds);
        var keep = new Option<bool>("--keep") { Description = "Keep the photo and its renditions, and do not test deletion." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object to standard output, and the steps to standard error." };
        var command = new Command("smoke", "Send a photo through the deployed pipeline, check the results, and clean up.")
        {
            file, timeout, keep, json,
        };
        stack.AddTo(command);
        command.SetAction(async (result, cancellationToken) => await RunAsync(
            await stack.ReadAsync(result, cancellationToken),
            result.GetValue(file),
            new(TimeSpan.FromSeconds(result.GetValue(timeout)), result.GetValue(keep)),
            result.GetValue(json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        DeployedStack stack, FileInfo? file, SmokeOptions options, bool json, CancellationToken cancellationToken)
    {
        var photo = ReadPhoto(file);
        using var s3 = StackClients.CreateS3(stack);
        using var dynamoDb = StackClients.CreateDynamoDB(stack);
        using var stepFunctions = StackClients.CreateStepFunctions(stack);
        var log = json ? Console.Error : Console.Out;
        var run = new SmokeRun(
            stack,
            s3,
            new S3ImageStore(s3, stack.RenditionsBucket, TimeProvider.System),
            new DynamoImageCatalogue(dynamoDb, stack.Table),
            new CloudExecutions(stepFunctions, stack),
            options,
            log.WriteLine,
            TimeProvider.System);
        var (outcome, problems) = await run.RunAsync(photo, cancellationToken);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(OutcomeLine.From(outcome), TerminalJson.Default.OutcomeLine));
        }
        else
        {
            OutcomeReport.Write(TerminalConsole.Create(), outcome, key => $"s3://{stack.RenditionsBucket}/{key}");
        }

        foreach (var problem in problems)
        {
            await Console.Error.WriteLineAsync(problem);
        }

        log.WriteLine(problems.Count == 0 ? "Smoke test passed." : "Smoke test failed. See the problems above.");
        return problems.Count == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static SmokePhoto ReadPhoto(FileInfo? file)
    {
        if (file is null)
        {
            return new(SamplePhoto.Key, File.ReadAllBytes(SamplePhoto.Path));
        }

        try
        {
            return new(file.Name, File.ReadAllBytes(file.FullName));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot read {file}: {exception.Message}");
        }
    }
}
