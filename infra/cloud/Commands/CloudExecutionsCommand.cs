using System.CommandLine;
using Pipeline.Cloud.Executions;
using Pipeline.Cloud.Stack;
using Pipeline.Core.Executions;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Reports;

namespace Pipeline.Cloud.Commands;

/// <summary><c>executions list</c>, <c>show</c> and <c>redrive</c> for a deployed stack, with the same output as the local host's commands.</summary>
internal static class CloudExecutionsCommand
{
    private static readonly Dictionary<string, RecordedStatus> Statuses =
        Enum.GetValues<RecordedStatus>().ToDictionary(RecordedStatuses.ToText);

    public static Command Create() => new("executions", "List, show and redrive executions.") { CreateListCommand(), CreateShowCommand(), CreateRedriveCommand() };

    private static Command CreateListCommand()
    {
        var stack = new StackOptions();
        var status = ListOptions.CreateStatus("Only executions of this status", Statuses);
        var outcome = ListOptions.CreateOutcome("Only executions with this outcome. Slow: reads the output of each execution");
        var image = new Option<string?>("--image")
        {
            Description = "Only executions of this image: KEY or BUCKET/KEY. Slow: reads the input of each execution.", HelpName = "KEY",
        };
        var limit = ListOptions.CreateLimit("Maximum number of executions, newest first.");
        var json = new Option<bool>("--json") { Description = "Print one JSON object per line." };
        var command = new Command("list", "List executions, newest first.") { status, outcome, image, limit, json };
        stack.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var executions = await OpenAsync(stack, result, cancellationToken);
            var found = await executions.ListAsync(
                result.GetValue(status), result.GetValue(outcome), result.GetValue(image), result.GetValue(limit), cancellationToken);
            ExecutionReport.Write(found, result.GetValue(json));
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command CreateShowCommand()
    {
        var id = CreateIdArgument();
        var stack = new StackOptions();
        var json = new Option<bool>("--json") { Description = "Print the history as `aws stepfunctions get-execution-history` does." };
        var command = new Command("show", "Show one execution and its history.") { id, json };
        stack.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var executions = await OpenAsync(stack, result, cancellationToken);
            var name = result.GetRequiredValue(id);
            ExecutionReport.Write(
                await executions.GetAsync(name, cancellationToken),
                await executions.GetHistoryAsync(name, cancellationToken),
                result.GetValue(json));
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command CreateRedriveCommand()
    {
        var id = CreateIdArgument();
        var stack = new StackOptions();
        var command = new Command("redrive", "Retry an execution that failed, timed out or was aborted.") { id };
        stack.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var executions = await OpenAsync(stack, result, cancellationToken);
            var (execution, restartReason) = await executions.RedriveAsync(result.GetRequiredValue(id), cancellationToken);
            Console.WriteLine(restartReason is null
                ? $"Redriven: {execution}"
                : $"Started again with the same input ({restartReason}): {execution}");
            return ExitCodes.Success;
        });
        return command;
    }

    private static Argument<string> CreateIdArgument() => new("ID") { Description = "Name or ARN of the execution." };

    private static async Task<CloudExecutions> OpenAsync(StackOptions options, ParseResult result, CancellationToken cancellationToken)
    {
        var stack = await options.ReadAsync(result, cancellationToken);
        return stack.IsExpress
            ? throw new UsageException(
                $"{stack.StateMachine} is an Express state machine, and Step Functions does not keep its executions. See its log group instead.")
            : new(StackClients.CreateStepFunctions(stack), stack);
    }
}
