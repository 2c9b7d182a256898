using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Core.Executions;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Store;
using Pipeline.Host.Store.MapRuns;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.StepFunctions;

/// <summary>Operations that read executions. They need only a store.</summary>
/// <param name="store">The store with the executions.</param>
/// <param name="time">Clock.</param>
/// <param name="maxPerPage">Maximum number of results on a page, even if the request asks for more.</param>
/// <param name="hasStateMachine">Whether there is a state machine of a name; null if there is only the pipeline's own.</param>
internal sealed class ExecutionQueries(
    LocalStore store, TimeProvider time, int maxPerPage = RequestFields.MaxPerPage, Func<string, bool>? hasStateMachine = null)
{
    /// <summary>ListExecutions.</summary>
    public async Task<JsonObject> ListAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var machine = request.GetTextOrNull("stateMachineArn") ?? throw StepFunctionsException.ValidationFailed("Must provide a StateMachine ARN or MapRun ARN");
        _ = Arns.ParseStateMachine(machine, hasStateMachine ?? (name => name == PipelineDefinition.Name));
        var status = request.GetChoiceOrNull("statusFilter", "RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE");
        var redriven = request.GetChoiceOrNull("redriveFilter", "REDRIVEN", "NOT_REDRIVEN");
        var limit = Math.Min(request.GetMaxResults(), maxPerPage);
        var token = request.GetTextOrNull("nextToken");

        // This host continues a redriven execution immediately, so none is ever pending.
        var page = status == "PENDING_REDRIVE" ? new([], null) : await ReadPageAsync(
            new(status is null ? null : RecordedStatuses.Parse(status), IsRedriven: redriven is null ? null : redriven == "REDRIVEN") { StateMachineArn = machine },
            limit, token, cancellationToken);
        var response = new JsonObject { ["executions"] = new JsonArray([.. page.Executions.Select(ResponseParts.ToSummary)]) };
        ResponseParts.SetIfPresent(response, "nextToken", page.Continuation);
        return response;
    }

    /// <summary>DescribeExecution.</summary>
    public async Task<JsonObject> DescribeAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var execution = await GetAsync(request, cancellationToken);
        var includeData = request.GetChoiceOrNull("includedData", "ALL_DATA", "METADATA_ONLY") != "METADATA_ONLY";
        var response = ResponseParts.ToSummary(execution);
        AddPayload(response, "input", execution.Input, includeData);
        AddPayload(response, "output", execution.Output, includeData);
        ResponseParts.SetIfPresent(response, "error", execution.Error);
        ResponseParts.SetIfPresent(response, "cause", execution.Cause);

        if (ChildArn.Parse(execution.Arn) is var (mapRun, _))
        {
            response["mapRunArn"] = mapRun;
            response["redriveStatus"] = IsUnsuccessful(execution) ? "REDRIVABLE_BY_MAP_RUN" : "NOT_REDRIVABLE";
            return response;
        }

        var last = await store.Executions.GetHistoryReversedAsync(execution.Arn, long.MaxValue, 1, cancellationToken);
        var refusal = RedriveRule.RefusalReason(execution, last.Count == 0 ? 0 : last[0].Id, time.GetUtcNow());
        response["redriveStatus"] = refusal is null ? "REDRIVABLE" : "NOT_REDRIVABLE";
        ResponseParts.SetIfPresent(response, "redriveStatusReason", refusal);
        return response;
    }

    /// <summary>GetExecutionHistory.</summary>
    public async Task<JsonObject> GetHistoryAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var arn = (await GetAsync(request, cancellationToken)).Arn;
        var backward = request.GetFlag("reverseOrder", defaultValue: false);
        var includeData = request.GetFlag("includeExecutionData", defaultValue: true);
        var limit = Math.Min(request.GetMaxResults(), maxPerPage);
        var direction = backward ? "before" : "after";
        var from = request.GetTextOrNull("nextToken") is { } token ? ParsePosition(token, direction) : backward ? long.MaxValue : 0;

        // One event more than requested shows whether there is another page.
        var events = backward
            ? await store.Executions.GetHistoryReversedAsync(arn, from, limit + 1, cancellationToken)
            : await store.Executions.GetHistoryAsync(arn, from, limit + 1, cancellationToken);
        var response = new JsonObject
        {
            ["events"] = new JsonArray([.. events.Take(limit).Select(recorded => ResponseParts.ToEvent(recorded, includeData))]),
        };
        if (events.Count > limit)
        {
            response["nextToken"] = PageToken.Create(direction, events[limit - 1].Id.ToString(CultureInfo.InvariantCulture));
        }

        return response;
    }

    /// <summary>The execution that a request names.</summary>
    /// <exception cref="StepFunctionsException"><c>InvalidArn</c> or <c>ExecutionDoesNotExist</c>.</exception>
    public async Task<ExecutionRecord> GetAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var arn = request.GetText("executionArn");
        Arns.EnsureExecution(arn);
        return await store.Executions.GetAsync(arn, cancellationToken) ?? throw StepFunctionsException.ExecutionDoesNotExist(arn);
    }

    /// <summary>The definition that the execution of a request ran; null if it is unknown.</summary>
    /// <exception cref="StepFunctionsException"><c>InvalidArn</c> or <c>ExecutionDoesNotExist</c>.</exception>
    public async Task<RecordedDefinition?> GetDefinitionAsync(JsonObject request, CancellationToken cancellationToken) =>
        await store.Executions.GetDefinitionAsync((await GetAsync(request, cancellationToken)).Arn, cancellationToken);

    private async Task<ExecutionPage> ReadPageAsync(ExecutionFilter filter, int limit, string? token, CancellationToken cancellationToken)
    {
        try
        {
            return await store.Executions.ListAsync(filter, limit, token, cancellationToken);
        }
        catch (ArgumentException) when (token is not null)
        {
            throw StepFunctionsException.InvalidToken(token);
        }
    }

    private static bool IsUnsuccessful(ExecutionRecord execution) => execution.Status is not (RecordedStatus.Running or RecordedStatus.Succeeded);

    private static long ParsePosition(string token, string direction)
    {
        try
        {
            if (PageToken.Parse(token) is var (first, second) && first == direction && long.TryParse(second, CultureInfo.InvariantCulture, out var id))
            {
                return id;
            }
        }
        catch (ArgumentException)
        {
            // Reported below, like every other token that does not belong to this list.
        }

        throw StepFunctionsException.InvalidToken(token);
    }

    private static void AddPayload(JsonObject response, string name, string? text, bool includeData)
    {
        if (text is not null)
        {
            response[name + "Details"] = new JsonObject { ["included"] = includeData };
            ResponseParts.SetIfPresent(response, name, includeData ? text : null);
        }
    }
}
