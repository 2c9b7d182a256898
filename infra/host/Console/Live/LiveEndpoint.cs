using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Pipeline.Host.Console.Live;

/// <summary><c>GET /api/live</c>: server-sent events (WHATWG HTML, section 9.2), so that pages never poll.</summary>
internal static class LiveEndpoint
{
    // Shorter than what proxies and browsers take for a dead connection.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static void MapLive(this IEndpointRouteBuilder api) => api
        .MapGet("/live", StreamAsync)
        .WithTags("Live")
        .WithSummary("What happens, as server-sent events: execution, history (of the execution named), image, announcement, definition, reset.")
        .Produces<string>(StatusCodes.Status200OK, "text/event-stream");

    private static async Task<EmptyHttpResult> StreamAsync(
        HttpContext context, LiveHub hub, TimeProvider time, IHostApplicationLifetime lifetime, string? execution)
    {
        // Ends with the host as well: an open page must not hold it up.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var subscription = hub.Subscribe(execution);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await WriteAsync(context.Response, ": hello\n\n", ending.Token);
            await foreach (var next in subscription.ReadAsync(Heartbeat, time, ending.Token))
            {
                var text = next is { } @event ? $"event: {@event.Name}\ndata: {@event.Data}\n\n" : ": still here\n\n";
                await WriteAsync(context.Response, text, ending.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed, or the host is stopping.
        }

        return TypedResults.Empty;
    }

    private static async Task WriteAsync(HttpResponse response, string text, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
