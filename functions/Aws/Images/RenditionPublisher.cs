using Amazon.S3;
using Amazon.S3.Model;
using Pipeline.Core.Storage;

namespace Pipeline.Aws.Images;

/// <summary>
/// Removes the tag from renditions, so that the lifecycle rule keeps them, and then checks that they exist. The order matters: a
/// rendition without the tag is not swept any more. One list shows all renditions of a version, and needs no permission to read them.
/// </summary>
internal sealed class RenditionPublisher(IAmazonS3 s3, string bucket)
{
    private const string Operation = "DeleteObjectTagging";

    // A request takes about 20 ms; a set has up to 40 renditions.
    private const int Parallelism = 8;

    public async Task PublishAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(keys, options, async (key, token) => await RemoveTagAsync(key, token));
        foreach (var folder in keys.GroupBy(GetFolder))
        {
            await EnsureExistAsync(folder.Key, [.. folder], cancellationToken);
        }
    }

    private async Task RemoveTagAsync(string key, CancellationToken cancellationToken)
    {
        // Removed instead of set to another value, because tags cost money.
        var request = new DeleteObjectTaggingRequest { BucketName = bucket, Key = key };
        try
        {
            await StorageErrors.CallAsync(Operation, bucket, key, () => s3.DeleteObjectTaggingAsync(request, cancellationToken));
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
