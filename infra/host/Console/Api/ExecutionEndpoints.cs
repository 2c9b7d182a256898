using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Pipeline.Core.Executions;
using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Console.Http;
using Pipeline.Host.Engine.Executions;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.Console.Api;

/// <summary>Lists and shows executions.</summary>
internal static class ExecutionEndpoints
{
    public static void MapExecutions(this IEndpointRouteBuilder api)
    {
        var executions = api.MapGroup("/executions").WithTags("Executions");
        executions.MapGet("", ListAsync)
            .WithSummary("Lists executions. status: RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED. outcome: succeeded, rejected, unchanged, superseded, removed, failed, or the name of another end state. key: a whole key, or a prefix followed by *. q: any part of a key, a name or an ARN. from, to: dates or times of the start, as ISO 8601. stateMachine: the name of a state machine, such as image-pipeline or backfill. sort: start, duration or key. order: asc or desc.");
        executions.MapGet("/{name}", GetAsync).WithSummary("Returns one execution with its input and output.");
        executions.MapGet("/{name}/history", GetHistoryAsync)
            .WithSummary("Lists the history events of an execution, as aws stepfunctions get-execution-history prints them. after: id of the last event of the previous page.");
        executions.MapGet("/{name}/trace", TraceAsync)
            .WithSummary("Returns the trace of an execution: visits of states with their attempts and waits, iterations and branches.");
    }

    public static ProblemHttpResult NotFound(string name) => Problems.NotFound(
        $"There is no execution {name}. The host keeps executions for 90 days after they end, or as --keep-executions says.");

    private static async Task<Results<Ok<ExecutionPageResponse>, ProblemHttpResult>> ListAsync(
        LocalStore store, [AsParameters] ExecutionQuery query, int? limit, string? continuation, CancellationToken cancellationToken)
    {
        if (PageLimit.FindError(limit) is { } error)
        {
            return Problems.BadRequest(error);
        }

        try
        {
            var filter = query.ToFilter();
            if (filter.Outcome is not null
                && ExecutionQuery.FindError(filter.Outcome, (await store.Executions.CountByOutcomeAsync(cancellationToken)).Keys) is { } unknown)
            {
                return Problems.BadRequest(unknown);
            }

            var page = await store.Executions.ListAsync(filter, limit ?? PageLimit.DefaultLength, continuation, cancellationToken);
            return TypedResults.Ok(new ExecutionPageResponse([.. page.Executions.Select(ExecutionResponse.FromSummary)], page.Continuation));
        }
        catch (ArgumentException exception)
        {
            return Problems.BadRequest(exception.Message);
        }
    }

    private static async Task<Results<Ok<ExecutionResponse>, ProblemHttpResult>> GetAsync(
        LocalStore store, string name, CancellationToken cancellationToken) =>
        await store.Executions.GetAsync(ExecutionId.ToArn(name), cancellationToken) is { } execution
            ? TypedResults.Ok(ExecutionResponse.FromRecord(execution))
            : NotFound(name);

    private static async Task<Results<Ok<HistoryPageResponse>, ProblemHttpResult>> GetHistoryAsync(
        LocalStore store, string name, long? after, int? limit, CancellationToken cancellationToken)
    {
        if (PageLimit.FindError(limit) is { } error)
        {
            return Problems.BadRequest(error);
        }

        if (await FindAsync(store, name, cancellationToken) is not { } execution)
        {
            return NotFound(name);
        }

        var length = limit ?? PageLimit.MaxLength;
        var events = await store.Executions.GetHistoryAsync(execution.Arn, after ?? 0, length, cancellationToken);
        return TypedResults.Ok(new HistoryPageResponse(
            [.. events.Select(recorded => recorded.ToHistoryEvent().ToAwsJson())],
            events.Count == length ? events[^1].Id : null));
    }

    private static async Task<Results<Ok<TraceResponse>, ProblemHttpResult>> TraceAsync(
        LocalStore store, TraceReader traces, string name, CancellationToken cancellationToken) =>
        await FindAsync(store, name, cancellationToken) is { } execution
            ? TypedResults.Ok(await traces.ReadAsync(execution, cancellationToken))
            : NotFound(name);

    /// <summary>Finds an execution; null if there is none. Afterwards, every history event that was published live can be read, and what was logged before it.</summary>
    public static async Task<ExecutionRecord?> FindAsync(LocalStore store, string name, CancellationToken cancellationToken)
    {
        var execution = await store.Executions.GetAsync(ExecutionId.ToArn(name), cancellationToken);
        if (execution?.Status == RecordedStatus.Running)
        {
            // A page that subscribes late reads earlier events here, and those may not be on disk yet.
            await store.Executions.FlushAsync(cancellationToken);
        }

        return execution;
    }
}
