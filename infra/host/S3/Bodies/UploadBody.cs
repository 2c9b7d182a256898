using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.Signatures;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.S3.Bodies;

/// <summary>
/// The decoded content of a request, verified against every checksum that the request carries. If the
/// request's signature was checked, so are those of its chunks. Source: Amazon S3 User Guide, "Checking object integrity".
/// </summary>
internal sealed class UploadBody : IDisposable
{
    private const string ChecksumPrefix = "x-amz-checksum-";
    private const string Sha256Header = "x-amz-content-sha256";
    private const string SignedChunks = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
    private const string UnsignedChunks = "STREAMING-UNSIGNED-PAYLOAD";
    private const string TrailerSuffix = "-TRAILER";
    private const int Md5Bytes = 16;
    private const int Sha256Bytes = 32;

    private readonly HttpRequest _request;
    private string? _algorithm;

    /// <summary>Checksums that the response repeats.</summary>
    private readonly List<ExpectedChecksum> _checksums = [];
    private readonly List<ExpectedChecksum> _unechoed = [];

    private UploadBody(HttpRequest request) => (_request, Content) = (request, request.Body);

    /// <summary>The content. Read it to its end: only there does it throw if it differs from what was announced.</summary>
    public Stream Content { get; private set; }

    /// <summary>The MD5 that the content must have, in hexadecimal; null for any.</summary>
    public string? Md5 { get; private init; }

    /// <summary>The checksum to keep: one of those that the client announced, or the computed one. Null until the content has been read, or if there is none.</summary>
    public ObjectChecksum? Checksum =>
        (_checksums.FirstOrDefault(checksum => checksum.Algorithm == _algorithm) ?? _checksums.FirstOrDefault()) is { Value: { } value } found ? new(found.Algorithm, value) : null;

    /// <param name="request">The request.</param>
    /// <param name="maxBytes">Maximum length of the content, in bytes.</param>
    /// <param name="algorithm">Algorithm of the checksum to compute if the client announces none; null to compute none.</param>
    /// <param name="isRequired">Whether to compute it even if the client announces others.</param>
    /// <exception cref="S3Exception">The announced length is too large, or a header is invalid.</exception>
    public static UploadBody Open(HttpRequest request, long maxBytes, string? algorithm = null, bool isRequired = false) =>
        Open(request, maxBytes, withChecksums: true, algorithm, isRequired);

    /// <summary>Like <see cref="Open(HttpRequest, long, string, bool)"/>, but for an XML document: the content verifies <see cref="Md5"/> as well.</summary>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">Maximum length of the document, in bytes.</param>
    /// <param name="withChecksums">Whether the checksum headers refer to the document.</param>
    /// <exception cref="S3Exception">The announced length is too large, or a header is invalid.</exception>
    public static UploadBody OpenDocument(HttpRequest request, long maxBytes, bool withChecksums)
    {
        var body = Open(request, maxBytes, withChecksums);
        if (body.Md5 is { } md5)
        {
            var announced = Convert.FromHexString(md5);
            var checksum = new ExpectedChecksum("md5", () => announced, () => S3Errors.BadDigest("The Content-MD5 you specified did not match what we received."));
            body.Content = new VerifiedStream(body.Content, [checksum]);
        }

        return body;
    }

    private static UploadBody Open(HttpRequest request, long maxBytes, bool withChecksums, string? algorithm = null, bool isRequired = false)
    {
        var sha256 = request.Headers[Sha256Header].ToString();
        var isChunked = sha256.StartsWith("STREAMING-", StringComparison.Ordinal)
            || request.Headers.ContentEncoding.ToString().Contains("aws-chunked", StringComparison.OrdinalIgnoreCase);
        var length = isChunked ? ReadDecodedLength(request) : request.ContentLength;
        if (length > maxBytes)
        {
            // Refuse before "100 Continue", so that a client that waits for it sends nothing.
            throw S3Errors.EntityTooLarge(maxBytes, length);
        }

        var signature = request.HttpContext.Features.Get<VerifiedSignature>();
        if (signature is not null && isChunked)
        {
            EnsureContentSigned(sha256);
        }

        var body = new UploadBody(request) { Md5 = ReadContentMd5(request), _algorithm = algorithm };
        var decoder = isChunked ? new AwsChunkedStream(request.Body, length, sha256.StartsWith(SignedChunks, StringComparison.Ordinal) ? signature : null, sha256 == SignedChunks + TrailerSuffix) : null;
        if (withChecksums)
        {
            body.AddChecksums();
        }

        body.AddTrailers(decoder);
        body.AddComputed(algorithm, isRequired);
        if (!isChunked && sha256.Length > 0 && sha256 != SignatureCheck.UnsignedPayload)
        {
            body.AddPayloadHash(sha256);
        }

        body.Content = new VerifiedStream(decoder ?? request.Body, [.. body._checksums, .. body._unechoed]);
        return body;
    }

    /// <summary>The content of uploaded parts, verified against the checksum of the whole object if the request has one.</summary>
    /// <param name="request">The request that completes the upload.</param>
    /// <param name="parts">The bytes of the parts.</param>
    /// <param name="isWhole">Whether checksums are those of the whole content, and not made of those of the parts.</param>
    /// <param name="algorithm">Algorithm of the checksum to compute if the client announces none; null to compute none.</param>
    /// <exception cref="S3Exception">A header is invalid.</exception>
    public static UploadBody OpenParts(HttpRequest request, Stream parts, bool isWhole, string? algorithm)
    {
        var body = new UploadBody(request) { _algorithm = algorithm };
        if (isWhole)
        {
            body.AddChecksums();
        }

        body.AddComputed(algorithm, isRequired: false);

        body.Content = new VerifiedStream(parts, body._checksums);
        return body;
    }

