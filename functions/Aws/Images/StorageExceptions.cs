namespace Pipeline.Aws.Images;

/// <summary>S3 refused a request: a role, a bucket or a key policy lacks something.</summary>
public sealed class StorageAccessDeniedException(string operation, string bucket, string key, Exception innerException) : Exception(
    $"{operation} of s3://{bucket}/{key} was refused: {innerException.Message} Check the role's policy, the bucket's, and its KMS key's if it has one.",
    innerException)
{
    public string Bucket { get; } = bucket;

    /// <summary>Key of the object, or prefix of a list.</summary>
    public string Key { get; } = key;
}

/// <summary>A bucket is not there, or its name is another account's.</summary>
public sealed class BucketNotFoundException(string bucket, string key, Exception innerException)
    : Exception($"There is no bucket {bucket} (for s3://{bucket}/{key}): deploy the stack, or correct the bucket's name.", innerException)
{
    public string Bucket { get; } = bucket;
}

/// <summary>Others wrote or removed the same rendition at the same time, too many times in a row: a passing fault.</summary>
public sealed class RenditionConflictException(string bucket, string key, Exception? innerException)
    : Exception($"s3://{bucket}/{key} was written or removed by others at each try; try again.", innerException);

/// <summary>Some renditions could not be removed; all others were.</summary>
/// <param name="bucket">Bucket of the renditions.</param>
/// <param name="errors">What S3 said, by key.</param>
public sealed class RenditionsNotRemovedException(string bucket, IReadOnlyDictionary<string, string> errors) : Exception(
    $"{errors.Count} renditions were not removed from {bucket}: "
    + string.Join("; ", errors.Take(MaxListedKeys).Select(error => $"{error.Key}: {error.Value}"))
    + (errors.Count > MaxListedKeys ? "; …" : ""))
{
    // A cause may have 32 KiB, a key 1 KiB.
    private const int MaxListedKeys = 10;

    public string Bucket { get; } = bucket;

    /// <summary>What S3 said, by key.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; } = errors;
}
