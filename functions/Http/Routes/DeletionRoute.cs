using Pipeline.Http.Ports;
using Pipeline.Http.Requests;

namespace Pipeline.Http.Routes;

/// <summary><c>DELETE /v1/images/{key+}</c>: deletes the original. The pipeline then removes its renditions.</summary>
public sealed class DeletionRoute(IOriginals originals, ApiOptions options)
{
    public async Task<ApiResponse> HandleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        if (!KeyOfRequest.TryRead(request, out var key, out var problem))
        {
            return ApiResponse.FromProblem(problem);
        }

        if (!new CallerPrefix(options.HasCallerPrefix).Covers(request, key))
        {
            return ApiResponse.FromProblem(ApiProblem.ImageNotFound(key));
        }

        await originals.DeleteAsync(key, cancellationToken);
        return ApiResponse.Empty(204);
    }
}
