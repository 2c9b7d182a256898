using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Pipeline.Aws.Tests.Aws.Calls;

/// <summary>
/// Computes the signature of a received request again, from the specification. Source: IAM User Guide, "Create a signed AWS API request".
/// </summary>
internal static partial class ReceivedSignature
{
    public const string AccessKey = "AKIDEXAMPLE";
    public const string SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    /// <param name="request">The request, a POST without parameters.</param>
    /// <param name="body">Its content.</param>
    /// <param name="service">Name that the signature must have.</param>
    /// <param name="mediaType">Media type that the request must have.</param>
    /// <param name="required">Headers that must be signed.</param>
    public static bool IsValid(HttpRequest request, byte[] body, string service, string mediaType, params string[] required)
    {
        var match = Authorization().Match(request.Headers.Authorization.ToString());
        if (!match.Success || match.Groups["key"].Value != AccessKey || match.Groups["service"].Value != service || request.ContentType != mediaType)
        {
            return false;
        }

        var (date, scope, signed) = (match.Groups["date"].Value, match.Groups["scope"].Value, match.Groups["signed"].Value);
        var headers = string.Concat(signed.Split(';').Select(name => $"{name}:{(name == "host" ? request.Host.Value : request.Headers[name].ToString())}\n"));
        // Every segment of the path as it was sent is escaped once more.
        var path = string.Join('/', request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('/').Select(Uri.EscapeDataString));
        var canonical = $"POST\n{path}\n\n{headers}\n{signed}\n{Hash(body)}";
        var text = $"AWS4-HMAC-SHA256\n{request.Headers["x-amz-date"]}\n{date}/{scope}\n{Hash(Encoding.UTF8.GetBytes(canonical))}";
        var key = Encoding.UTF8.GetBytes("AWS4" + SecretKey);
        foreach (var part in scope.Split('/').Prepend(date))
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return required.Append("host").Append("x-amz-date").All(signed.Split(';').Contains)
            && Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text))) == match.Groups["signature"].Value;
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    [GeneratedRegex("^AWS4-HMAC-SHA256 Credential=(?<key>[^/]+)/(?<date>[0-9]{8})/(?<scope>eu-central-1/(?<service>[a-z]+)/aws4_request), SignedHeaders=(?<signed>[a-z0-9;-]+), Signature=(?<signature>[0-9a-f]{64})$")]
    private static partial Regex Authorization();
}
