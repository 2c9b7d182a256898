using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Pipeline.Core.Backfill;
using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.MapRuns;
using Pipeline.Host.Store;

namespace Pipeline.Host.Console.Api;

/// <summary>Says what a backfill would process, before somebody starts one.</summary>
internal static class BackfillEndpoint
{
    public static void MapBackfill(this IEndpointRouteBuilder api) => api
        .MapGet("/backfills/plan", GetAsync)
        .WithTags("Backfills")
        .WithSummary("Counts what a backfill would process, without starting it. prefix: only keys that begin with it. POST /api/executions with the state machine backfill starts one.");

    private static async Task<Ok<BackfillPlanResponse>> GetAsync(
        LocalPipeline pipeline, LocalStore store, string? prefix, CancellationToken cancellationToken)
    {
        var description = pipeline.Describing?.Vision?.Settings;
        var (images, bytes, skipped) = await BackfillCount.CountAsync(store, prefix ?? "", cancellationToken);
        return TypedResults.Ok(new BackfillPlanResponse(images, bytes, skipped, BackfillInput.DefaultConcurrency, description?.Model, description?.DailyImages));
    }
}
