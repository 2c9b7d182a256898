using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Console.Numbers;

namespace Pipeline.Host.Console.Api;

internal static class NumbersEndpoint
{
    public static void MapNumbers(this IEndpointRouteBuilder api) => api
        .MapGet("/numbers", GetAsync)
        .WithTags("Numbers")
        .WithSummary("Returns throughput by minute, durations by state, and outcomes by reason. They survive a restart.");

    private static async Task<Ok<NumbersSnapshot>> GetAsync(NumbersReader numbers, CancellationToken cancellationToken) =>
        TypedResults.Ok(await numbers.ReadAsync(cancellationToken));
}
