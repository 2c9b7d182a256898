using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using Pipeline.Core.Deployment;
using Pipeline.Core.Storage;

namespace Pipeline.Aws.Images;

/// <summary>
/// Writes renditions, tagged as unpublished, if they do not exist yet. An existing one has the same content, because the key identifies
/// the content, and writing it again would unpublish it.
/// </summary>
internal sealed class RenditionWriter(IAmazonS3 s3, string bucket, TimeProvider time)
{
    // Far longer than an execution runs, and far shorter than the lifecycle rule waits.
    private static readonly TimeSpan MinLeftoverAge = TimeSpan.FromDays(1);

    private const string Operation = "PutObject";
    private const int MaxAttempts = 5;

    public async Task WriteAsync(RenditionContent rendition, CancellationToken cancellationToken)
    {
        string? replacedETag = null;
        AmazonS3Exception? conflict = null;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            try
            {
                await PutAsync(rendition, replacedETag, cancellationToken);
                return;
            }
            catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.PreconditionFailed)
            {
                conflict = exception;
                var (exists, leftoverETag) = await InspectExistingAsync(rendition.Key, cancellationToken);
                if (exists && leftoverETag is null)
                {
                    return;
                }

                replacedETag = leftoverETag;
            }
            // ConditionalRequestConflict: another write or removal of the key finished meanwhile. Or the object to replace is gone.
            catch (AmazonS3Exception exception) when (
                exception.StatusCode == HttpStatusCode.Conflict || (replacedETag is not null && exception.ErrorCode == "NoSuchKey"))
            {
                (conflict, replacedETag) = (exception, null);
                await Task.Delay(TimeSpan.FromMilliseconds(50 << attempt), time, cancellationToken);
            }
        }

        throw new RenditionConflictException(bucket, rendition.Key, conflict);
    }

    private Task<PutObjectResponse> PutAsync(RenditionContent rendition, string? replacedETag, CancellationToken cancellationToken)
    {
        var request = new PutObjectRequest
        {
            BucketName = bucket,
            Key = rendition.Key,
            InputStream = OpenStream(rendition.Content),
            ContentType = rendition.ContentType,
            ChecksumSHA256 = Convert.ToBase64String(SHA256.HashData(rendition.Content.Span)),
            // The content is in memory, so it can be signed as a whole, without chunks.
            UseChunkEncoding = false,
            TagSet = [new() { Key = UnpublishedTag.Key, Value = UnpublishedTag.Value }],
            IfNoneMatch = replacedETag is null ? "*" : null,
            IfMatch = replacedETag,
        };
        request.Headers.CacheControl = RenditionContent.CacheControl;
        request.Metadata[RenditionContent.SourceVersionMetadata] = rendition.SourceVersion;
        return StorageErrors.CallAsync(Operation, bucket, rendition.Key, () => s3.PutObjectAsync(request, cancellationToken));
    }

    /// <summary>
    /// Inspects the existing object. It may be days old, left by an execution that died, and the lifecycle rule may sweep it soon; then it
    /// must be rewritten. In this case the result has its entity tag, so that the write fails if somebody publishes the object meanwhile.
    /// </summary>
    private async Task<(bool Exists, string? LeftoverETag)> InspectExistingAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            var request = new GetObjectMetadataRequest { BucketName = bucket, Key = key };
            var head = await StorageErrors.CallAsync("HeadObject", bucket, key, () => s3.GetObjectMetadataAsync(request, cancellationToken));
            if (head.LastModified is not { } written || time.GetUtcNow() - written.ToUniversalTime() < MinLeftoverAge)
            {
                return (true, null);
            }

            var tagging = new GetObjectTaggingRequest { BucketName = bucket, Key = key };
            var tags = await StorageErrors.CallAsync("GetObjectTagging", bucket, key, () => s3.GetObjectTaggingAsync(tagging, cancellationToken));
            return (true, tags.Tagging?.Any(tag => tag.Key == UnpublishedTag.Key) == true ? head.ETag : null);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return (false, null);
        }
    }

    private static MemoryStream OpenStream(ReadOnlyMemory<byte> content) =>
        MemoryMarshal.TryGetArray(content, out var array)
            ? new(array.Array!, array.Offset, array.Count, writable: false)
            : new(content.ToArray(), writable: false);
}
