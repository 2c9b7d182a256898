using System.Globalization;
using System.Text;
using System.Xml;
using Microsoft.AspNetCore.Http;
using Pipeline.Host.Signatures;
using Pipeline.Host.Store.Exceptions;

namespace Pipeline.Host.S3.Protocol;

/// <summary>Errors that several operations share, and the mapping of the store's exceptions to S3 errors.</summary>
internal static class S3Errors
{
    public const string NotImplementedCode = "NotImplemented";

    /// <summary>Maximum length of a key, in bytes of UTF-8.</summary>
    private const int MaxKeyBytes = 1024;

    public static S3Exception AccessDenied(string message) => new(StatusCodes.Status403Forbidden, "AccessDenied", message);

    public static S3Exception InvalidArgument(string name, string? value, string message) =>
        new(StatusCodes.Status400BadRequest, "InvalidArgument", message, ("ArgumentName", name), ("ArgumentValue", value ?? ""));

    public static S3Exception InvalidRequest(string message) => new(StatusCodes.Status400BadRequest, "InvalidRequest", message);

    public static S3Exception InvalidUri() => new(StatusCodes.Status400BadRequest, "InvalidURI", "Couldn't parse the specified URI: it is not percent-encoded UTF-8.");

    public static S3Exception IncompleteBody(string message) => new(StatusCodes.Status400BadRequest, "IncompleteBody", message);

    public static S3Exception BadDigest(string message) => new(StatusCodes.Status400BadRequest, "BadDigest", message);

    public static S3Exception MalformedXml(string message) =>
        new(StatusCodes.Status400BadRequest, "MalformedXML", $"The XML is not well-formed or not what the operation expects. {message}");

    public static S3Exception MethodNotAllowed(string method, string resource) => new(
        StatusCodes.Status405MethodNotAllowed, "MethodNotAllowed", "The specified method is not allowed against this resource.", ("Method", method), ("ResourceType", resource));

    public static S3Exception NotImplemented(string message) => new(StatusCodes.Status501NotImplemented, NotImplementedCode, message);

    public static S3Exception NoSuchKey(string key) => new(StatusCodes.Status404NotFound, "NoSuchKey", "The specified key does not exist.", ("Key", key));

    public static S3Exception PreconditionFailed(string condition) => new(
        StatusCodes.Status412PreconditionFailed, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", ("Condition", condition));

    public static S3Exception NoSuchUpload(string uploadId) => new(
        StatusCodes.Status404NotFound,
        "NoSuchUpload",
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
        ("UploadId", uploadId));

    public static S3Exception KeyTooLong(string key) => new(
        StatusCodes.Status400BadRequest,
        "KeyTooLongError",
        "Your key is too long",
        ("Size", Encoding.UTF8.GetByteCount(key).ToString(CultureInfo.InvariantCulture)),
        ("MaxSizeAllowed", MaxKeyBytes.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The upload is too large. S3 responds with 400; this host uses 413, the status that HTTP defines for it.</summary>
    public static S3Exception EntityTooLarge(long maxBytes, long? proposed = null) => new(
        StatusCodes.Status413PayloadTooLarge,
        "EntityTooLarge",
        $"Your proposed upload exceeds the maximum allowed object size of {maxBytes} bytes.",
        [
            .. proposed is { } size ? [("ProposedSize", size.ToString(CultureInfo.InvariantCulture))] : Array.Empty<(string, string)>(),
            ("MaxSizeAllowed", maxBytes.ToString(CultureInfo.InvariantCulture)),
        ]);

    /// <summary>Converts any exception to an S3 error.</summary>
    public static S3Exception FromException(Exception exception, long maxUploadBytes) => exception switch
    {
        S3Exception error => error,
        SignatureException refusal => SignatureErrors.FromException(refusal),
        UploadTooLargeException => EntityTooLarge(maxUploadBytes),
        ChecksumMismatchException => BadDigest($"The Content-MD5 you specified did not match what we received. {exception.Message}"),
        UploadConditionException { Found: null } failed => new(StatusCodes.Status404NotFound, "NoSuchKey", failed.Message),
        UploadConditionException => PreconditionFailed("If-None-Match or If-Match"),
        InvalidKeyException => InvalidArgument("key", null, exception.Message),
        MultipartUploadNotFoundException => new(StatusCodes.Status404NotFound, "NoSuchUpload", exception.Message),
        XmlException => MalformedXml(exception.Message),
        BadHttpRequestException => IncompleteBody(exception.Message),
        _ when DiskSpace.IsExhausted(exception) => new(
            StatusCodes.Status507InsufficientStorage, "InsufficientStorage", "The disk of the host is full. Nothing was stored. Free some space there, then send it again."),
        _ => new(StatusCodes.Status500InternalServerError, "InternalError", $"The host failed: {exception.Message}"),
    };

    /// <exception cref="S3Exception">The key is longer than 1,024 bytes.</exception>
    public static void EnsureKeyLength(string key)
    {
        if (Encoding.UTF8.GetByteCount(key) > MaxKeyBytes)
        {
            throw KeyTooLong(key);
        }
    }
}
