using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Host.Console.Api;
using Pipeline.Host.Console.Http;
using Pipeline.Host.Console.Live;
using Pipeline.Host.Console.Numbers;
using Pipeline.Host.Console.StaticFiles;
using Pipeline.Host.Console.Webhooks;

namespace Pipeline.Host.Console;

/// <summary>The console's API, its description, and the page.</summary>
public static class ConsoleEndpoints
{
    /// <summary>Maps the API below <c>/api</c>, <c>/openapi.json</c> and <c>/metrics</c>.</summary>
    public static void MapConsole(this WebApplication app)
    {
        var api = app.MapGroup("/api");
        // Else a body of another type would be a path that is not there, which S3 then answers, instead of 415.
        ((IEndpointConventionBuilder)api).Finally(endpoint =>
        {
            foreach (var accepts in endpoint.Metadata.OfType<IAcceptsMetadata>().ToArray())
            {
                endpoint.Metadata.Remove(accepts);
            }
        });
        api.MapStatus();
        api.MapUploads();
        api.MapExecutions();
        api.MapExecutionActions();
        api.MapImages();
        api.MapAnnouncements();
        api.MapWebhook();
        api.MapDefinition();
        api.MapNumbers();
        api.MapLive();
        api.Map("/{**rest}", NotFoundAsync).WithOrder(1).ExcludeFromDescription();
        app.MapOpenApi("/openapi.json");
        // Made here, so that it counts from before the first execution is resumed.
        app.Services.GetRequiredService<PipelineNumbers>().MapMetrics(app);
    }

    /// <summary>Maps the page's files.</summary>
    public static void MapPage(this WebApplication app) => app.MapWebFiles();

    /// <summary>Answers with the page itself.</summary>
    public static Task SendPageAsync(HttpContext context) => WebFiles.Index().ExecuteAsync(context);

    private static Task NotFoundAsync(HttpContext context) =>
        Problems.NotFound($"The API has no {context.Request.Method} {context.Request.Path}; GET /openapi.json lists what it has.").ExecuteAsync(context);
}
