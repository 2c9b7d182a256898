using Amazon.S3;
using Amazon.S3.Model;

namespace Pipeline.Aws.Images;

/// <summary>Reads renditions, which are small.</summary>
internal sealed class RenditionReader(IAmazonS3 s3, string bucket)
{
    /// <returns>Null if there is no such rendition.</returns>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        var request = new GetObjectRequest { BucketName = bucket, Key = key };
        try
        {
            using var response = await StorageErrors.CallAsync("GetObject", bucket, key, () => s3.GetObjectAsync(request, cancellationToken));
            using var content = new MemoryStream();
            await response.ResponseStream.CopyToAsync(content, cancellationToken);
            return content.ToArray();
        }
        catch (AmazonS3Exception exception) when (exception.ErrorCode == "NoSuchKey")
        {
            return null;
        }
    }
}
