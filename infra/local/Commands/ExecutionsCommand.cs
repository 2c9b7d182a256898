using System.CommandLine;
using Pipeline.Core.CallLogs;
using Pipeline.Core.Executions;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Engine.Executions;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Logs;
using Pipeline.Host.Store.Records;
using Pipeline.Local.Reporting;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Reports;

namespace Pipeline.Local.Commands;

/// <summary><c>executions list</c>, <c>executions show</c> and <c>executions logs</c>: shows stored executions, even while a host is running.</summary>
internal static class ExecutionsCommand
{
    private static readonly Dictionary<string, RecordedStatus> Statuses =
        Enum.GetValues<RecordedStatus>().ToDictionary(RecordedStatuses.ToText);

    public static Command Create() => new("executions", "List and show executions, and what they logged.") { CreateList(), CreateShow(), CreateLogs() };

    private static Command CreateList()
    {
        var data = DataFolderOption.Create();
        var outcome = ListOptions.CreateOutcome("List only executions with this outcome");
        var status = ListOptions.CreateStatus("List only executions with this status", Statuses);
        var image = new Option<string?>("--image") { Description = "List only executions of this image: KEY or BUCKET/KEY.", HelpName = "KEY" };
        var search = new Option<string?>("--search") { Description = "List only executions with this text in the key or the ID.", HelpName = "TEXT" };
        var from = new Option<string?>("--from") { Description = "List only executions that started at this time or later: 2026-03-01 (UTC) or 2026-03-01T12:00:00Z.", HelpName = "TIME" };
        var to = new Option<string?>("--to") { Description = "List only executions that started before this time. A date includes the day.", HelpName = "TIME" };
        var sort = new Option<string?>("--sort") { Description = "What to sort by.", HelpName = string.Join('|', ExecutionQuery.Sorts), DefaultValueFactory = _ => ExecutionQuery.Sorts[0] };
        var order = new Option<string?>("--order") { Description = "Order. Default: keys from A to Z, otherwise the newest or longest first.", HelpName = string.Join('|', ExecutionQuery.Orders) };
        RequireValid(sort, text => new(Sort: text));
        RequireValid(order, text => new(Order: text));
        RequireValid(from, text => new(From: text));
        RequireValid(to, text => new(To: text));
        var limit = ListOptions.CreateLimit("Maximum number of executions to list.");
        var json = new Option<bool>("--json") { Description = "Print one JSON object per line." };
        var command = new Command("list", "List executions, newest first.") { data, outcome, status, image, search, from, to, sort, order, limit, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var store = DataFolderOption.OpenReadOnly(result.GetRequiredValue(data));
            var query = new ExecutionQuery(
                Outcome: result.GetValue(outcome), Q: result.GetValue(search), From: result.GetValue(from), To: result.GetValue(to),
                Sort: result.GetValue(sort), Order: result.GetValue(order));
            var filter = await ParseAsync(query, store, cancellationToken) with
            {
                Status = result.GetValue(status), ImageId = ImagesCommand.ToImageId(result.GetValue(image)),
            };
            var page = await store.Executions.ListAsync(filter, result.GetValue(limit), null, cancellationToken);
            ExecutionReport.Write(page.Executions, result.GetValue(json));
            await DiskNotice.WriteAsync(store, cancellationToken);
            return ExitCodes.Success;
        });
        return command;
    }

    /// <exception cref="UsageException">A value is not valid.</exception>
    private static async Task<ExecutionFilter> ParseAsync(ExecutionQuery query, LocalStore store, CancellationToken cancellationToken)
    {
        try
        {
            var filter = query.ToFilter();
            return ExecutionQuery.FindError(filter.Outcome, (await store.Executions.CountByOutcomeAsync(cancellationToken)).Keys) is { } error
                ? throw new UsageException($"--{error}")
                : filter;
        }
        catch (ArgumentException exception)
        {
            throw new UsageException($"--{exception.Message}");
        }
    }

    /// <summary>Refuses what the API refuses, before anything is opened.</summary>
    private static void RequireValid(Option<string?> option, Func<string, ExecutionQuery> create) => option.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: "" }])
        {
            // The API takes it for an absent value.
            result.AddError($"{option.Name} is ''; it must be left out or have a value.");
            return;
        }

        try
        {
            _ = result.Tokens is [var token] ? create(token.Value).ToFilter() : null;
        }
        catch (ArgumentException exception)
        {
            result.AddError($"--{exception.Message}");
        }
    });

    private static Command CreateShow()
    {
        var id = new Argument<string>("ID") { Description = "Name or ARN of the execution." };
        var data = DataFolderOption.Create();
        var json = new Option<bool>("--json") { Description = "Print the history as JSON, as 'aws stepfunctions get-execution-history' does." };
        var command = new Command("show", "Show one execution and its history.") { id, data, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var store = DataFolderOption.OpenReadOnly(result.GetRequiredValue(data));
            var execution = await FindAsync(store, result.GetRequiredValue(id), cancellationToken);
            var recorded = await store.Executions.GetHistoryAsync(execution.Arn, 0, int.MaxValue, cancellationToken);
            await DiskNotice.WriteAsync(store, cancellationToken);
            ExecutionReport.Write(execution, [.. recorded.Select(RecordedHistory.ToHistoryEvent)], result.GetValue(json));
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command CreateLogs()
    {
        var id = new Argument<string>("ID") { Description = "Name or ARN of the execution." };
        var data = DataFolderOption.Create();
        var state = new Option<string?>("--state") { Description = "Print only the lines of this state.", HelpName = "STATE" };
        var level = new Option<string>("--level") { Description = "Print only lines as severe as INFO, WARN or ERROR. Default: INFO.", HelpName = "LEVEL", DefaultValueFactory = _ => LogLevels.Information };
        level.RequireOneOf(LogLevels.All);
        var json = new Option<bool>("--json") { Description = "Print one JSON object per line." };
        var command = new Command("logs", "Print what the functions of one execution logged.") { id, data, state, level, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var store = DataFolderOption.OpenReadOnly(result.GetRequiredValue(data));
            var execution = await FindAsync(store, result.GetRequiredValue(id), cancellationToken);
            var page = store.Logs.Read(execution.Arn, new(result.GetValue(state), result.GetRequiredValue(level)), 0, LogLimits.MaxLines);
            await DiskNotice.WriteAsync(store, cancellationToken);
            if (result.GetValue(json))
            {
                LogReport.WriteJson(page);
            }
            else
            {
                LogReport.WriteText(page);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task<ExecutionRecord> FindAsync(LocalStore store, string id, CancellationToken cancellationToken)
    {
        var arn = id.StartsWith("arn:", StringComparison.Ordinal) ? id : PipelineDefinition.ExecutionArn(id);
        return await store.Executions.GetAsync(arn, cancellationToken)
            ?? throw new UsageException($"There is no execution {id} in {store.Folder}; see `executions list`.");
    }
}
