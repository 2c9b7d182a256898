using Amazon.S3;
using Amazon.S3.Model;

namespace Pipeline.Cloud.Smoke;

/// <summary>All versions of one upload, delete markers too.</summary>
internal sealed class UploadVersions(IAmazonS3 s3, string bucket)
{
    /// <summary>Removes them for good. The pipeline passes such deletions over: they name versions that are not current.</summary>
    public async Task RemoveAsync(string key, CancellationToken cancellationToken)
    {
        var versions = await s3.ListVersionsAsync(new ListVersionsRequest { BucketName = bucket, Prefix = key }, cancellationToken);
        foreach (var version in (versions.Versions ?? []).Where(version => version.Key == key))
        {
            await s3.DeleteObjectAsync(new DeleteObjectRequest { BucketName = bucket, Key = key, VersionId = version.VersionId }, cancellationToken);
        }
    }
}
