using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Console.Http;
using Pipeline.Host.Store;

namespace Pipeline.Host.Console.Api;

/// <summary>Says which of many keys have an original, so that a page can ask once before it replaces them.</summary>
internal static class ExistingOriginalsEndpoint
{
    private const int MaxKeys = 10_000;

    public static void MapExistingOriginals(this IEndpointRouteBuilder api) => api
        .MapPost("/originals/existing", PostAsync)
        .WithTags("Images")
        .WithSummary("Returns those of up to 10,000 keys that have an original, which an upload would replace.");

    private static async Task<Results<Ok<ExistingOriginalsResponse>, ProblemHttpResult>> PostAsync(
        ExistingOriginalsRequest request, LocalStore store, CancellationToken cancellationToken)
    {
        if (request.Keys is not { } keys || keys.Contains(null!))
        {
            return Problems.BadRequest("'keys' is missing or has a null; it must be an array of keys.");
        }

        return keys.Count > MaxKeys
            ? Problems.BadRequest($"There are {keys.Count} keys; the limit is {MaxKeys}. Send them in several requests.")
            : TypedResults.Ok(new ExistingOriginalsResponse(await store.Uploads.FindExistingAsync(keys, cancellationToken)));
    }
}
