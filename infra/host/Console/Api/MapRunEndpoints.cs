using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Pipeline.Core.Executions;
using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Console.Http;
using Pipeline.Host.Engine;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.Console.Api;

/// <summary>Shows Map Runs with their child executions, and changes their settings.</summary>
internal static class MapRunEndpoints
{
    private static readonly string[] Statuses = ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"];

    public static void MapMapRuns(this IEndpointRouteBuilder api)
    {
        api.MapGet("/executions/{name}/map-runs", ListAsync).WithTags("Map Runs").WithSummary("Lists the Map Runs of an execution.");
        var runs = api.MapGroup("/map-runs").WithTags("Map Runs");
        runs.MapGet("/{id}", Get).WithSummary("Returns a Map Run with its counts, settings, rate and the time left. id: STATE_MACHINE/MAP:RUN, or the ARN.");
        runs.MapPut("/{id}", UpdateAsync).WithSummary("Changes the concurrency and the tolerated failures of a Map Run that is running.");
        runs.MapGet("/{id}/executions", ListChildren)
            .WithSummary("Lists the child executions of a Map Run, the last one first. status: RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED or PENDING_REDRIVE.");
    }

    private static async Task<Results<Ok<MapRunListResponse>, ProblemHttpResult>> ListAsync(
        LocalStore store, TimeProvider time, string name, CancellationToken cancellationToken)
    {
        var arn = ExecutionId.ToArn(name);
        return await store.Executions.GetAsync(arn, cancellationToken) is null
            ? ExecutionEndpoints.NotFound(name)
            : TypedResults.Ok(new MapRunListResponse([.. store.MapRuns.List(arn, 0, PageLimit.MaxLength).Select(run => Describe(store, time, run))]));
    }

    private static Results<Ok<MapRunResponse>, ProblemHttpResult> Get(LocalStore store, TimeProvider time, string id) =>
        Find(store, id) is { } run ? TypedResults.Ok(Describe(store, time, run)) : NotFound(id);

    private static async Task<Results<Ok<MapRunResponse>, ProblemHttpResult>> UpdateAsync(
        LocalPipeline pipeline, TimeProvider time, string id, MapRunRequest request)
    {
        var store = pipeline.Store;
        if (Find(store, id) is not { } run)
        {
            return NotFound(id);
        }

        if (request is { MaxConcurrency: < 0 } or { ToleratedFailureCount: < 0 } or { ToleratedFailurePercentage: not (null or >= 0 and <= 100) })
        {
            return Problems.BadRequest("maxConcurrency and toleratedFailureCount must be 0 or more, and toleratedFailurePercentage must be between 0 and 100.");
        }

        if (run.Status != RecordedStatus.Running)
        {
            return Problems.Conflict($"The Map Run has ended ({run.Status.ToText()}), so it cannot be changed.");
        }

        await pipeline.UpdateMapRunAsync(
            run,
            new(
                request.MaxConcurrency ?? run.Settings.MaxConcurrency, request.ToleratedFailureCount ?? run.Settings.ToleratedFailureCount,
                request.ToleratedFailurePercentage ?? run.Settings.ToleratedFailurePercentage));
        return TypedResults.Ok(Describe(store, time, store.MapRuns.Get(run.Arn)!));
    }

    private static Results<Ok<MapChildPageResponse>, ProblemHttpResult> ListChildren(LocalStore store, string id, string? status, int? limit, string? continuation)
    {
        if (PageLimit.FindError(limit) is { } error)
        {
            return Problems.BadRequest(error);
        }

        if (status is not null && !Statuses.Contains(status))
        {
            return Problems.BadRequest($"status is '{status}'; it must be one of {string.Join(", ", Statuses)}.");
        }

        var before = int.MaxValue;
        if (continuation is not null && !int.TryParse(continuation, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            return Problems.BadRequest($"'{continuation}' is not a continuation of this list.");
        }

        if (Find(store, id) is not { } run)
        {
            return NotFound(id);
        }

        var length = limit ?? PageLimit.DefaultLength;
        var children = store.MapRuns.ListLatestChildren(run.Number, status, before, length + 1);
        return TypedResults.Ok(new MapChildPageResponse(
            [.. children.Take(length).Select(child => MapChildResponse.From(run, child))],
            children.Count > length ? children[length - 1].Place.ToString(CultureInfo.InvariantCulture) : null));
    }

    private static MapRunRecord? Find(LocalStore store, string id) => store.MapRuns.Get(ExecutionId.ToMapRunArn(id));

    private static MapRunResponse Describe(LocalStore store, TimeProvider time, MapRunRecord run) =>
        MapRunResponse.From(run, store.MapRuns.Count(run.Number), time.GetUtcNow());

    private static ProblemHttpResult NotFound(string id) => Problems.NotFound(
        $"There is no Map Run {id}. GET /api/executions/NAME/map-runs lists those of an execution.");
}
