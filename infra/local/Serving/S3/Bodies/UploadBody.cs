using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pipeline.Local.Serving.S3.Protocol;

namespace Pipeline.Local.Serving.S3.Bodies;

/// <summary>
/// The content of a request, out of its coding, compared with every checksum that it came with. Signatures are not: any credentials
/// and none will do. Source: Amazon S3 User Guide, "Checking object integrity".
/// </summary>
internal sealed class UploadBody : IDisposable
{
    private const string ChecksumPrefix = "x-amz-checksum-";
    private const string Sha256Header = "x-amz-content-sha256";
    private const int Md5Bytes = 16;
    private const int Sha256Bytes = 32;

    private readonly HttpRequest _request;

    /// <summary>Those that the answer names, too.</summary>
    private readonly List<AnnouncedChecksum> _checksums = [];
    private readonly List<AnnouncedChecksum> _unnamed = [];

    private UploadBody(HttpRequest request) => (_request, Content) = (request, request.Body);

    /// <summary>To be read to its end, where it throws unless it is what was announced.</summary>
    public Stream Content { get; private set; }

    /// <summary>MD5 that the content must have, in hexadecimal; null: any.</summary>
    public string? Md5 { get; private init; }

    /// <param name="request">The request.</param>
    /// <param name="mostBytes">Most bytes of the content.</param>
    /// <exception cref="S3Exception">It is announced to be too large, or a header makes no sense.</exception>
    public static UploadBody Open(HttpRequest request, long mostBytes) => Open(request, mostBytes, withChecksums: true);

    /// <summary>As <see cref="Open(HttpRequest, long)"/>, of a document rather than an object: what reads it need not know of <see cref="Md5"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="mostBytes">Most bytes of the document.</param>
    /// <param name="withChecksums">Whether the headers that name checksums are about the document.</param>
    /// <exception cref="S3Exception">It is announced to be too large, or a header makes no sense.</exception>
    public static UploadBody OpenDocument(HttpRequest request, long mostBytes, bool withChecksums)
    {
        var body = Open(request, mostBytes, withChecksums);
        if (body.Md5 is { } md5)
        {
            var announced = Convert.FromHexString(md5);
            var checksum = new AnnouncedChecksum("md5", () => announced, () => S3Errors.BadDigest("The Content-MD5 you specified did not match what we received."));
            body.Content = new VerifiedStream(body.Content, [checksum]);
        }

        return body;
    }

    private static UploadBody Open(HttpRequest request, long mostBytes, bool withChecksums)
    {
        var sha256 = request.Headers[Sha256Header].ToString();
        var chunked = sha256.StartsWith("STREAMING-", StringComparison.Ordinal)
            || request.Headers.ContentEncoding.ToString().Contains("aws-chunked", StringComparison.OrdinalIgnoreCase);
        var length = chunked ? DecodedLength(request) : request.ContentLength;
        if (length > mostBytes)
        {
            // Before "100 Continue": a client that waits for it sends nothing.
            throw S3Errors.EntityTooLarge(mostBytes, length);
        }

        var body = new UploadBody(request) { Md5 = ContentMd5(request) };
        var coding = chunked ? new AwsChunkedStream(request.Body, length) : null;
        if (withChecksums)
        {
            body.AddChecksums();
        }

        body.AddTrailers(coding);
        if (!chunked && sha256.Length > 0 && sha256 != "UNSIGNED-PAYLOAD")
        {
            body.AddPayloadHash(sha256);
        }

        body.Content = new VerifiedStream(coding ?? request.Body, [.. body._checksums, .. body._unnamed]);
        return body;
    }

    /// <summary>The content of parts that came before, compared with the checksum of the whole, if the request has one.</summary>
    /// <param name="request">The request that puts them together.</param>
    /// <param name="parts">Their bytes.</param>
    /// <exception cref="S3Exception">A header makes no sense.</exception>
    public static UploadBody OfParts(HttpRequest request, Stream parts)
    {
        var body = new UploadBody(request);
        // A checksum of the parts' checksums says nothing that those did not.
        if ("FULL_OBJECT".Equals(request.Headers["x-amz-checksum-type"].ToString(), StringComparison.OrdinalIgnoreCase))
        {
            body.AddChecksums();
        }

        body.Content = new VerifiedStream(parts, body._checksums);
        return body;
    }

