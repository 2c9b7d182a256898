using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Pipeline.Host.S3.Protocol;

namespace Pipeline.Host.S3.Forms;

/// <summary>Errors of forms. Source: Amazon S3 API Reference, "Error responses", "List of error codes".</summary>
internal static class FormErrors
{
    public static S3Exception Malformed() =>
        new(StatusCodes.Status400BadRequest, "MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.");

    /// <summary>Whether the reader of forms throws an exception because of the form, and not because the client has gone.</summary>
    public static bool IsMalformed(Exception exception) =>
        exception is InvalidDataException or DecoderFallbackException || exception.GetType() == typeof(IOException);

    public static S3Exception FieldsTooLarge(int maxBytes) => new(
        StatusCodes.Status400BadRequest,
        "MaxPostPreDataLengthExceeded",
        "Your POST request fields preceding the upload file were too large.",
        ("MaxPostPreDataLengthBytes", maxBytes.ToString(CultureInfo.InvariantCulture)));

    public static S3Exception MissingField(string name) => S3Errors.InvalidArgument(
        name, "", $"Bucket POST must contain a field named '{name}'.  If it is specified, please check the order of the fields.");

    public static S3Exception InvalidPolicy(string message) => new(StatusCodes.Status400BadRequest, "InvalidPolicyDocument", $"Invalid Policy: {message}");

    public static S3Exception AgainstPolicy(string message) => S3Errors.AccessDenied($"Invalid according to Policy: {message}");

    public static S3Exception TooLarge(long size, long maxBytes) => new(
        StatusCodes.Status400BadRequest,
        "EntityTooLarge",
        "Your proposed upload exceeds the maximum allowed size",
        ("ProposedSize", size.ToString(CultureInfo.InvariantCulture)),
        ("MaxSizeAllowed", maxBytes.ToString(CultureInfo.InvariantCulture)));

    public static S3Exception TooSmall(long size, long minBytes) => new(
        StatusCodes.Status400BadRequest,
        "EntityTooSmall",
        "Your proposed upload is smaller than the minimum allowed size",
        ("ProposedSize", size.ToString(CultureInfo.InvariantCulture)),
        ("MinSizeAllowed", minBytes.ToString(CultureInfo.InvariantCulture)));
}
