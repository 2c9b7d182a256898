using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Persisting;
using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Console.Http;
using Pipeline.Host.Engine;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.Console.Api;

/// <summary>Shows the versions that readers do not see, and releases them.</summary>
internal static class QuarantineEndpoints
{
    private const string Prefix = "/api/quarantine/";

    private const string ReleaseAction = "/release";

    /// <summary>Width of the picture to look at, in pixels, if there is a rendition that wide.</summary>
    private const int PictureWidth = 640;

    public static void MapQuarantine(this IEndpointRouteBuilder api)
    {
        var quarantine = api.MapGroup("/quarantine").WithTags("Images");
        quarantine.MapGet("/{**key}", GetPictureAsync).WithSummary("Returns a rendition of the version of an image that is in quarantine, to look at.");
        quarantine.MapPost("/{**key}", ReleaseAsync).WithMetadata(new KeyAction(ReleaseAction))
            .WithSummary("Publishes the version of an image that is in quarantine, in a new execution. etag: entity tag of the upload that was looked at, so that no later one is released.");
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetPictureAsync(
        HttpContext context, LocalStore store, CancellationToken cancellationToken)
    {
        var key = RequestKey.Read(context, Prefix);
        var entry = await store.Catalogue.GetAsync(ImageIds.Create(BucketNames.Uploads, key), cancellationToken);
        if (entry?.Quarantined is not { } quarantined || FindPicture(quarantined.Version) is not { } rendition
            || await store.Images.ReadRenditionAsync(rendition.Key, cancellationToken) is not { } content)
        {
            return Problems.NotFound($"Nothing of {key} is in quarantine.");
        }

        // The key stays the same when the next version waits.
        context.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Bytes(content, rendition.ContentType);
    }

    private static async Task<Results<Accepted<SubmissionResponse>, ProblemHttpResult>> ReleaseAsync(
        HttpContext context, LocalPipeline pipeline, [FromQuery(Name = "etag")] string? etag, CancellationToken cancellationToken)
    {
        var path = RequestKey.Read(context, Prefix);
        if (!path.EndsWith(ReleaseAction, StringComparison.Ordinal))
        {
            return Problems.NotFound($"The API has no POST {Prefix}{path}. To release an image, use POST {Prefix}KEY{ReleaseAction}.");
        }

        var key = path[..^ReleaseAction.Length];
        try
        {
            return await pipeline.ReleaseAsync(key, string.IsNullOrEmpty(etag) ? null : etag, cancellationToken) is { } submission
                ? TypedResults.Accepted((string?)null, SubmissionResponse.From(submission, key))
                : Problems.NotFound($"There is no image {key}.");
        }
        catch (Exception exception) when (exception is NotInQuarantineException or NotDescribingException)
        {
            return Problems.Conflict(exception.Message);
        }
    }

    /// <summary>The narrowest rendition that is wide enough, or else the widest one.</summary>
    private static RenditionRecord? FindPicture(ImageVersion version) =>
        version.Renditions.Where(rendition => rendition.Width >= PictureWidth).MinBy(rendition => rendition.Width)
        ?? version.Renditions.MaxBy(rendition => rendition.Width);
}
