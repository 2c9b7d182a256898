using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Pipeline.Host.Signatures;

/// <summary>
/// Checks the signatures of requests to a service, in the header or in the query. Any region is right. Source: AWS IAM User Guide, "AWS
/// Signature Version 4 for API requests"; Amazon S3 API Reference, "Authenticating Requests: Using Query Parameters".
/// </summary>
/// <param name="credentials">The access key that signs.</param>
/// <param name="service">Name of the service in signatures, such as <c>s3</c>.</param>
/// <param name="time">The clock.</param>
public sealed class SignatureCheck(HostCredentials credentials, string service, TimeProvider time)
{
    /// <summary>Stands for content that is not signed.</summary>
    public const string UnsignedPayload = "UNSIGNED-PAYLOAD";

    private const string ContentHashHeader = "x-amz-content-sha256";

    /// <summary>How much the clocks of client and host may differ.</summary>
    private static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(15);

    /// <summary>Checks the signature of a request whose header says the hash of its content. The caller checks the content against it.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="SignatureException">The request is not signed as it must be.</exception>
    public VerifiedSignature Verify(HttpRequest request)
    {
        var claimed = ClaimedSignature.Read(request);
        var announced = request.Headers[ContentHashHeader].ToString();
        if (announced.Length == 0 && !claimed.IsPresigned)
        {
            throw new SignatureException(SignatureFault.Malformed, $"Missing required header for this request: {ContentHashHeader}.");
        }

        return Verify(request, claimed, announced.Length > 0 ? announced : UnsignedPayload);
    }

    /// <summary>Checks the signature of a request with its content.</summary>
    /// <param name="request">The request.</param>
    /// <param name="content">The whole content.</param>
    /// <exception cref="SignatureException">The request is not signed as it must be.</exception>
    public VerifiedSignature Verify(HttpRequest request, ReadOnlySpan<byte> content) =>
        Verify(request, ClaimedSignature.Read(request), Convert.ToHexStringLower(SHA256.HashData(content)));

    /// <summary>
    /// Checks the signature of the policy of a form. When the form may be sent, the policy says. Source: Amazon S3 API Reference, "Authenticating
    /// Requests in Browser-Based Uploads Using POST".
    /// </summary>
    /// <param name="policy">The policy, in Base64.</param>
    /// <param name="algorithm">The field <c>X-Amz-Algorithm</c>.</param>
    /// <param name="credential">The field <c>X-Amz-Credential</c>.</param>
    /// <param name="timestamp">The field <c>X-Amz-Date</c>.</param>
    /// <param name="signature">The field <c>X-Amz-Signature</c>.</param>
    /// <exception cref="SignatureException">The policy is not signed as it must be.</exception>
    public void VerifyPolicy(string policy, string algorithm, string credential, string timestamp, string signature)
    {
        var claimed = ClaimedSignature.ReadForm(algorithm, credential, timestamp, signature);
        EnsureCredential(claimed);
        EnsureTime(claimed);
        if (!CreateVerified(claimed).IsSignatureOf(policy, signature))
        {
            throw Mismatch(claimed, policy);
        }
    }

    private VerifiedSignature Verify(HttpRequest request, ClaimedSignature claimed, string contentHash)
    {
        EnsureCredential(claimed);
        EnsureTime(claimed);
        EnsureHeadersSigned(request, claimed);
        var canonical = CanonicalRequest.Create(request, claimed.SignedHeaders, contentHash);
        var text = $"{ClaimedSignature.Algorithm}\n{claimed.Timestamp}\n{claimed.Scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var verified = CreateVerified(claimed);
        return verified.IsSignatureOf(text, claimed.Signature) ? verified : throw Mismatch(claimed, text, ("CanonicalRequest", canonical));
    }

    private VerifiedSignature CreateVerified(ClaimedSignature claimed) => new(SigningKey.Derive(credentials.SecretKey, claimed.Date, claimed.Region, claimed.Service), claimed.Timestamp, claimed.Scope, claimed.Signature);

    private static SignatureException Mismatch(ClaimedSignature claimed, string signed, params (string, string)[] details) => new(
        SignatureFault.Mismatch,
        "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
        [("AWSAccessKeyId", claimed.AccessKey), ("StringToSign", signed), ("SignatureProvided", claimed.Signature), .. details]);

    private void EnsureCredential(ClaimedSignature claimed)
    {
        if (claimed.Service != service)
        {
            throw new SignatureException(SignatureFault.Malformed, $"The credential is for the service '{claimed.Service}'; it must be for '{service}'.") { IsPresigned = claimed.IsPresigned };
        }

        if (claimed.AccessKey != credentials.AccessKey)
        {
            throw new SignatureException(
                SignatureFault.UnknownAccessKey, "The AWS Access Key Id you provided does not exist in our records.", ("AWSAccessKeyId", claimed.AccessKey));
        }
    }

    private void EnsureTime(ClaimedSignature claimed)
    {
        var now = time.GetUtcNow();
        if (claimed.Lifetime is { } lifetime)
        {
            var until = claimed.SignedAt + lifetime;
            if (now > until)
            {
                throw new SignatureException(
                    SignatureFault.NotValidNow, "Request has expired",
                    ("X-Amz-Expires", lifetime.TotalSeconds.ToString(CultureInfo.InvariantCulture)), ("Expires", Format(until)), ("ServerTime", Format(now)));
            }

            if (claimed.SignedAt > now + MaxSkew)
            {
                throw new SignatureException(SignatureFault.NotValidNow, "Request is not valid yet", ("X-Amz-Date", claimed.Timestamp), ("ServerTime", Format(now)));
            }
        }
        else if ((now - claimed.SignedAt).Duration() > MaxSkew)
        {
            throw new SignatureException(
                SignatureFault.ClockSkew, "The difference between the request time and the current time is too large.",
                ("RequestTime", claimed.Timestamp), ("ServerTime", Format(now)),
                ("MaxAllowedSkewMilliseconds", MaxSkew.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>The host, and every header of AWS that is sent: an unsigned one could change what a signed request does.</summary>
    private static void EnsureHeadersSigned(HttpRequest request, ClaimedSignature claimed)
    {
        var unsigned = request.Headers.Keys
            .Where(name => name.Equals("Host", StringComparison.OrdinalIgnoreCase) || name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase))
            // The text that is signed contains it anyway.
            .Where(name => !name.Equals(ContentHashHeader, StringComparison.OrdinalIgnoreCase))
            .Select(name => name.ToLowerInvariant())
            .Except(claimed.SignedHeaders)
            .Order(StringComparer.Ordinal)
            .ToArray();
        if (unsigned.Length > 0)
        {
            throw new SignatureException(
                SignatureFault.UnsignedHeader, $"There were headers present in the request which were not signed: {string.Join(", ", unsigned)}",
                ("HeadersNotSigned", string.Join(", ", unsigned)));
        }
    }

    private static string Format(DateTimeOffset when) => when.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
