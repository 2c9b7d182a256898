using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Pipeline.Host.S3;
using Pipeline.Host.Signatures;
using Pipeline.Host.StepFunctions;

namespace Pipeline.Local.Serving;

/// <summary>
/// With credentials, the console and its API are for this machine; from others, browsers ask for the access key and its secret (HTTP Basic
/// authentication). S3 and Step Functions check signatures themselves. Source: RFC 7617.
/// </summary>
internal sealed class ConsoleAccessMiddleware(RequestDelegate next, HostAccess access)
{
    private const string Scheme = "Basic ";

    public Task InvokeAsync(HttpContext context)
    {
        if (access.Credentials is not { } credentials || context.Request.Path == HealthEndpoint.Path)
        {
            return next(context);
        }

        var request = context.Request;
        var isTrusted = (context.Connection.RemoteIpAddress is { } peer && IPAddress.IsLoopback(peer)) || HasPassword(request, credentials);
        if (IsSigned(context))
        {
            if (isTrusted && IsImageOfOwnPage(request))
            {
                context.Features.Set(TrustedPage.Instance);
            }

            return next(context);
        }

        return isTrusted ? next(context) : RefuseAsync(context.Response);
    }

    /// <summary>Whether the request is for a service that checks its signature.</summary>
    private static bool IsSigned(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<ChecksSignatures>() is not null
        || (context.Request.Path == "/" && (S3Endpoints.IsS3Request(context.Request) || StepFunctionsEndpoints.IsStepFunctionsRequest(context.Request)));

    /// <summary>Browsers say which page a request comes from. A program can say the same, but then it can use the console, too.</summary>
    private static bool IsImageOfOwnPage(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && request.Headers["Sec-Fetch-Site"] == "same-origin" && !S3Endpoints.IsS3Request(request);

    private static bool HasPassword(HttpRequest request, HostCredentials credentials)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var expected = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.AccessKey}:{credentials.SecretKey}"));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header[Scheme.Length..].Trim()), Encoding.UTF8.GetBytes(expected));
    }

    private static Task RefuseAsync(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.Headers.WWWAuthenticate = "Basic realm=\"Image Pipeline\", charset=\"UTF-8\"";
        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync("Give the access key of this host as the user, and its secret key as the password.\n", response.HttpContext.RequestAborted);
    }
}
