using Amazon.S3;
using Amazon.S3.Model;

namespace Pipeline.Cloud.Smoke;

/// <summary>All versions of one upload, including delete markers.</summary>
internal sealed class UploadVersions(IAmazonS3 s3, string bucket)
{
    /// <summary>Deletes all versions permanently. The pipeline ignores these deletions because the versions are not current.</summary>
    public async Task RemoveAsync(string key, CancellationToken cancellationToken)
    {
        var versions = await s3.ListVersionsAsync(new ListVersionsRequest { BucketName = bucket, Prefix = key }, cancellationToken);
        foreach (var version in (versions.Versions ?? []).Where(version => version.Key == key))
        {
            await s3.DeleteObjectAsync(new DeleteObjectRequest { BucketName = bucket, Key = key, VersionId = version.VersionId }, cancellationToken);
        }
    }
}