    /// <summary>The file of a form, verified against the checksum in the fields of the form.</summary>
    /// <param name="request">The request.</param>
    /// <param name="file">The file.</param>
    /// <param name="fields">The fields of the form.</param>
    /// <param name="algorithm">Algorithm of the checksum to compute if there is none.</param>
    /// <exception cref="S3Exception">A field is invalid.</exception>
    public static UploadBody OpenFile(HttpRequest request, Stream file, IReadOnlyDictionary<string, string> fields, string algorithm)
    {
        var body = new UploadBody(request);
        body.AddChecksums(fields);
        body.AddComputed(algorithm, isRequired: false);
        body.Content = new VerifiedStream(file, body._checksums);
        return body;
    }

    /// <summary>Repeats the verified checksums in the response. Call it after the content has been read.</summary>
    /// <param name="response">The response to add the headers to.</param>
    /// <param name="type">Value of <c>x-amz-checksum-type</c>, which S3 sends for objects; null for parts.</param>
    public void WriteChecksumHeaders(HttpResponse response, string? type = null)
    {
        foreach (var checksum in _checksums)
        {
            response.Headers[ChecksumPrefix + checksum.Algorithm] = checksum.Value;
            response.Headers[ChecksumPrefix + "type"] = type;
        }
    }

    public void Dispose() => Content.Dispose();

    private void AddComputed(string? algorithm, bool isRequired)
    {
        if (algorithm is not null && (_checksums.Count == 0 || (isRequired && _checksums.All(checksum => checksum.Algorithm != algorithm))))
        {
            _checksums.Add(ExpectedChecksum.CreateComputed(algorithm));
        }
    }

    private void AddChecksums() => AddChecksums(_request.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value.ToString())));

    private void AddChecksums(IEnumerable<KeyValuePair<string, string>> fields)
    {
        foreach (var (name, value) in fields.Where(field => field.Key.StartsWith(ChecksumPrefix, StringComparison.OrdinalIgnoreCase)))
        {
            var algorithm = name[ChecksumPrefix.Length..].ToLowerInvariant();
            if (algorithm is "type" or "algorithm" or "mode")
            {
                continue;
            }

            var announced = ParseBase64(name, value, GetChecksumLength(name, algorithm));
            _checksums.Add(new(algorithm, () => announced, () => CreateMismatch(algorithm)));
        }
    }

    private void AddTrailers(AwsChunkedStream? decoder)
    {
        foreach (var name in _request.Headers["x-amz-trailer"].SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (!name.StartsWith(ChecksumPrefix, StringComparison.OrdinalIgnoreCase) || decoder is null)
            {
                throw S3Errors.InvalidRequest($"The value specified in the x-amz-trailer header is not supported: {name}.");
            }

            var algorithm = name[ChecksumPrefix.Length..].ToLowerInvariant();
            var length = GetChecksumLength(name, algorithm);
            _checksums.Add(new(algorithm, ReadTrailer, () => CreateMismatch(algorithm)));

            byte[] ReadTrailer() => decoder.Trailers.TryGetValue(name, out var value)
                ? ParseBase64(name, value, length)
                : throw new S3Exception(StatusCodes.Status400BadRequest, "MalformedTrailerError", $"The trailer {name} was announced but is missing.");
        }
    }

    /// <summary>Chunks that are signed in another way would pass unchecked.</summary>
    private static void EnsureContentSigned(string sha256)
    {
        if (sha256 is not (SignedChunks or SignedChunks + TrailerSuffix or UnsignedChunks + TrailerSuffix or SignatureCheck.UnsignedPayload or ""))
        {
            throw S3Errors.InvalidArgument(
                Sha256Header, sha256, $"For aws-chunked content, {Sha256Header} must be {SignedChunks}, {SignedChunks}{TrailerSuffix}, {UnsignedChunks}{TrailerSuffix} or {SignatureCheck.UnsignedPayload}.");
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
        _unechoed.Add(new("sha256", () => announced, () => new S3Exception(
            StatusCodes.Status400BadRequest,
            "XAmzContentSHA256Mismatch",
            "The provided 'x-amz-content-sha256' header does not match what was computed.",
            ("ClientComputedContentSHA256", sha256))));
    }

    private static S3Exception CreateMismatch(string algorithm) =>
        S3Errors.BadDigest($"The {algorithm.ToUpperInvariant()} you specified did not match the calculated checksum.");

    private static int GetChecksumLength(string header, string algorithm) => Bodies.Checksum.Lengths.TryGetValue(algorithm, out var length)
        ? length
        : throw S3Errors.NotImplemented($"This host does not implement the checksum in {header}. Use one of {string.Join(", ", Bodies.Checksum.Lengths.Keys)}.");

    private static string? ReadContentMd5(HttpRequest request)
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

    private static byte[] ParseBase64(string header, string text, int length)
    {
        var bytes = new byte[length];
        return Convert.TryFromBase64String(text, bytes, out var written) && written == length
            ? bytes
            : throw S3Errors.InvalidRequest($"Value for {header} header is invalid.");
    }

    private static long? ReadDecodedLength(HttpRequest request)
    {
        if (request.Headers["x-amz-decoded-content-length"].ToString() is not { Length: > 0 } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : throw S3Errors.InvalidArgument("x-amz-decoded-content-length", text, "x-amz-decoded-content-length must be a number of bytes.");
    }
}
