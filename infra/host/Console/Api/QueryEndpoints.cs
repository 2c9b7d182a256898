using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Console.Http;
using Pipeline.Host.Console.Queries;

namespace Pipeline.Host.Console.Api;

/// <summary>Saved queries over the catalogue. No request brings SQL.</summary>
internal static class QueryEndpoints
{
    public static void MapQueries(this IEndpointRouteBuilder api)
    {
        api.MapGet("/queries", GetAsync)
            .WithTags("Numbers")
            .WithSummary("Returns the saved queries over the catalogue, and their last results. It runs none.");
        api.MapPost("/queries/run", RunAsync)
            .WithTags("Numbers")
            .WithSummary("Runs the saved queries, unless the catalogue is as it was the last time. It may take a minute, and ends when the client leaves.");
    }

    private static async Task<Ok<SavedQueriesResponse>> GetAsync(ConsoleQueries queries, SavedResults results, CancellationToken cancellationToken) =>
        TypedResults.Ok(Describe(queries, results.Last, await results.IsCurrentAsync(cancellationToken)));

    private static async Task<Results<Ok<SavedQueriesResponse>, ProblemHttpResult>> RunAsync(
        ConsoleQueries queries, SavedResults results, CancellationToken cancellationToken)
    {
        try
        {
            return queries.FindObstacle() is { } obstacle
                ? Problems.Unavailable(obstacle)
                : TypedResults.Ok(Describe(queries, await results.RunAsync(cancellationToken), isCurrent: true));
        }
        catch (QueriesFailedException exception)
        {
            return Problems.Unavailable(exception.Message);
        }
    }

    private static SavedQueriesResponse Describe(ConsoleQueries queries, KeptResults? kept, bool isCurrent) => new(
        queries.Saved, queries.FindObstacle(), kept is null ? null : new(kept.RanAt, isCurrent, kept.Results));
}
