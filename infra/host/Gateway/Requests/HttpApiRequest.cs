using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Pipeline.Host.Store.Files;
using Pipeline.Http.Requests;

namespace Pipeline.Host.Gateway.Requests;

/// <summary>Reads requests of the API and sends its responses.</summary>
internal static class HttpApiRequest
{
    private const int MaxBodyBytes = 65_536;

    /// <summary>Reads a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="prefix">The path before what the route takes, with a slash at its end.</param>
    /// <returns>Null, with the problem to answer, if the request cannot be read.</returns>
    public static async Task<(ApiRequest? Request, ApiProblem? Problem)> ReadAsync(HttpContext context, string prefix)
    {
        var request = context.Request;
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!EncodedText.IsUtf8(target))
        {
            return (null, ApiProblem.InvalidRequest("The path or the query is not percent-encoded UTF-8."));
        }

        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in request.Query)
        {
            query[name] = values[^1] ?? "";
        }

        if (await ReadBodyAsync(request) is not { } body)
        {
            return (null, new(413, "bodyTooLarge", "The body is too large", $"The body has more than {MaxBodyBytes:N0} bytes. It is a few lines of JSON; the image itself goes to the bucket."));
        }

        return (
            new(
                ReadPath(target, prefix),
                query,
                request.Headers.IfNoneMatch.ToString() is { Length: > 0 } tags ? tags : null,
                body.Length > 0 ? body : null,
                $"{request.Scheme}://{request.Host.Value}"),
            null);
    }

    /// <summary>Sends a response.</summary>
    public static async Task SendAsync(HttpContext context, ApiResponse answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = value;
        }

        if (answer.Body is { } body)
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            response.ContentLength = bytes.Length;
            if (!HttpMethods.IsHead(context.Request.Method))
            {
                await response.Body.WriteAsync(bytes, context.RequestAborted);
            }
        }
    }

    /// <summary>From the raw target, because routing leaves <c>%2F</c> encoded and removes dot segments.</summary>
    private static string? ReadPath(string target, string prefix)
    {
        var end = target.IndexOf('?', StringComparison.Ordinal);
        var path = end < 0 ? target : target[..end];
        return path.Length > prefix.Length && path.StartsWith(prefix, StringComparison.Ordinal) ? Uri.UnescapeDataString(path[prefix.Length..]) : null;
    }

    /// <returns>Null if the body is too large.</returns>
    private static async Task<string?> ReadBodyAsync(HttpRequest request)
    {
        if (request.ContentLength > MaxBodyBytes)
        {
            return null;
        }

        using var body = new MemoryStream();
        var buffer = new byte[8192];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0)
        {
            if (body.Length + read > MaxBodyBytes)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
    }
}
