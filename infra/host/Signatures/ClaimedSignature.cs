using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Pipeline.Host.Signatures;

/// <summary>What a request says about its signature, in the header <c>Authorization</c> or in the query.</summary>
/// <param name="IsPresigned">Whether it is in the query.</param>
/// <param name="AccessKey">ID of the access key.</param>
/// <param name="Scope">Date, region, service and a fixed word, separated by slashes.</param>
/// <param name="SignedHeaders">Names of the signed headers.</param>
/// <param name="Signature">The signature, in hexadecimal.</param>
/// <param name="Timestamp">When it was signed, as <c>20260101T000000Z</c>.</param>
/// <param name="SignedAt">The same as a time.</param>
/// <param name="Lifetime">How long a presigned URL is valid; null for a header.</param>
internal sealed record ClaimedSignature(
    bool IsPresigned, string AccessKey, string Scope, IReadOnlyList<string> SignedHeaders, string Signature, string Timestamp, DateTimeOffset SignedAt, TimeSpan? Lifetime)
{
    public const string Algorithm = "AWS4-HMAC-SHA256";
    public const string DateHeader = "x-amz-date";

    private const string TimestampFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const int MaxLifetimeSeconds = 604_800;

    public string Date => Scope.Split('/')[0];

    public string Region => Scope.Split('/')[1];

    public string Service => Scope.Split('/')[2];

    /// <exception cref="SignatureException">The request is not signed, or the signature has another form.</exception>
    public static ClaimedSignature Read(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.Length > 0)
        {
            return header.StartsWith(Algorithm + " ", StringComparison.Ordinal) ? ReadHeader(request, header[Algorithm.Length..]) : throw Unsupported(isPresigned: false);
        }

        if (request.Query.ContainsKey("X-Amz-Algorithm") || request.Query.ContainsKey(CanonicalRequest.SignatureParameter))
        {
            return request.Query["X-Amz-Algorithm"] == Algorithm ? ReadQuery(request) : throw Unsupported(isPresigned: true);
        }

        throw request.Query.ContainsKey("AWSAccessKeyId")
            ? Unsupported(isPresigned: true)
            : new SignatureException(SignatureFault.Missing, "Access Denied: this host has credentials, and the request is not signed with them.");
    }

    /// <summary>Reads the fields of a form. A signed policy is valid as long as a presigned URL can be.</summary>
    /// <exception cref="SignatureException">The signature has another form.</exception>
    public static ClaimedSignature ReadForm(string algorithm, string credential, string timestamp, string signature) => algorithm == Algorithm
        ? Create(isPresigned: true, credential, signedHeaders: "host", signature, timestamp, TimeSpan.FromSeconds(MaxLifetimeSeconds))
        : throw Unsupported(isPresigned: true);

    private static ClaimedSignature ReadHeader(HttpRequest request, string parameters)
    {
        var parts = parameters.Split(',', StringSplitOptions.TrimEntries).Select(part => part.Split('=', 2)).Where(part => part.Length == 2)
            .GroupBy(part => part[0], StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First()[1], StringComparer.Ordinal);
        var timestamp = request.Headers[DateHeader].ToString();
        if (timestamp.Length == 0 && DateTimeOffset.TryParseExact(request.Headers.Date, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
        {
            timestamp = date.UtcDateTime.ToString(TimestampFormat, CultureInfo.InvariantCulture);
        }

        return Create(
            isPresigned: false, parts.GetValueOrDefault("Credential"), parts.GetValueOrDefault("SignedHeaders"), parts.GetValueOrDefault("Signature"), timestamp, lifetime: null);
    }

    private static ClaimedSignature ReadQuery(HttpRequest request)
    {
        var query = request.Query;
        return int.TryParse(query["X-Amz-Expires"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= MaxLifetimeSeconds
            ? Create(
                isPresigned: true, query["X-Amz-Credential"], query["X-Amz-SignedHeaders"], query[CanonicalRequest.SignatureParameter], query["X-Amz-Date"],
                TimeSpan.FromSeconds(seconds))
            : throw Malformed(isPresigned: true, $"X-Amz-Expires must be a number of seconds from 1 to {MaxLifetimeSeconds}.");
    }

    private static ClaimedSignature Create(bool isPresigned, string? credential, string? signedHeaders, string? signature, string? timestamp, TimeSpan? lifetime)
    {
        var parts = credential?.Split('/', 2) ?? [];
        var scope = parts.Length == 2 ? parts[1].Split('/') : [];
        if (scope is not [var day, _, _, "aws4_request"])
        {
            throw Malformed(isPresigned, "The credential must be ACCESS-KEY/YYYYMMDD/REGION/SERVICE/aws4_request.");
        }

        if (signedHeaders is not { Length: > 0 } || signature is not { Length: > 0 })
        {
            throw Malformed(isPresigned, "The signature and the names of the signed headers are required.");
        }

        if (!DateTimeOffset.TryParseExact(timestamp, TimestampFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signedAt))
        {
            throw Malformed(isPresigned, "The request must have a date of the form 20260101T000000Z.");
        }

        return day == timestamp![..8]
            ? new(isPresigned, parts[0], parts[1], signedHeaders.Split(';'), signature, timestamp, signedAt, lifetime)
            : throw Malformed(isPresigned, $"The date of the credential is {day}, but that of the request is {timestamp[..8]}.");
    }

    private static SignatureException Malformed(bool isPresigned, string message) => new(SignatureFault.Malformed, message) { IsPresigned = isPresigned };

    private static SignatureException Unsupported(bool isPresigned) => new(
        SignatureFault.UnsupportedAlgorithm, $"The authorization mechanism you have provided is not supported. Please use {Algorithm}.") { IsPresigned = isPresigned };
}
