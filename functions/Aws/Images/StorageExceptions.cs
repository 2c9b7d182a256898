namespace Pipeline.Aws.Images;

/// <summary>S3 denied a request: a permission is missing in the policy of the role, the bucket or the KMS key.</summary>
public sealed class StorageAccessDeniedException(string operation, string bucket, string key, Exception innerException) : Exception(
    $"{operation} of s3://{bucket}/{key} was refused: {innerException.Message} Check the policies of the role, of the bucket, and of its KMS key if it has one.",
    innerException)
{
    public string Bucket { get; } = bucket;

    /// <summary>Key of the object, or prefix of a list.</summary>
    public string Key { get; } = key;
}

/// <summary>S3 throttles the bucket or prefix, or has no room right now. The state machine retries for as long as that lasts.</summary>
public sealed class StorageThrottledException(string operation, string bucket, string key, Exception innerException)
    : Exception($"{operation} of s3://{bucket}/{key} was throttled: {innerException.Message}", innerException);

/// <summary>A bucket does not exist.</summary>
public sealed class BucketNotFoundException(string bucket, string key, Exception innerException)
    : Exception($"There is no bucket '{bucket}' (for s3://{bucket}/{key}). Deploy the stack, or correct the bucket's name.", innerException)
{
    public string Bucket { get; } = bucket;
}

/// <summary>Other calls wrote or removed the same rendition at the same time, too many times in a row. A retry usually succeeds.</summary>
public sealed class RenditionConflictException(string bucket, string key, Exception? innerException)
    : Exception($"Other calls wrote or removed s3://{bucket}/{key} at each attempt. Try again.", innerException);

/// <summary>Some renditions could not be removed. All others were removed.</summary>
/// <param name="bucket">Bucket of the renditions.</param>
/// <param name="errors">S3's error for each key.</param>
public sealed class RenditionsNotRemovedException(string bucket, IReadOnlyDictionary<string, string> errors) : Exception(
    $"{errors.Count} renditions were not removed from {bucket}: "
    + string.Join("; ", errors.Take(MaxListedKeys).Select(error => $"{error.Key}: {error.Value}"))
    + (errors.Count > MaxListedKeys ? "; …" : ""))
{
    // A state machine's cause is limited to 32 KiB, and a key may have 1 KiB.
    private const int MaxListedKeys = 10;

    public string Bucket { get; } = bucket;

    /// <summary>S3's error for each key.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; } = errors;
}
