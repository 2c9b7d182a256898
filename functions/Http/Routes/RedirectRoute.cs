using Pipeline.Core.Catalogue;
using Pipeline.Http.Requests;

namespace Pipeline.Http.Routes;

/// <summary>
/// <c>GET /v1/i/{path+}</c>: redirects from a stable address, the key and the name of a rendition, to the address of the current content.
/// </summary>
public sealed class RedirectRoute(IImageCatalogue catalogue, ApiOptions options, TimeProvider time)
{
    public async Task<ApiResponse> HandleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var path = request.Path ?? "";
        var end = path.LastIndexOf('/');
        if (end <= 0 || end == path.Length - 1)
        {
            return ApiResponse.FromProblem(ApiProblem.InvalidRequest("The path must be the key of an image, a slash and the name of a rendition: cat.jpg/thumb."));
        }

        var (key, name) = (path[..end], path[(end + 1)..]);
        if (KeyOfRequest.FindFault(key) is { } fault)
        {
            return ApiResponse.FromProblem(ApiProblem.InvalidRequest(fault));
        }

        if (!new CallerPrefix(options.HasCallerPrefix).Covers(request, key)
            || await catalogue.GetAsync(ImageIds.Create(options.Bucket, key), cancellationToken) is not { } entry)
        {
            return ApiResponse.FromProblem(ApiProblem.ImageNotFound(key));
        }

        var renditions = entry.Record.Current?.Renditions ?? [];
        if (renditions.FirstOrDefault(rendition => rendition.Name == name) is not { } found)
        {
            return ApiResponse.FromProblem(ApiProblem.RenditionNotFound(key, name, renditions.Select(rendition => rendition.Name)));
        }

        return new ImageView(request, options, time).FindUrl(found) is { } url
            ? ApiResponse.Empty(302, ("Location", url), ("Cache-Control", "public, max-age=60"))
            : ApiResponse.FromProblem(ApiProblem.NoDelivery());
    }
}
