using System.Globalization;
using Pipeline.Core.Catalogue;
using Pipeline.Http.Contracts;
using Pipeline.Http.Pages;
using Pipeline.Http.Ports;
using Pipeline.Http.Requests;

namespace Pipeline.Http.Routes;

/// <summary>
/// <c>GET /v1/images</c>: images of one status, or the images below a prefix of keys; with the parameter <c>key</c>, one image.
/// </summary>
public sealed class ImageListRoute(IImageCatalogue catalogue, IOriginals originals, ImageRoute image, ApiOptions options, TimeProvider time)
{
    /// <summary>Records read in one call of DynamoDB's BatchGetItem.</summary>
    private const int MaxLimit = 100;
    private const int DefaultLimit = 50;

    public Task<ApiResponse> HandleAsync(ApiRequest request, CancellationToken cancellationToken) =>
        KeyOfRequest.Names(request) ? image.HandleAsync(request, cancellationToken) : ListAsync(request, cancellationToken);

    private async Task<ApiResponse> ListAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        if (!TryReadLimit(request, out var limit))
        {
            return ApiResponse.FromProblem(ApiProblem.InvalidRequest($"'limit' is '{request.Find("limit")}'; it must be a number from 1 to {MaxLimit}."));
        }

        var prefix = request.Query.GetValueOrDefault("prefix");
        if (request.Find("status") is not { } status)
        {
            return await ListPrefixAsync(request, prefix ?? "", limit, cancellationToken);
        }

        return ReadStatus(status) switch
        {
            null => ApiResponse.FromProblem(ApiProblem.InvalidRequest(
                $"'status' is '{status}'; it must be processing, rejected, failed or quarantined. The others are of nearly all images: list them by 'prefix'.")),
            _ when !string.IsNullOrEmpty(prefix) => ApiResponse.FromProblem(ApiProblem.InvalidRequest(
                "A list is by 'status' or by 'prefix', not by both. Leave one out.")),
            { } listed => await ListStatusAsync(request, listed, limit, cancellationToken),
        };
    }

    private async Task<ApiResponse> ListStatusAsync(ApiRequest request, ImageStatus status, int limit, CancellationToken cancellationToken)
    {
        var list = $"status={status}";
        string? position = null;
        if (request.Find("cursor") is { } cursor && !Cursor.TryRead(cursor, list, out position))
        {
            return ApiResponse.FromProblem(ApiProblem.InvalidCursor());
        }

        RecordPage page;
        try
        {
            page = await catalogue.ListAsync(status, limit, position, cancellationToken);
        }
        catch (ArgumentException) when (position is not null)
        {
            return ApiResponse.FromProblem(ApiProblem.InvalidCursor());
        }

        var view = new ImageView(request, options, time);
        var callers = new CallerPrefix(options.HasCallerPrefix);
        return Answer(
            [.. page.Records.Where(record => record.Bucket == options.Bucket && callers.Covers(request, record.Key)).Select(view.Show)],
            page.Continuation is { } continuation ? Cursor.Create(list, continuation) : null);
    }

    private async Task<ApiResponse> ListPrefixAsync(ApiRequest request, string prefix, int limit, CancellationToken cancellationToken)
    {
        var own = new CallerPrefix(options.HasCallerPrefix).Get(request);
        // A caller's own prefix is what an empty prefix lists. Outside of it, the caller sees nothing.
        prefix = prefix.Length == 0 ? own : prefix;
        if (!prefix.StartsWith(own, StringComparison.Ordinal))
        {
            return Answer([], null);
        }

        var list = $"prefix={prefix}";
        string? startAfter = null;
        if (request.Find("cursor") is { } cursor && !Cursor.TryRead(cursor, list, out startAfter))
        {
            return ApiResponse.FromProblem(ApiProblem.InvalidCursor());
        }

        var page = await originals.ListAsync(prefix, limit, startAfter, cancellationToken);
        // Folder markers are not images.
        var listed = page.Originals.Where(original => !original.Key.EndsWith('/')).ToList();
        var entries = listed.Count == 0
            ? []
            : (await catalogue.GetManyAsync([.. listed.Select(original => ImageIds.Create(options.Bucket, original.Key))], cancellationToken))
                .ToDictionary(entry => entry.Record.Key);
        var view = new ImageView(request, options, time);
        return Answer(
            [.. listed.Select(original => entries.TryGetValue(original.Key, out var entry) ? view.Show(entry) : view.Show(original))],
            page is { HasMore: true, Originals: [.., var last] } ? Cursor.Create(list, last.Key) : null);
    }

    private static ApiResponse Answer(IReadOnlyList<ImageResponse> images, string? cursor) =>
        ApiResponse.FromJson(200, new(images, cursor), HttpJson.Default.ImageListResponse, ("Cache-Control", "private, no-cache"));

    private static ImageStatus? ReadStatus(string status) => status switch
    {
        "processing" => ImageStatus.Processing,
        "rejected" => ImageStatus.Rejected,
        "failed" => ImageStatus.Failed,
        "quarantined" => ImageStatus.Quarantined,
        _ => null,
    };

    private static bool TryReadLimit(ApiRequest request, out int limit)
    {
        limit = DefaultLimit;
        return request.Find("limit") is not { } text
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MaxLimit);
    }
}
