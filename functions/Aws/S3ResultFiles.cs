using Amazon.S3;
using Amazon.S3.Model;
using Pipeline.Core.Backfill;

namespace Pipeline.Aws;

/// <summary>The results of distributed Maps, in S3.</summary>
/// <param name="s3">Client; the caller disposes it.</param>
public sealed class S3ResultFiles(IAmazonS3 s3) : IResultFiles
{
    public async Task<Stream> OpenAsync(string bucket, string key, CancellationToken cancellationToken) =>
        (await s3.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = key }, cancellationToken)).ResponseStream;
}
