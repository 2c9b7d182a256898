using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pipeline.Host.Engine;
using Pipeline.Host.Gateway.Originals;
using Pipeline.Host.Gateway.Requests;
using Pipeline.Host.Gateway.Uploads;
using Pipeline.Host.Signatures;
using Pipeline.Host.Store.Records;
using Pipeline.Http.OpenApi;
using Pipeline.Http.Requests;
using Pipeline.Http.Routes;

namespace Pipeline.Host.Gateway;

/// <summary>
/// The HTTP API under <c>/v1</c>, as a deployment has it. No bucket has such a short name, so the S3 endpoint beside it loses nothing.
/// </summary>
public static class HttpApiEndpoints
{
    /// <summary>Maps the routes.</summary>
    /// <param name="app">The application to map the endpoints in.</param>
    /// <param name="pipeline">The pipeline to serve.</param>
    /// <param name="maxUploadBytes">Maximum size of an upload in bytes.</param>
    /// <param name="credentials">The access key that signs forms; null if the host checks no signatures.</param>
    public static void MapHttpApi(this IEndpointRouteBuilder app, LocalPipeline pipeline, long maxUploadBytes, HostCredentials? credentials = null)
    {
        var options = new ApiOptions(BucketNames.Uploads, maxUploadBytes, $"/{BucketNames.Renditions}/", MaxWait: ApiOptions.LongestWait);
        var catalogue = pipeline.Store.Catalogue;
        var originals = new LocalOriginals(pipeline);
        var image = new ImageRoute(catalogue, options, pipeline.Time);
        var list = new ImageListRoute(catalogue, originals, image, options, pipeline.Time);
        var deletion = new DeletionRoute(originals, options);
        var upload = new UploadRoute(new PostFormSigner(credentials, pipeline.Time), options, new(), pipeline.Time);
        var redirect = new RedirectRoute(catalogue, options, pipeline.Time);

        Map(app, "POST", ApiPaths.Uploads, ApiPaths.Uploads, upload.HandleAsync);
        Map(app, "GET", ApiPaths.Images, ApiPaths.Images, list.HandleAsync);
        Map(app, "GET", $"{ApiPaths.Images}/{{**key}}", ApiPaths.Images, image.HandleAsync);
        Map(app, "DELETE", ApiPaths.Images, ApiPaths.Images, deletion.HandleAsync);
        Map(app, "DELETE", $"{ApiPaths.Images}/{{**key}}", ApiPaths.Images, deletion.HandleAsync);
        Map(app, "GET", $"{ApiPaths.Redirects}/{{**path}}", ApiPaths.Redirects, redirect.HandleAsync);
        Map(app, "GET", ApiPaths.OpenApi, ApiPaths.OpenApi, (_, _) => Task.FromResult(ApiResponse.FromJsonText(OpenApiDocument.Text, ("Cache-Control", "no-cache"))));
        app.Map("/v1/{**rest}", context => HttpApiRequest.SendAsync(context, ApiResponse.FromProblem(new(
            404, "routeNotFound", "There is no such route", $"The API has no {context.Request.Method} {context.Request.Path}. GET {ApiPaths.OpenApi} lists its routes."))))
            .WithOrder(1).ExcludeFromDescription();
    }

    private static void Map(
        IEndpointRouteBuilder app, string method, string pattern, string prefix, Func<ApiRequest, CancellationToken, Task<ApiResponse>> handle) =>
        app.MapMethods(pattern, method == "GET" ? ["GET", "HEAD"] : [method], async (HttpContext context) =>
        {
            var (request, problem) = await HttpApiRequest.ReadAsync(context, prefix + "/");
            await HttpApiRequest.SendAsync(context, request is null ? ApiResponse.FromProblem(problem!) : await handle(request, context.RequestAborted));
        }).ExcludeFromDescription();
}
