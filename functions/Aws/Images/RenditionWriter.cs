using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using Pipeline.Core.Deployment;
using Pipeline.Core.Storage;

namespace Pipeline.Aws.Images;

/// <summary>
/// Writes renditions, tagged as unpublished, where there is none yet. One that is there has the same content, as its key names it,
/// and writing it again would take it back when it is published.
/// </summary>
internal sealed class RenditionWriter(IAmazonS3 s3, string bucket, TimeProvider time)
{
    // Far longer than an execution runs, far shorter than what the lifecycle rule waits.
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
                var (isThere, leftOver) = await InspectExistingAsync(rendition.Key, cancellationToken);
                if (isThere && leftOver is null)
                {
                    return;
                }

                replacedETag = leftOver;
            }
            // ConditionalRequestConflict: another write or removal of the key ended in between. Or what was to be replaced is gone.
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
            // The content is in memory: signed as a whole it needs no chunks.
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
    /// What is there already. It may be days old, left by an execution that died and soon to be swept; written again, it is young
    /// again. Then its entity tag is given, for nobody must have published it meanwhile.
    /// </summary>
    private async Task<(bool IsThere, string? LeftOver)> InspectExistingAsync(string key, CancellationToken cancellationToken)
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
