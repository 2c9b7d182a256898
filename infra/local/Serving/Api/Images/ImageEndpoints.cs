using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Pipeline.Core.Catalogue;
using Pipeline.Local.Hosting;
using Pipeline.Local.Store;

namespace Pipeline.Local.Serving.Api;

/// <summary>The catalogue, and what lies behind each of its records.</summary>
internal static class ImageEndpoints
{
    private const string Prefix = "/api/images/";

    public static void MapImages(this IEndpointRouteBuilder api)
    {
        var images = api.MapGroup("/images").WithTags("Images");
        images.MapGet("", ListAsync).WithSummary("Records of one status (ready by default), the one changed last first.");
        images.MapGet("/{**key}", GetAsync).WithSummary("One image: its record, its original, and what became of its uploads and deletions.");
        images.MapDelete("/{**key}", DeleteAsync).WithSummary("Deletes an original; an execution then removes its renditions.");
    }

    private static async Task<Results<Ok<ImagePageAnswer>, ProblemHttpResult>> ListAsync(
        LocalStore store, string? status, int? limit, string? continuation, CancellationToken cancellationToken)
    {
        if (Page.Objection(limit) is { } objection)
        {
            return Problems.BadRequest(objection);
        }

        if (!Enum.TryParse<ImageStatus>(status ?? nameof(ImageStatus.Ready), ignoreCase: true, out var one) || !Enum.IsDefined(one))
        {
            return Problems.BadRequest($"status is '{status}'; it can be processing, ready, rejected, failed or deleted.");
        }

        try
        {
            var page = await store.Catalog.ListAsync(one, limit ?? Page.DefaultLength, continuation, cancellationToken);
            return TypedResults.Ok(new ImagePageAnswer(page.Records, page.Continuation));
        }
        catch (ArgumentException exception)
        {
            return Problems.BadRequest(exception.Message);
        }
    }

    private static async Task<Results<Ok<ImageAnswer>, ProblemHttpResult>> GetAsync(
        HttpContext context, LocalStore store, CancellationToken cancellationToken)
    {
        var key = RequestKey.Of(context, Prefix);
        var imageId = ImageIds.Of(UploadsStore.Bucket, key);
        var record = (await store.Catalog.GetAsync(imageId, cancellationToken))?.Record;
        var original = await store.Uploads.HeadAsync(key, cancellationToken) is { } head
            ? new OriginalAnswer(head.Size, head.ETag, head.LastModified, head.ContentType)
            : null;
        var versions = await ImageVersions.OfAsync(store, imageId, cancellationToken);
        return record is null && original is null && versions.Count == 0
            ? Missing(key)
            : TypedResults.Ok(new ImageAnswer(record, original, versions));
    }

    private static async Task<Results<Accepted<SubmissionAnswer>, ProblemHttpResult>> DeleteAsync(
        HttpContext context, LocalPipeline pipeline, CancellationToken cancellationToken)
    {
        var key = RequestKey.Of(context, Prefix);
        try
        {
            return await pipeline.DeleteAsync(key, cancellationToken) is { } submission
                ? TypedResults.Accepted((string?)null, SubmissionAnswer.Of(submission, key))
                : Missing(key);
        }
        catch (InvalidKeyException exception)
        {
            return Problems.BadRequest(exception.Message);
        }
    }

    private static ProblemHttpResult Missing(string key) => Problems.NotFound($"There is no image {key}.");
}
