using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Pipeline.Core.Executions;
using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Console.Http;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Engine.Executions;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.Console.Api;

/// <summary>Executions to look at.</summary>
internal static class ExecutionEndpoints
{
    public static void MapExecutions(this IEndpointRouteBuilder api)
    {
        var executions = api.MapGroup("/executions").WithTags("Executions");
        executions.MapGet("", ListAsync)
            .WithSummary("Executions, newest first. status: RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED; key: a whole key, or the start of one with * at its end.");
        executions.MapGet("/{name}", GetAsync).WithSummary("One execution with its input and output.");
        executions.MapGet("/{name}/history", GetHistoryAsync)
            .WithSummary("Its history events, as aws stepfunctions get-execution-history prints them. after: id of the last event of the page before.");
        executions.MapGet("/{name}/trace", TraceAsync)
            .WithSummary("What its history says: visits of states, their attempts and waits, iterations and branches.");
    }

    public static ProblemHttpResult NotFound(string name) => Problems.NotFound(
        $"There is no execution {name}. Executions that ended are kept for 90 days.");

    private static async Task<Results<Ok<ExecutionPageResponse>, ProblemHttpResult>> ListAsync(
        LocalStore store, string? status, string? key, int? limit, string? continuation, CancellationToken cancellationToken)
    {
        if (PageLimit.FindError(limit) is { } error)
        {
            return Problems.BadRequest(error);
        }

        try
        {
            var page = await store.Executions.ListAsync(
                ExecutionQuery.Parse(status, key), limit ?? PageLimit.DefaultLength, continuation, cancellationToken);
            return TypedResults.Ok(new ExecutionPageResponse([.. page.Executions.Select(ExecutionResponse.FromSummary)], page.Continuation));
        }
        catch (ArgumentException exception)
        {
            return Problems.BadRequest(exception.Message);
        }
    }

    private static async Task<Results<Ok<ExecutionResponse>, ProblemHttpResult>> GetAsync(
        LocalStore store, string name, CancellationToken cancellationToken) =>
        await store.Executions.GetAsync(PipelineDefinition.ExecutionArn(name), cancellationToken) is { } execution
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

    /// <summary>The execution, or null. All of its history that was told live can be read then.</summary>
    private static async Task<ExecutionRecord?> FindAsync(LocalStore store, string name, CancellationToken cancellationToken)
    {
        var execution = await store.Executions.GetAsync(PipelineDefinition.ExecutionArn(name), cancellationToken);
        if (execution?.Status == RecordedStatus.Running)
        {
            // What was told live before somebody listened must be here, and may still be on its way to the disk.
            await store.Executions.FlushAsync(cancellationToken);
        }

        return execution;
    }
}
