using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Interpreter;
using Pipeline.Local.Hosting;
using Pipeline.Local.Reporting;
using Pipeline.Local.Store;
using Spectre.Console;

namespace Pipeline.Local.Commands;

/// <summary><c>executions list</c> and <c>executions show</c>: what is stored, also while a host is running.</summary>
internal static class ExecutionsCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create() => new("executions", "Look at executions.") { List(), ShowOne() };

    private static Command List()
    {
        var status = new Option<RecordedStatus?>("--status") { Description = "Only executions of this status." };
        var image = new Option<string?>("--image") { Description = "Only executions of this image: KEY or BUCKET/KEY." };
        var limit = new Option<int>("--limit") { Description = "At most so many, newest first.", DefaultValueFactory = _ => 50 };
        var json = new Option<bool>("--json") { Description = "One JSON object a line." };
        var command = new Command("list", "List executions, newest first.") { CommonOptions.Data, status, image, limit, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var store = LocalStore.OpenReadOnly(result.GetRequiredValue(CommonOptions.Data).FullName, TimeProvider.System);
            var filter = new ExecutionFilter(result.GetValue(status), ImagesCommand.ImageId(result.GetValue(image)));
            var page = await store.Executions.ListAsync(filter, result.GetValue(limit), null, cancellationToken);
            Write(page.Executions, result.GetValue(json));
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command ShowOne()
    {
        var id = new Argument<string>("ID") { Description = "Name or ARN of the execution." };
        var json = new Option<bool>("--json") { Description = "The history as get-execution-history of the AWS CLI prints it." };
        var command = new Command("show", "Show one execution and its history.") { id, CommonOptions.Data, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var store = LocalStore.OpenReadOnly(result.GetRequiredValue(CommonOptions.Data).FullName, TimeProvider.System);
            var name = result.GetRequiredValue(id);
            var arn = name.StartsWith("arn:", StringComparison.Ordinal) ? name : PipelineDefinition.ExecutionArn(name);
            var execution = await store.Executions.GetAsync(arn, cancellationToken)
                ?? throw new UsageException($"There is no execution {name} in {store.Folder}; see `executions list`.");
            var recorded = await store.Executions.HistoryAsync(arn, 0, int.MaxValue, cancellationToken);
            Write(execution, [.. recorded.Select(StoreJournal.FromRecorded)], result.GetValue(json));
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Write(IReadOnlyList<ExecutionRecord> executions, bool json)
    {
        if (json)
        {
            foreach (var execution in executions)
            {
                Console.WriteLine(ToJson(execution).ToJsonString());
            }

            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("execution", "image", "status", "started", "duration");
        table.Columns[0].NoWrap();
        table.Columns[4].RightAligned();
        foreach (var execution in executions)
        {
            var status = ExecutionRows.Text(execution.Status);
            table.AddRow(
                Markup.Escape(execution.Name),
                Markup.Escape(execution.ImageId ?? ""),
                $"[{Show.Colour(status.ToLowerInvariant())}]{status}[/]",
                execution.StartTime.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                execution.StopTime is { } stop ? Show.Seconds(stop - execution.StartTime) : "");
        }

        Terminal.Create().Write(table);
    }

    private static void Write(ExecutionRecord execution, IReadOnlyList<HistoryEvent> history, bool json)
    {
        if (json)
        {
            var events = new JsonArray([.. history.Select(@event => @event.ToAwsJson())]);
            Console.WriteLine(new JsonObject { ["events"] = events }.ToJsonString(Indented));
            return;
        }

        HistoryReport.Write(Terminal.Create(), execution, history);
    }

    private static JsonObject ToJson(ExecutionRecord execution) => new()
    {
        ["executionArn"] = execution.Arn,
        ["stateMachineArn"] = execution.StateMachineArn,
        ["name"] = execution.Name,
        ["imageId"] = execution.ImageId,
        ["status"] = ExecutionRows.Text(execution.Status),
        ["startDate"] = execution.StartTime.ToString("O", CultureInfo.InvariantCulture),
        ["stopDate"] = execution.StopTime?.ToString("O", CultureInfo.InvariantCulture),
        ["error"] = execution.Error,
        ["cause"] = execution.Cause,
    };
}
