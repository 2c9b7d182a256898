using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;

namespace Pipeline.Aws.Calls;

/// <summary>
/// Signs requests to a service for which the project has no client package. Source: AWS IAM User Guide, "AWS Signature Version 4 for API
/// requests".
/// </summary>
/// <param name="service">Name of the service in signatures, such as <c>sns</c>.</param>
/// <param name="region">Region, such as <c>eu-central-1</c>.</param>
public sealed class SignatureV4(string service, string region)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>
    /// Adds the date, the session's token if there is one, and the signature. The content type, if there is content, and headers that begin with
    /// <c>x-amz-</c> are signed too.
    /// </summary>
    /// <param name="request">Request, with parameters with a value each. Escapes in the path are escaped once more in the signature, except for S3.</param>
    /// <param name="body">Content of the request.</param>
    /// <param name="credentials">Credentials.</param>
    /// <param name="now">The current time.</param>
    public void Sign(HttpRequestMessage request, byte[] body, ImmutableCredentials credentials, DateTimeOffset now)
    {
        var timestamp = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var date = timestamp[..8];
        request.Headers.Add("x-amz-date", timestamp);
        if (credentials.UseToken)
        {
            request.Headers.Add("x-amz-security-token", credentials.Token);
        }

        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = request.RequestUri!.Authority };
        if (request.Content?.Headers.ContentType is { } contentType)
        {
            headers["content-type"] = contentType.ToString();
        }

        foreach (var (name, values) in request.Headers.Where(header => header.Key.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)))
        {
            headers[name.ToLowerInvariant()] = string.Join(',', values);
        }

        var names = string.Join(';', headers.Keys);
        var query = string.Join('&', request.RequestUri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        var canonical = $"{request.Method}\n{GetCanonicalPath(request.RequestUri.AbsolutePath)}\n{query}\n{string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"))}\n{names}\n{Hash(body)}";
        var scope = $"{date}/{region}/{service}/aws4_request";
        var text = $"{Algorithm}\n{timestamp}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(canonical))}";
        var key = AWS4Signer.ComposeSigningKey(credentials.SecretKey, region, date, service);
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"{Algorithm} Credential={credentials.AccessKey}/{scope}, SignedHeaders={names}, Signature={signature}");
    }

    private string GetCanonicalPath(string path) => service == "s3" ? path : string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
