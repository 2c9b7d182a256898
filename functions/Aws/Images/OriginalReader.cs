using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Pipeline.Core.Storage;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Aws.Images;

/// <summary>Reads originals on the condition that their entity tag is that of the event.</summary>
internal sealed class OriginalReader(IAmazonS3 s3)
{
    private const string Operation = "GetObject";

    private const string HeadOperation = "HeadObject";

    public async Task<OriginalRead> ReadAsync(OriginalReference original, long maxBytes, CancellationToken cancellationToken)
    {
        var request = new GetObjectRequest
        {
            BucketName = original.Bucket,
            Key = original.Key,
            VersionId = original.VersionId,
            // Events have it without quotation marks; the header needs them.
            EtagToMatch = ETagHeader(original),
        };
        try
        {
            // The content of an object that is too large is never transferred: disposing the response closes the connection.
            using var response = await StorageErrors.CallAsync(
                Operation, original.Bucket, original.Key, () => s3.GetObjectAsync(request, cancellationToken));
            return response.ContentLength > maxBytes
                ? new OriginalRead.TooLarge(response.ContentLength)
                : new OriginalRead.Found(await ReadAsync(original, response, cancellationToken), response.Metadata[OriginalRead.FocalPointMetadata]);
        }
        catch (AmazonS3Exception exception) when (IsSuperseded(exception))
        {
            return new OriginalRead.Superseded();
        }
    }

    /// <summary>Looks the original up with a HEAD, which transfers nothing.</summary>
    public async Task<OriginalHead?> FindAsync(OriginalReference original, CancellationToken cancellationToken)
    {
        var request = new GetObjectMetadataRequest
        {
            BucketName = original.Bucket,
            Key = original.Key,
            VersionId = original.VersionId,
            EtagToMatch = ETagHeader(original),
        };
        try
        {
            var response = await StorageErrors.CallAsync(
                HeadOperation, original.Bucket, original.Key, () => s3.GetObjectMetadataAsync(request, cancellationToken));
            var versionId = string.IsNullOrEmpty(response.VersionId) ? null : response.VersionId;
            return new(response.ETag.Trim('"'), versionId, response.ContentLength, response.Metadata[OriginalRead.FocalPointMetadata]);
        }
        catch (AmazonS3Exception exception) when (IsSuperseded(exception) || exception.StatusCode == HttpStatusCode.NotFound)
        {
            // The response to a HEAD has no body that would say which error it is.
            return null;
        }
    }

    private static string? ETagHeader(OriginalReference original) => original.ETag is { } etag ? $"\"{etag.Trim('"')}\"" : null;

    private static async Task<ImageSource> ReadAsync(OriginalReference original, GetObjectResponse response, CancellationToken cancellationToken) =>
        await OriginalContent.ReadAsync(response.ResponseStream, response.ContentLength, cancellationToken)
        ?? throw new IOException($"Reading s3://{original.Bucket}/{original.Key} did not return the {response.ContentLength:N0} bytes that it has. Try again.");

    /// <summary>Whether the original, or the requested version of it, is deleted, a delete marker, or has changed.</summary>
    private static bool IsSuperseded(AmazonS3Exception exception) =>
        exception.StatusCode == HttpStatusCode.PreconditionFailed
        || exception.ErrorCode is "NoSuchKey" or "NoSuchVersion"
        // The response to a GET of a version that is a delete marker.
        || exception.StatusCode == HttpStatusCode.MethodNotAllowed;
}
