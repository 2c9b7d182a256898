using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Pipeline.Host.S3.Requests;

namespace Pipeline.Local.Serving;

/// <summary>
/// Lets pages of the allowed origins read responses, and answers their preflights. Runs behind <see cref="ForeignRequestMiddleware"/>, which
/// refuses all other pages. Source: WHATWG Fetch Standard, "CORS protocol".
/// </summary>
internal sealed class CrossOriginMiddleware(RequestDelegate next, HostAccess access)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (access.Origins.IsEmpty)
        {
            return next(context);
        }

        var (request, response) = (context.Request, context.Response);
        var isPreflight = HttpMethods.IsOptions(request.Method) && request.Headers.ContainsKey(HeaderNames.AccessControlRequestMethod);
        // As late as possible: an error clears the headers that were set before.
        response.OnStarting(() =>
        {
            response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
            if (request.Headers.Origin.ToString() is { Length: > 0 } origin && access.Origins.Contains(origin))
            {
                Allow(response.Headers, origin);
            }

            return Task.CompletedTask;
        });
        return isPreflight && access.Origins.Contains(request.Headers.Origin.ToString()) ? AnswerPreflight(request, response) : next(context);
    }

    private void Allow(IHeaderDictionary headers, string origin)
    {
        headers.AccessControlAllowOrigin = access.Origins.HasAny ? AllowedOrigins.Any : origin;
        if (!access.Origins.HasAny)
        {
            // Some clients always ask for it. The host has no cookies.
            headers.AccessControlAllowCredentials = "true";
        }

        headers.AccessControlExposeHeaders = string.Join(
            ", ", S3CrossOrigin.ExposedHeaders.Concat(headers.Keys.Where(IsOfAws)).Distinct(StringComparer.OrdinalIgnoreCase));
    }

    private static bool IsOfAws(string header) =>
        header.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase) || header.StartsWith("x-amzn-", StringComparison.OrdinalIgnoreCase);

    private static Task AnswerPreflight(HttpRequest request, HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status204NoContent;
        var headers = response.Headers;
        headers.AccessControlAllowMethods = string.Join(", ", S3CrossOrigin.Methods);
        headers.AccessControlAllowHeaders = request.Headers.AccessControlRequestHeaders;
        headers.AccessControlMaxAge = FormattableString.Invariant($"{S3CrossOrigin.MaxAge.TotalSeconds}");
        headers.Append(HeaderNames.Vary, $"{HeaderNames.AccessControlRequestMethod}, {HeaderNames.AccessControlRequestHeaders}");
        if (request.Headers["Access-Control-Request-Private-Network"] == "true")
        {
            // Asked by browsers for a page that is not on this machine or network.
            headers["Access-Control-Allow-Private-Network"] = "true";
        }

        return Task.CompletedTask;
    }
}
