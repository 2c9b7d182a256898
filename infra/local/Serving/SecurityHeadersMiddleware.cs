using Microsoft.AspNetCore.Http;

namespace Pipeline.Local.Serving;

/// <summary>Sets the security headers of every response. Responses with uploaded content set stricter ones.</summary>
internal sealed class SecurityHeadersMiddleware(RequestDelegate next, HostAccess access)
{
    /// <summary>Policy of the page: content from this host only, and no inline scripts.</summary>
    public const string PagePolicy =
        "default-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = PagePolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        // The same for every request, because browsers cache it with the response. Pages that are not allowed are refused before they get one.
        headers["Cross-Origin-Resource-Policy"] = access.Origins.IsEmpty ? "same-origin" : "cross-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return next(context);
    }
}
