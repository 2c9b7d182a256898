using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Pipeline.Host.Engine;

namespace Pipeline.Local.Serving;

/// <summary>For the health checks of containers: whether the host can take uploads.</summary>
internal static class HealthEndpoint
{
    public const string Path = "/health";

    /// <summary>Maps <c>GET /health</c>: status 200, or 503 with JSON that says why while the host cannot take uploads.</summary>
    public static void MapHealth(this WebApplication app, LocalPipeline pipeline)
    {
        var health = new HostHealth(pipeline, TimeProvider.System);
        app.MapGet(Path, (RequestDelegate)(async context =>
        {
            var problem = await health.CheckAsync(context.RequestAborted);
            context.Response.StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.CacheControl = "no-store";
            context.Response.ContentType = problem is null ? "text/plain; charset=utf-8" : "application/json; charset=utf-8";
            var body = problem is null ? "ok\n"
                : new JsonObject { ["status"] = "unavailable", ["reason"] = problem.Reason, ["message"] = problem.Message }.ToJsonString() + "\n";
            await context.Response.WriteAsync(body, context.RequestAborted);
        })).ExcludeFromDescription();
    }
}
