using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Pipeline.Host.Engine;

namespace Pipeline.Local.Serving;

/// <summary>For the health checks of containers: whether the host can take uploads.</summary>
internal static class HealthEndpoint
{
    public const string Path = "/health";

    /// <summary>Maps <c>GET /health</c>: status 200, or 503 while a fault of the machine keeps executions from going on.</summary>
    public static void MapHealth(this WebApplication app, LocalPipeline pipeline) =>
        app.MapGet(Path, (RequestDelegate)(context =>
        {
            var isHealthy = pipeline.Interruption is null;
            context.Response.StatusCode = isHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            context.Response.ContentType = "text/plain; charset=utf-8";
            // The fault itself names folders, and health checks need no password.
            return context.Response.WriteAsync(isHealthy ? "ok\n" : "interrupted\n", context.RequestAborted);
        })).ExcludeFromDescription();
}
