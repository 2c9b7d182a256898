using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Local.Hosting;
using Pipeline.Local.Store;

namespace Pipeline.Local.Serving.StepFunctions;

/// <summary>The operations that look at executions. They need no more than a store.</summary>
/// <param name="store">Where executions lie.</param>
/// <param name="time">Clock.</param>
/// <param name="mostPerPage">Pages of lists and histories are no longer than this, whatever is asked for.</param>
internal sealed class ExecutionQueries(LocalStore store, TimeProvider time, int mostPerPage = RequestFields.MostPerPage)
{
    /// <summary>ListExecutions.</summary>
    public async Task<JsonObject> ListAsync(JsonObject request, CancellationToken cancellationToken)
    {
        if (request.TextOrNull("mapRunArn") is { } run)
        {
            throw new StepFunctionsException("ResourceNotFound", $"Map Run Does Not Exist: '{run}'. The Map of this state machine is inline.");
        }

        Arns.RequireStateMachine(request.TextOrNull("stateMachineArn")
            ?? throw StepFunctionsException.Invalid("Must provide a StateMachine ARN or MapRun ARN"));
        var status = request.ChoiceOrNull("statusFilter", "RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE");
        var redriven = request.ChoiceOrNull("redriveFilter", "REDRIVEN", "NOT_REDRIVEN");
        var limit = Math.Min(request.MaxResults(), mostPerPage);
        var token = request.TextOrNull("nextToken");

        // A redriven execution runs on at once here.
        var page = status == "PENDING_REDRIVE" ? new([], null) : await PageAsync(
            new(status is null ? null : ExecutionRows.Status(status), Redriven: redriven is null ? null : redriven == "REDRIVEN"),
            limit, token, cancellationToken);
        var answer = new JsonObject { ["executions"] = new JsonArray([.. page.Executions.Select(Answers.Summary)]) };
        Answers.Put(answer, "nextToken", page.Continuation);
        return answer;
    }

    /// <summary>DescribeExecution.</summary>
    public async Task<JsonObject> DescribeAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var execution = await GetAsync(request, cancellationToken);
        var withData = request.ChoiceOrNull("includedData", "ALL_DATA", "METADATA_ONLY") != "METADATA_ONLY";
        var answer = Answers.Summary(execution);
        Add(answer, "input", execution.Input, withData);
        Add(answer, "output", execution.Output, withData);
        Answers.Put(answer, "error", execution.Error);
        Answers.Put(answer, "cause", execution.Cause);

        var last = await store.Executions.HistoryBackwardAsync(execution.Arn, long.MaxValue, 1, cancellationToken);
        var refusal = RedriveRule.Refusal(execution, last.Count == 0 ? 0 : last[0].Id, time.GetUtcNow());
        answer["redriveStatus"] = refusal is null ? "REDRIVABLE" : "NOT_REDRIVABLE";
        Answers.Put(answer, "redriveStatusReason", refusal);
        return answer;
    }

    /// <summary>GetExecutionHistory.</summary>
    public async Task<JsonObject> HistoryAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var arn = (await GetAsync(request, cancellationToken)).Arn;
        var backward = request.Flag("reverseOrder", otherwise: false);
        var withData = request.Flag("includeExecutionData", otherwise: true);
        var limit = Math.Min(request.MaxResults(), mostPerPage);
        var direction = backward ? "before" : "after";
        var from = request.TextOrNull("nextToken") is { } token ? Position(token, direction) : backward ? long.MaxValue : 0;

        // One more than asked for tells whether there are more.
        var events = backward
            ? await store.Executions.HistoryBackwardAsync(arn, from, limit + 1, cancellationToken)
            : await store.Executions.HistoryAsync(arn, from, limit + 1, cancellationToken);
        var answer = new JsonObject
        {
            ["events"] = new JsonArray([.. events.Take(limit).Select(recorded => Answers.Event(recorded, withData))]),
        };
        if (events.Count > limit)
        {
            answer["nextToken"] = PageToken.Of(direction, events[limit - 1].Id.ToString(CultureInfo.InvariantCulture));
        }

        return answer;
    }

    /// <summary>The execution that a request names.</summary>
    /// <exception cref="StepFunctionsException"><c>InvalidArn</c> or <c>ExecutionDoesNotExist</c>.</exception>
    public async Task<ExecutionRecord> GetAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var arn = request.Text("executionArn");
        _ = Arns.ExecutionName(arn);
        return await store.Executions.GetAsync(arn, cancellationToken) ?? throw StepFunctionsException.NoExecution(arn);
    }

    private async Task<ExecutionPage> PageAsync(ExecutionFilter filter, int limit, string? token, CancellationToken cancellationToken)
    {
        try
        {
            return await store.Executions.ListAsync(filter, limit, token, cancellationToken);
        }
        catch (ArgumentException) when (token is not null)
        {
            throw StepFunctionsException.Token(token);
        }
    }

    private static long Position(string token, string direction)
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
            // Told below, as every other token that this list did not give.
        }

        throw StepFunctionsException.Token(token);
    }

    private static void Add(JsonObject answer, string name, string? text, bool withData)
    {
        if (text is not null)
        {
            answer[name + "Details"] = new JsonObject { ["included"] = withData };
            Answers.Put(answer, name, withData ? text : null);
        }
    }
}
