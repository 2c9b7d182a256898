using Microsoft.AspNetCore.Http;

namespace Pipeline.Local.Serving;

/// <summary>
/// Refuses requests that foreign pages make a browser send. Listening on loopback is not enough: any site can post to localhost, and
/// a site whose name resolves to 127.0.0.1 (DNS rebinding) could even read the responses.
/// </summary>
internal sealed class ForeignRequestMiddleware(RequestDelegate next, HostAccess access)
{
    public Task InvokeAsync(HttpContext context) => FindRefusal(context.Request, context.Connection.LocalPort) is { } reason
        ? RefuseAsync(context, reason)
        : next(context);

    /// <returns>Why the request is refused; null if it is allowed.</returns>
    private string? FindRefusal(HttpRequest request, int port)
    {
        if (!access.Hosts.Contains(request.Host, port))
        {
            // The value as it came: converting it throws for labels that no name has.
            return $"'{request.Host.Value}' is not the address of this host. Use http://localhost:{port}, or start it with --allow-host.";
        }

        var isAllowed = false;
        foreach (var origin in request.Headers.Origin)
        {
            if (access.Origins.Contains(origin))
            {
                isAllowed = true;
            }
            else if (!access.Hosts.IsOwnOrigin(origin, request.Host, port))
            {
                return $"Pages of '{origin}' may not use this host. Only its own pages may, unless you start it with --allow-origin {origin}.";
            }
        }

        // Browsers send this header even without Origin, for example for the images and forms of a foreign page. Following a link is harmless.
        // Images of an allowed page come without Origin, but with their referrer, which no page can forge.
        isAllowed |= IsRead(request) && access.Origins.ContainsPage(request.Headers.Referer);
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var isNavigation = HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"] == "navigate";
        return site is "cross-site" or "same-site" && !isNavigation && !isAllowed
            ? "Pages of other sites may not use this host."
            : null;
    }

    private static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    private static Task RefuseAsync(HttpContext context, string reason)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(reason + "\n", context.RequestAborted);
    }
}
