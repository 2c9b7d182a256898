using System.CommandLine;
using Pipeline.Core.Executions;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Engine.Executions;
using Pipeline.Host.Store.Records;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Reports;

namespace Pipeline.Local.Commands;

/// <summary><c>executions list</c> and <c>executions show</c>: shows stored executions, even while a host is running.</summary>
internal static class ExecutionsCommand
{
    private static readonly Dictionary<string, RecordedStatus> Statuses =
        Enum.GetValues<RecordedStatus>().ToDictionary(RecordedStatuses.ToText);

    public static Command Create() => new("executions", "List and show executions.") { CreateList(), CreateShow() };

    private static Command CreateList()
    {
        var data = DataFolderOption.Create();
        var status = ListOptions.CreateStatus("List only executions with this status", Statuses);
        var image = new Option<string?>("--image") { Description = "List only executions of this image: KEY or BUCKET/KEY.", HelpName = "KEY" };
        var limit = ListOptions.CreateLimit("Maximum number of executions to list.");
        var json = new Option<bool>("--json") { Description = "Print one JSON object per line." };
        var command = new Command("list", "List executions, newest first.") { data, status, image, limit, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var store = DataFolderOption.OpenReadOnly(result.GetRequiredValue(data));
            var filter = new ExecutionFilter(result.GetValue(status), ImagesCommand.ToImageId(result.GetValue(image)));
            var page = await store.Executions.ListAsync(filter, result.GetValue(limit), null, cancellationToken);
            ExecutionReport.Write(page.Executions, result.GetValue(json));
            await DiskNotice.WriteAsync(store, cancellationToken);
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command CreateShow()
    {
        var id = new Argument<string>("ID") { Description = "Name or ARN of the execution." };
        var data = DataFolderOption.Create();
        var json = new Option<bool>("--json") { Description = "Print the history as JSON, as 'aws stepfunctions get-execution-history' does." };
        var command = new Command("show", "Show one execution and its history.") { id, data, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var store = DataFolderOption.OpenReadOnly(result.GetRequiredValue(data));
            var name = result.GetRequiredValue(id);
            var arn = name.StartsWith("arn:", StringComparison.Ordinal) ? name : PipelineDefinition.ExecutionArn(name);
            var execution = await store.Executions.GetAsync(arn, cancellationToken)
                ?? throw new UsageException($"There is no execution {name} in {store.Folder}; see `executions list`.");
            var recorded = await store.Executions.GetHistoryAsync(arn, 0, int.MaxValue, cancellationToken);
            await DiskNotice.WriteAsync(store, cancellationToken);
            ExecutionReport.Write(execution, [.. recorded.Select(RecordedHistory.ToHistoryEvent)], result.GetValue(json));
            return ExitCodes.Success;
        });
        return command;
    }
}
