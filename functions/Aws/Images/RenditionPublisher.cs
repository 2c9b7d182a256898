using Amazon.S3;
using Amazon.S3.Model;
using Pipeline.Core.Storage;

namespace Pipeline.Aws.Images;

/// <summary>
/// Takes the tag off renditions, so that the lifecycle rule leaves them, then makes sure that they are there. In this order: what has no
/// tag is not swept any more. One list tells of all renditions of a version, and needs no leave to read them.
/// </summary>
internal sealed class RenditionPublisher(IAmazonS3 s3, string bucket)
{
    private const string Operation = "DeleteObjectTagging";

    // A request takes some 20 ms; a set has at most 40 renditions.
    private const int Parallelism = 8;

    public async Task PublishAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(keys, options, async (key, token) => await RemoveTagAsync(key, token));
        foreach (var folder in keys.GroupBy(FolderOf))
        {
            await EnsureExistAsync(folder.Key, [.. folder], cancellationToken);
        }
    }

    private async Task RemoveTagAsync(string key, CancellationToken cancellationToken)
    {
        // No tags at all rather than another value: tags are paid for.
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

    /// <summary>That the tag's removal succeeds for a missing object is not promised, and not excluded, by S3's reference.</summary>
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

    /// <summary>Up to the last slash; a key without one stands for itself.</summary>
    private static string FolderOf(string key) => key.LastIndexOf('/') is >= 0 and var slash ? key[..(slash + 1)] : key;
}
