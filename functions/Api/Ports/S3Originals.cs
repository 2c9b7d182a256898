using Amazon.S3;
using Amazon.S3.Model;
using Pipeline.Http.Ports;

namespace Pipeline.Api.Ports;

/// <summary>The originals in the uploads bucket.</summary>
/// <param name="s3">Client of S3.</param>
/// <param name="bucket">Name of the uploads bucket.</param>
internal sealed class S3Originals(IAmazonS3 s3, string bucket) : IOriginals
{
    /// <inheritdoc/>
    public async Task<OriginalPage> ListAsync(string prefix, int limit, string? startAfter, CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request
        {
            BucketName = bucket,
            Prefix = prefix,
            MaxKeys = limit,
            StartAfter = startAfter,
            // XML cannot carry every character of a key.
            Encoding = EncodingType.Url,
        };
        var response = await s3.ListObjectsV2Async(request, cancellationToken);
        return new(
            [.. (response.S3Objects ?? []).Select(listed => new ListedOriginal(listed.Key, listed.LastModified ?? default))],
            response.IsTruncated ?? false);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancellationToken) => s3.DeleteObjectAsync(bucket, key, cancellationToken);
}
