using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Pipeline.Host.Console.Live;

/// <summary><c>GET /api/live</c>: server-sent events (WHATWG HTML, section 9.2), so that pages do not poll.</summary>
internal static class LiveEndpoint
{
    // Short enough that proxies and browsers do not consider the connection dead.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static void MapLive(this IEndpointRouteBuilder api) => api
        .MapGet("/live", StreamAsync)
        .WithTags("Live")
        .WithSummary("Streams changes as server-sent events: execution, history (of the execution in the query), image, announcement, definition, reset.")
        .Produces<string>(StatusCodes.Status200OK, "text/event-stream");

    private static async Task<EmptyHttpResult> StreamAsync(
        HttpContext context, LiveHub hub, TimeProvider time, IHostApplicationLifetime lifetime, string? execution)
    {
        // The stream also ends when the host stops, so that an open page does not delay the stop.
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
