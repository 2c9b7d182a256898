using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Host.Console.Api;
using Pipeline.Host.Console.Http;
using Pipeline.Host.Console.Live;
using Pipeline.Host.Console.Numbers;
using Pipeline.Host.Console.StaticFiles;
using Pipeline.Host.Console.Webhooks;
using Pipeline.Host.Store.Files;

namespace Pipeline.Host.Console;

/// <summary>The console: its API, the OpenAPI document, and the page.</summary>
public static class ConsoleEndpoints
{
    /// <summary>Maps the API below <c>/api</c>, <c>/openapi.json</c> and <c>/metrics</c>.</summary>
    public static void MapConsole(this WebApplication app)
    {
        var api = app.MapGroup("/api");
        // Without this, a body of an unsupported type matches no endpoint of the API, and S3 handles the request. It must get status 415.
        ((IEndpointConventionBuilder)api).Finally(endpoint =>
        {
            foreach (var accepts in endpoint.Metadata.OfType<IAcceptsMetadata>().ToArray())
            {
                endpoint.Metadata.Remove(accepts);
            }
        });
        api.AddEndpointFilter(RefuseOtherEncodings);
        api.MapStatus();
        api.MapUploads();
        api.MapExistingOriginals();
        api.MapExecutions();
        api.MapExecutionActions();
        api.MapMapRuns();
        api.MapBackfill();
        api.MapExecutionDefinition();
        api.MapLogs();
        api.MapImages();
        api.MapAnnouncements();
        api.MapWebhook();
        api.MapDefinition();
        api.MapNumbers();
        api.MapQueries();
        api.MapLive();
        api.Map("/{**rest}", NotFoundAsync).WithOrder(1).ExcludeFromDescription();
        app.MapOpenApi("/openapi.json");
        // Created here, so that it counts from before the first execution is resumed.
        app.Services.GetRequiredService<PipelineNumbers>().MapMetrics(app);
    }

    /// <summary>
    /// Whether this program has the console's page. If not, the build lacked Node.js, and a page that says so takes its place.
    /// </summary>
    public static bool HasPage => WebFiles.HasPage;

    /// <summary>Maps the page's files.</summary>
    public static void MapPage(this WebApplication app) => WebFiles.Served.Map(app);

    /// <summary>Responds with the page itself.</summary>
    public static Task SendPageAsync(HttpContext context) => WebFiles.Served.OpenIndex().ExecuteAsync(context);

    /// <summary>Refuses paths and queries that are not UTF-8: the server would replace their bytes, and find or name something else.</summary>
    private static ValueTask<object?> RefuseOtherEncodings(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        EncodedText.IsUtf8(context.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget)
            ? next(context)
            : ValueTask.FromResult<object?>(Problems.BadRequest("The path or the query is not percent-encoded UTF-8."));

    private static Task NotFoundAsync(HttpContext context) =>
        Problems.NotFound($"The API has no {context.Request.Method} {context.Request.Path}. GET /openapi.json lists its operations.").ExecuteAsync(context);
}
