using System.CommandLine;
using System.Globalization;
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
    private static readonly Dictionary<string, RecordedStatus> Statuses =
        Enum.GetValues<RecordedStatus>().ToDictionary(ExecutionRows.Text);

    public static Command Create() => new("executions", "Look at executions.") { List(), ShowOne() };

    private static Command List()
    {
        var data = DataFolderOption.Create();
        var status = ListOptions.Status("Only executions of this status", Statuses);
        var image = new Option<string?>("--image") { Description = "Only executions of this image: KEY or BUCKET/KEY.", HelpName = "KEY" };
        var limit = ListOptions.Limit("At most so many, newest first.");
        var json = new Option<bool>("--json") { Description = "One JSON object a line." };
        var command = new Command("list", "List executions, newest first.") { data, status, image, limit, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var store = DataFolderOption.OpenReadOnly(result.GetRequiredValue(data));
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
        var data = DataFolderOption.Create();
        var json = new Option<bool>("--json") { Description = "The history as get-execution-history of the AWS CLI prints it." };
        var command = new Command("show", "Show one execution and its history.") { id, data, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var store = DataFolderOption.OpenReadOnly(result.GetRequiredValue(data));
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

        if (executions.Count == 0)
        {
            Console.WriteLine("No executions.");
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
            Console.WriteLine(new JsonObject { ["events"] = events }.ToJsonString(Show.Json));
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
