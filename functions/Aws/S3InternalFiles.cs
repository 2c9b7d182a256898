using Amazon.S3;
using Amazon.S3.Model;
using Pipeline.Aws.Images;

namespace Pipeline.Aws;

/// <summary>Files that the pipeline keeps for itself in the internal bucket.</summary>
/// <param name="s3">Client; the caller disposes it.</param>
/// <param name="bucket">Name of the bucket.</param>
public sealed class S3InternalFiles(IAmazonS3 s3, string bucket)
{
    /// <summary>Keys in a request that deletes, at most.</summary>
    private const int MaxBatch = 1_000;

    /// <summary>Writes a file, or replaces it.</summary>
    /// <param name="key">Key.</param>
    /// <param name="content">Content, from its position to its end.</param>
    /// <param name="contentType">Media type.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task WriteAsync(string key, Stream content, string contentType, CancellationToken cancellationToken)
    {
        var request = new PutObjectRequest
        {
            BucketName = bucket,
            Key = key,
            InputStream = content,
            AutoCloseStream = false,
            ContentType = contentType,
            // The content is in memory, so it can be signed as a whole, without chunks.
            UseChunkEncoding = false,
        };
        return StorageErrors.CallAsync("PutObject", bucket, key, () => s3.PutObjectAsync(request, cancellationToken));
    }

    /// <summary>Keys with a prefix, in the order of S3: of their bytes.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        await foreach (var page in new RenditionLister(s3, bucket).ListPagesAsync(prefix, cancellationToken))
        {
            keys.AddRange(page);
        }

        return keys;
    }

    /// <summary>Deletes files. A key without a file is no error.</summary>
    /// <exception cref="DeleteObjectsException">Some could not be deleted. All others were.</exception>
    public async Task DeleteAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        foreach (var batch in keys.Chunk(MaxBatch))
        {
            var request = new DeleteObjectsRequest
            {
                BucketName = bucket,
                Objects = [.. batch.Select(key => new KeyVersion { Key = key })],
                // The response lists only errors.
                Quiet = true,
            };
            await StorageErrors.CallAsync("DeleteObjects", bucket, batch[0], () => s3.DeleteObjectsAsync(request, cancellationToken));
        }
    }
}