    /// <summary>Tells the client what its checksums were compared with; to be called when the content was read.</summary>
    /// <param name="response">Gets the headers.</param>
    /// <param name="type">What they are of, an object or a part: S3 says so of objects only.</param>
    public void Echo(HttpResponse response, string? type = null)
    {
        foreach (var checksum in _checksums)
        {
            response.Headers[ChecksumPrefix + checksum.Algorithm] = checksum.Value;
            response.Headers[ChecksumPrefix + "type"] = type;
        }
    }

    public void Dispose() => Content.Dispose();

    private void AddChecksums()
    {
        foreach (var (name, values) in _request.Headers.Where(header => header.Key.StartsWith(ChecksumPrefix, StringComparison.OrdinalIgnoreCase)))
        {
            var algorithm = name[ChecksumPrefix.Length..].ToLowerInvariant();
            if (algorithm is "type" or "algorithm" or "mode")
            {
                continue;
            }

            var announced = FromBase64(name, values.ToString(), Length(name, algorithm));
            _checksums.Add(new(algorithm, () => announced, () => Mismatch(algorithm)));
        }
    }

    private void AddTrailers(AwsChunkedStream? coding)
    {
        foreach (var name in _request.Headers["x-amz-trailer"].SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (!name.StartsWith(ChecksumPrefix, StringComparison.OrdinalIgnoreCase) || coding is null)
            {
                throw S3Errors.InvalidRequest($"The value specified in the x-amz-trailer header is not supported: {name}.");
            }

            var algorithm = name[ChecksumPrefix.Length..].ToLowerInvariant();
            var length = Length(name, algorithm);
            _checksums.Add(new(algorithm, Announced, () => Mismatch(algorithm)));

            byte[] Announced() => coding.Trailers.TryGetValue(name, out var value)
                ? FromBase64(name, value, length)
                : throw new S3Exception(StatusCodes.Status400BadRequest, "MalformedTrailerError", $"The trailer {name} was announced and did not come.");
        }
    }

    private void AddPayloadHash(string sha256)
    {
        if (sha256.Length != 2 * Sha256Bytes || !sha256.All(char.IsAsciiHexDigit))
        {
            throw S3Errors.InvalidArgument(
                Sha256Header, sha256, $"{Sha256Header} must be UNSIGNED-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, or a valid sha256 value.");
        }

        var announced = Convert.FromHexString(sha256);
        _unnamed.Add(new("sha256", () => announced, () => new S3Exception(
            StatusCodes.Status400BadRequest,
            "XAmzContentSHA256Mismatch",
            "The provided 'x-amz-content-sha256' header does not match what was computed.",
            ("ClientComputedContentSHA256", sha256))));
    }

    private static S3Exception Mismatch(string algorithm) =>
        S3Errors.BadDigest($"The {algorithm.ToUpperInvariant()} you specified did not match the calculated checksum.");

    private static int Length(string header, string algorithm) => Checksum.Lengths.TryGetValue(algorithm, out var length)
        ? length
        : throw S3Errors.NotImplemented($"The checksum of {header} is not implemented here: {string.Join(", ", Checksum.Lengths.Keys)} are.");

    private static string? ContentMd5(HttpRequest request)
    {
        if (request.Headers.ContentMD5.ToString() is not { Length: > 0 } text)
        {
            return null;
        }

        var bytes = new byte[Md5Bytes];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == Md5Bytes
            ? Convert.ToHexStringLower(bytes)
            : throw new S3Exception(StatusCodes.Status400BadRequest, "InvalidDigest", "The Content-MD5 you specified is not valid.", ("Content-MD5", text));
    }

    private static byte[] FromBase64(string header, string text, int length)
    {
        var bytes = new byte[length];
        return Convert.TryFromBase64String(text, bytes, out var written) && written == length
            ? bytes
            : throw S3Errors.InvalidRequest($"Value for {header} header is invalid.");
    }

    private static long? DecodedLength(HttpRequest request)
    {
        if (request.Headers["x-amz-decoded-content-length"].ToString() is not { Length: > 0 } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : throw S3Errors.InvalidArgument("x-amz-decoded-content-length", text, "It is no number of bytes.");
    }
}
