using Amazon.S3;
using Amazon.S3.Model;
using Pipeline.Core.Deployment;
using Pipeline.Core.Storage;

namespace Pipeline.Aws.Images;

/// <summary>
/// Removes the tag from renditions, so that the lifecycle rule keeps them, and then checks that they exist. The order matters: a
/// rendition without the tag is not swept any more. One list shows all renditions of a version, and needs no permission to read them.
/// </summary>
internal sealed class RenditionPublisher(IAmazonS3 s3, string bucket)
{
    // A request takes about 20 ms; a set has up to 40 renditions.
    private const int Parallelism = 8;

    public Task PublishAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) => ChangeTagsAsync(keys, RemoveTagAsync, cancellationToken);

    /// <summary>Replaces the tag by that of the quarantine, which no lifecycle rule sweeps and the CDN refuses.</summary>
    public Task QuarantineAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) => ChangeTagsAsync(keys, QuarantineAsync, cancellationToken);

    private async Task ChangeTagsAsync(IReadOnlyList<string> keys, Func<string, CancellationToken, Task> change, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(keys, options, async (key, token) => await change(key, token));
        foreach (var folder in keys.GroupBy(GetFolder))
        {
            await EnsureExistAsync(folder.Key, [.. folder], cancellationToken);
        }
    }

    private Task RemoveTagAsync(string key, CancellationToken cancellationToken)
    {
        // Removed instead of set to another value, because tags cost money.
        var request = new DeleteObjectTaggingRequest { BucketName = bucket, Key = key };
        return CallAsync("DeleteObjectTagging", key, () => s3.DeleteObjectTaggingAsync(request, cancellationToken));
    }

    private Task QuarantineAsync(string key, CancellationToken cancellationToken)
    {
        var request = new PutObjectTaggingRequest
        {
            BucketName = bucket,
            Key = key,
            Tagging = new() { TagSet = [new() { Key = QuarantinedTag.Key, Value = QuarantinedTag.Value }] },
        };
        return CallAsync("PutObjectTagging", key, () => s3.PutObjectTaggingAsync(request, cancellationToken));
    }

    private async Task CallAsync<T>(string operation, string key, Func<Task<T>> call)
    {
        try
        {
            await StorageErrors.CallAsync(operation, bucket, key, call);
        }
        catch (AmazonS3Exception exception) when (exception.ErrorCode == "NoSuchKey")
        {
            throw new RenditionMissingException(key, exception);
        }
    }

    /// <summary>S3's reference does not say whether removing the tags of a missing object succeeds, so this checks that all objects exist.</summary>
    private async Task EnsureExistAsync(string folder, HashSet<string> keys, CancellationToken cancellationToken)
    {
        await foreach (var page in new RenditionLister(s3, bucket).ListPagesAsync(folder, cancellationToken))
        {
            keys.ExceptWith(page);
            if (keys.Count == 0)
            {
                return;
            }
        }

        throw new RenditionMissingException(keys.Order(StringComparer.Ordinal).First());
    }

    /// <summary>Returns the key up to its last slash; the whole key if it has none.</summary>
    private static string GetFolder(string key) => key.LastIndexOf('/') is >= 0 and var slash ? key[..(slash + 1)] : key;
}
