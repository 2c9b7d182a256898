using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Pipeline.Core.Contracts;
using Pipeline.Core.Describing;
using Pipeline.Core.Persisting;
using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Console.Http;
using Pipeline.Host.Engine;

namespace Pipeline.Host.Console.Api;

/// <summary>Gives images the text of a person.</summary>
internal static class DescriptionEndpoint
{
    private const string Prefix = "/api/images/";

    private const string Action = "/description";

    public static void MapDescription(this IEndpointRouteBuilder api) => api
        .MapPut("/images/{**key}", PutAsync)
        .WithTags("Images")
        .WithMetadata(new KeyAction(Action))
        .WithSummary("Gives an image the alternative text of a person, in a new execution. No model overwrites it. altText null takes it back. language is a BCP 47 tag.");

    private static async Task<Results<Accepted<SubmissionResponse>, ProblemHttpResult>> PutAsync(
        HttpContext context, LocalPipeline pipeline, DescriptionRequest request, CancellationToken cancellationToken)
    {
        var path = RequestKey.Read(context, Prefix);
        if (!path.EndsWith(Action, StringComparison.Ordinal))
        {
            return Problems.NotFound($"The API has no PUT {Prefix}{path}. To give an image a text, use PUT {Prefix}KEY{Action}.");
        }

        var (key, caption) = (path[..^Action.Length], new Caption(request.AltText, request.Language));
        if (CaptionRules.FindProblem(caption) is { } problem)
        {
            return Problems.BadRequest(problem);
        }

        try
        {
            return await pipeline.CaptionAsync(key, caption, cancellationToken) is { } submission
                ? TypedResults.Accepted((string?)null, SubmissionResponse.From(submission, key))
                : Problems.NotFound($"There is no image {key}.");
        }
        catch (Exception exception) when (exception is NothingToDescribeException or NotDescribingException)
        {
            return Problems.Conflict(exception.Message);
        }
    }
}
