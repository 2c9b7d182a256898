using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Pipeline.Core.Photos;
using Pipeline.Core.Storage;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Aws.Images;

/// <summary>Reads originals on the condition that their entity tag is that of the event.</summary>
/// <param name="s3">Client.</param>
/// <param name="keepTags">Whether to read their tags, too, with a request of their own.</param>
internal sealed class OriginalReader(IAmazonS3 s3, bool keepTags)
{
    private const string MetadataPrefix = "x-amz-meta-";

    private const string TaggingOperation = "GetObjectTagging";

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
            if (response.ContentLength > maxBytes)
            {
                return new OriginalRead.TooLarge(response.ContentLength);
            }

            var user = await ReadUserAsync(original, response.Metadata, cancellationToken);
            return new OriginalRead.Found(await ReadAsync(original, response, cancellationToken), user);
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
            var user = await ReadUserAsync(original, response.Metadata, cancellationToken);
            return new(response.ETag.Trim('"'), versionId, response.ContentLength, user);
        }
        catch (AmazonS3Exception exception) when (IsSuperseded(exception) || exception.StatusCode == HttpStatusCode.NotFound)
        {
            // The response to a HEAD has no body that would say which error it is.
            return null;
        }
    }

    private async Task<UserMetadata?> ReadUserAsync(OriginalReference original, MetadataCollection metadata, CancellationToken cancellationToken)
    {
        var values = metadata.Keys.ToDictionary(key => key[MetadataPrefix.Length..], key => EncodedWords.Decode(metadata[key]));
        var tags = keepTags ? await ReadTagsAsync(original, cancellationToken) : null;
        return values.Count > 0 || tags is { Count: > 0 } ? new(values, tags) : null;
    }

    private async Task<Dictionary<string, string>> ReadTagsAsync(OriginalReference original, CancellationToken cancellationToken)
    {
        var request = new GetObjectTaggingRequest { BucketName = original.Bucket, Key = original.Key, VersionId = original.VersionId };
        var response = await StorageErrors.CallAsync(
            TaggingOperation, original.Bucket, original.Key, () => s3.GetObjectTaggingAsync(request, cancellationToken));
        // The SDK leaves an empty list null.
        return (response.Tagging ?? []).ToDictionary(tag => tag.Key, tag => tag.Value);
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
