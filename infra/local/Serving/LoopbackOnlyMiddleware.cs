using Microsoft.AspNetCore.Http;

namespace Pipeline.Local.Serving;

/// <summary>
/// Refuses what a foreign page makes a browser send. Being on loopback is not enough: any site can post to localhost, and
/// one whose name resolves to 127.0.0.1 (DNS rebinding) would even read the answers.
/// </summary>
internal sealed class LoopbackOnlyMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) => FindRefusal(context.Request, context.Connection.LocalPort) is { } reason
        ? RefuseAsync(context, reason)
        : next(context);

    /// <returns>What is wrong, for people; null when the request may pass.</returns>
    private static string? FindRefusal(HttpRequest request, int port)
    {
        if (!IsOwn(request.Host.Host, request.Host.Port ?? 80, port))
        {
            return $"The host '{request.Host}' is not this one: use http://localhost:{port}.";
        }

        foreach (var origin in request.Headers.Origin)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var from) || from.Scheme != Uri.UriSchemeHttp || !IsOwn(from.Host, from.Port, port))
            {
                return $"The origin '{origin}' may not use this host: only its own pages may.";
            }
        }

        // What browsers say about requests that carry no Origin, such as a foreign page's images and forms. Following a link is harmless.
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var isNavigation = HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"] == "navigate";
        return site is "cross-site" or "same-site" && !isNavigation
            ? "Pages of other sites may not use this host."
            : null;
    }

    private static bool IsOwn(string host, int port, int ownPort) =>
        port == ownPort && (host is "localhost" or "127.0.0.1" or "[::1]" || host.EndsWith(".localhost", StringComparison.Ordinal));

    private static Task RefuseAsync(HttpContext context, string reason)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(reason + "\n", context.RequestAborted);
    }
}
