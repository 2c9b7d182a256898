using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Markup;
using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Console.Http;
using Pipeline.Host.Engine;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.Console.Api;

/// <summary>The records of the catalogue, and the originals and executions behind them.</summary>
internal static class ImageEndpoints
{
    private const string Prefix = "/api/images/";

    private const string ProcessAction = "/process";

    private const int MaxFolders = 1_000;

    public static void MapImages(this IEndpointRouteBuilder api)
    {
        var images = api.MapGroup("/images").WithTags("Images");
        images.MapGet("", ListAsync).WithSummary("Lists records of one status (ready by default), or of all (status=all). prefix: keys that begin with it; delimiter=/: only those of the folder itself, and the folders below it. text: part of the key. sort: updated, taken, name or size; order: asc or desc. Without sort, a filter of photos sorts by when they were taken, others by the last change. counts=true: how many images of each status match, on the first page.");
        images.MapGet("/{**key}", GetAsync).WithSummary("Returns one image: its record, its original, and the outcomes of its uploads and deletions.");
        images.MapPost("/{**key}", ProcessAsync).WithMetadata(new KeyAction(ProcessAction)).WithSummary("Processes a stored original again, in a new execution. It makes what is missing, damaged, or of other settings; an image that has all its renditions ends as unchanged. While an execution of the image runs, returns that.");
        images.MapDelete("/{**key}", DeleteAsync).WithSummary("Deletes an original. An execution then removes its renditions.");
        api.MapGet("/image-keys", ListKeysAsync).WithTags("Images")
            .WithSummary("Lists the keys of all images that match a filter, with their statuses, up to 1,000 a page, sorted by name. The filter is that of the list of images.");
    }

    private static async Task<Results<Ok<ImagePageResponse>, ProblemHttpResult>> ListAsync(
        LocalStore store, [AsParameters] ImageSearchRequest request, bool? counts, int? limit, string? continuation, CancellationToken cancellationToken)
    {
        if (PageLimit.FindError(limit) is { } error)
        {
            return Problems.BadRequest(error);
        }

        try
        {
            var query = request.ToQuery();
            var page = await store.Catalogue.SearchAsync(query, limit ?? PageLimit.DefaultLength, continuation, cancellationToken);
            var folders = query.IsDirect && continuation is null
                ? await store.Catalogue.ListFoldersAsync(query.Prefix, query.Status, MaxFolders, cancellationToken)
                : new([], IsTruncated: false);
            var matches = counts == true && continuation is null
                ? (await store.Catalogue.CountAsync(query, cancellationToken)).ToDictionary(count => Enum.GetName(count.Key)!.ToLowerInvariant(), count => count.Value)
                : null;
            return TypedResults.Ok(new ImagePageResponse(page.Records, page.Continuation, folders.Folders, folders.IsTruncated, matches));
        }
        catch (ArgumentException exception)
        {
            return Problems.BadRequest(exception.Message);
        }
    }

    private static async Task<Results<Ok<ImageKeyPageResponse>, ProblemHttpResult>> ListKeysAsync(
        LocalStore store, [AsParameters] ImageSearchRequest request, int? limit, string? continuation, CancellationToken cancellationToken)
    {
        if (PageLimit.FindError(limit) is { } error)
        {
            return Problems.BadRequest(error);
        }

        try
        {
            var query = request.ToQuery() with { Sort = ImageSort.Name, IsAscending = true };
            var page = await store.Catalogue.SearchAsync(query, limit ?? PageLimit.MaxLength, continuation, cancellationToken);
            return TypedResults.Ok(new ImageKeyPageResponse([.. page.Records.Select(record => new ImageKeyResponse(record.Key, record.Status, record.Execution))], page.Continuation));
        }
        catch (ArgumentException exception)
        {
            return Problems.BadRequest(exception.Message);
        }
    }

    private static async Task<Results<Ok<ImageResponse>, ProblemHttpResult>> GetAsync(
        HttpContext context, LocalPipeline pipeline, LocalStore store, CancellationToken cancellationToken)
    {
        var key = RequestKey.Read(context, Prefix);
        var imageId = ImageIds.Create(BucketNames.Uploads, key);
        var entry = await store.Catalogue.GetAsync(imageId, cancellationToken);
        var record = entry?.Record;
        var original = await store.Uploads.HeadAsync(key, cancellationToken) is { } head
            ? new OriginalResponse(head.Size, head.ETag, head.LastModified, head.ContentType)
            : null;
        var versions = await ImageVersions.ListAsync(store, imageId, entry?.Replaced ?? [], cancellationToken);
        return record is null && original is null && versions.Count == 0
            ? NotFound(key)
            : TypedResults.Ok(new ImageResponse(
                record, original, versions, record is null ? null : PictureMarkup.Create(record, RenditionsUrl(context.Request)), entry?.Quarantined,
                pipeline.Describing is not null));
    }

    private static async Task<Results<Accepted<SubmissionResponse>, ProblemHttpResult>> ProcessAsync(
        HttpContext context, LocalPipeline pipeline, CancellationToken cancellationToken)
    {
        var path = RequestKey.Read(context, Prefix);
        if (!path.EndsWith(ProcessAction, StringComparison.Ordinal))
        {
            return Problems.NotFound($"The API has no POST {Prefix}{path}. To process an image again, use POST {Prefix}KEY{ProcessAction}.");
        }

        var key = path[..^ProcessAction.Length];
        return await pipeline.ProcessAgainAsync(key, cancellationToken) is { } submission
            ? TypedResults.Accepted((string?)null, SubmissionResponse.From(submission, key))
            : Problems.NotFound($"There is no original {key}. Upload it again.");
    }

    private static async Task<Results<Accepted<SubmissionResponse>, ProblemHttpResult>> DeleteAsync(
        HttpContext context, LocalPipeline pipeline, CancellationToken cancellationToken)
    {
        var key = RequestKey.Read(context, Prefix);
        try
        {
            return await pipeline.DeleteAsync(key, cancellationToken) is { } submission
                ? TypedResults.Accepted((string?)null, SubmissionResponse.From(submission, key))
                : NotFound(key);
        }
        catch (InvalidKeyException exception)
        {
            return Problems.BadRequest(exception.Message);
        }
    }

    private static string RenditionsUrl(HttpRequest request) => $"{request.Scheme}://{request.Host}/{BucketNames.Renditions}";

    private static ProblemHttpResult NotFound(string key) => Problems.NotFound($"There is no image {key}.");
}
