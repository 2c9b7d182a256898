using Amazon.S3;
using Pipeline.Interpreter.MapRuns;

namespace Pipeline.Aws.Tests.Backfill;

/// <summary>What Step Functions does with S3 for a distributed Map.</summary>
internal sealed class S3MapObjects(IAmazonS3 s3) : IMapObjects
{
    public async Task<MapObjectPage> ListAsync(string bucket, string prefix, string? startAfter, CancellationToken cancellationToken)
    {
        var page = await s3.ListObjectsV2Async(new() { BucketName = bucket, Prefix = prefix, StartAfter = startAfter }, cancellationToken);
        return new(
            [.. (page.S3Objects ?? []).Select(stored => new MapObject(stored.Key, stored.Size ?? 0, stored.ETag, new(stored.LastModified ?? DateTime.UnixEpoch)))],
            page.IsTruncated != true);
    }

    public async Task<Stream> OpenReadAsync(string bucket, string key, string? versionId, CancellationToken cancellationToken) =>
        (await s3.GetObjectAsync(new() { BucketName = bucket, Key = key, VersionId = versionId }, cancellationToken)).ResponseStream;

    public async Task WriteAsync(string bucket, string key, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await write(content, cancellationToken);
        content.Position = 0;
        await s3.PutObjectAsync(new() { BucketName = bucket, Key = key, InputStream = content, UseChunkEncoding = false }, cancellationToken);
    }
}
