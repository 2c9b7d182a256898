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

    private const int MaxFolders = 1_000;

    public static void MapImages(this IEndpointRouteBuilder api)
    {
        var images = api.MapGroup("/images").WithTags("Images");
        images.MapGet("", ListAsync).WithSummary("Lists records of one status (ready by default). prefix: keys that begin with it; delimiter=/: only those of the folder itself, and the folders below it. text: part of the key. sort: updated, taken, name or size; order: asc or desc. Without sort, a filter of photos sorts by when they were taken, others by the last change.");
        images.MapGet("/{**key}", GetAsync).WithSummary("Returns one image: its record, its original, and the outcomes of its uploads and deletions.");
        images.MapDelete("/{**key}", DeleteAsync).WithSummary("Deletes an original. An execution then removes its renditions.");
    }

    private static async Task<Results<Ok<ImagePageResponse>, ProblemHttpResult>> ListAsync(
        LocalStore store, string? status, string? prefix, string? delimiter, string? text, string? sort, string? order, string? takenAfter, string? takenBefore, string? camera, string? keyword, int? limit, string? continuation,
        CancellationToken cancellationToken)
    {
        if (PageLimit.FindError(limit) is { } error)
        {
            return Problems.BadRequest(error);
        }

        if (!Enum.TryParse<ImageStatus>(status ?? nameof(ImageStatus.Ready), ignoreCase: true, out var wantedStatus) || !Enum.IsDefined(wantedStatus))
        {
            return Problems.BadRequest($"status is '{status}'; it must be processing, ready, rejected, failed or deleted.");
        }

        ImageSort? wantedSort = null;
        if (!string.IsNullOrEmpty(sort))
        {
            if (!Enum.TryParse<ImageSort>(sort, ignoreCase: true, out var parsed) || !Enum.IsDefined(parsed) || char.IsDigit(sort[0]))
            {
                return Problems.BadRequest($"sort is '{sort}'; it must be updated, taken, name or size.");
            }

            wantedSort = parsed;
        }

        if (order is not (null or "" or "asc" or "desc"))
        {
            return Problems.BadRequest($"order is '{order}'; it must be asc or desc.");
        }

        if (delimiter is not (null or "" or "/"))
        {
            return Problems.BadRequest($"delimiter is '{delimiter}'; it must be /.");
        }

        var filter = new PhotoFilter(GivenOrNull(takenAfter), GivenOrNull(takenBefore), GivenOrNull(camera), GivenOrNull(keyword));
        foreach (var (name, date) in new[] { (nameof(takenAfter), filter.TakenAfter), (nameof(takenBefore), filter.TakenBefore) })
        {
            if (date is not null && !PhotoFilter.IsDate(date))
            {
                return Problems.BadRequest($"{name} is '{date}'; it must be {PhotoFilter.DateSyntax}.");
            }
        }

        try
        {
            var isDirect = delimiter == "/";
            wantedSort ??= filter == new PhotoFilter() ? ImageSort.Updated : ImageSort.Taken;
            var query = new ImageQuery(
                wantedStatus, prefix ?? "", isDirect, GivenOrNull(text)?.Trim(), wantedSort.Value,
                order == "asc" || (wantedSort == ImageSort.Name && order != "desc"), filter);
            var page = await store.Catalogue.SearchAsync(query, limit ?? PageLimit.DefaultLength, continuation, cancellationToken);
            var folders = isDirect && continuation is null
                ? await store.Catalogue.ListFoldersAsync(query.Prefix, wantedStatus, MaxFolders, cancellationToken)
                : new([], IsTruncated: false);
            return TypedResults.Ok(new ImagePageResponse(page.Records, page.Continuation, folders.Folders, folders.IsTruncated));
        }
        catch (ArgumentException exception)
        {
            return Problems.BadRequest(exception.Message);
        }
    }

    private static async Task<Results<Ok<ImageResponse>, ProblemHttpResult>> GetAsync(
        HttpContext context, LocalStore store, CancellationToken cancellationToken)
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
            : TypedResults.Ok(new ImageResponse(record, original, versions, record is null ? null : PictureMarkup.Create(record, RenditionsUrl(context.Request))));
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

    private static string? GivenOrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static ProblemHttpResult NotFound(string key) => Problems.NotFound($"There is no image {key}.");
}
