using Amazon.S3;
using Amazon.S3.Model;

namespace Pipeline.Aws.Images;

/// <summary>Removes all renditions with a prefix, one request per page of the list (1,000 keys, the maximum of S3).</summary>
internal sealed class RenditionRemover(IAmazonS3 s3, string bucket)
{
    public async Task<int> RemoveAsync(string prefix, CancellationToken cancellationToken)
    {
        var removed = 0;
        var errors = new Dictionary<string, string>();
        await foreach (var keys in new RenditionLister(s3, bucket).ListPagesAsync(prefix, cancellationToken))
        {
            if (keys.Count == 0)
            {
                continue;
            }

            var failed = await DeleteAsync(prefix, keys, cancellationToken);
            removed += keys.Count - failed.Count;
            foreach (var error in failed)
            {
                errors[error.Key] = $"{error.Code} ({error.Message})";
            }
        }

        // Thrown only after everything else is removed, so that a retry has less to do.
        return errors.Count == 0 ? removed : throw new RenditionsNotRemovedException(bucket, errors);
    }

    private async Task<IReadOnlyList<DeleteError>> DeleteAsync(string prefix, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        // A batch is XML, which cannot represent control characters, so keys with one are deleted one by one.
        foreach (var key in keys.Where(HasControlCharacter))
        {
            var single = new DeleteObjectRequest { BucketName = bucket, Key = key };
            await StorageErrors.CallAsync("DeleteObject", bucket, key, () => s3.DeleteObjectAsync(single, cancellationToken));
        }

        var batch = keys.Where(key => !HasControlCharacter(key)).Select(key => new KeyVersion { Key = key }).ToList();
        return batch.Count == 0 ? [] : await DeleteAsync(prefix, batch, cancellationToken);
    }

    private async Task<IReadOnlyList<DeleteError>> DeleteAsync(string prefix, List<KeyVersion> keys, CancellationToken cancellationToken)
    {
        var request = new DeleteObjectsRequest
        {
            BucketName = bucket,
            Objects = keys,
            // The response lists only errors.
            Quiet = true,
        };
        try
        {
            await StorageErrors.CallAsync("DeleteObjects", bucket, prefix, () => s3.DeleteObjectsAsync(request, cancellationToken));
            return [];
        }
        catch (DeleteObjectsException exception)
        {
            return exception.Response.DeleteErrors;
        }
    }

    private static bool HasControlCharacter(string key) => key.Any(char.IsControl);
}
