using Amazon.S3;
using Pipeline.Aws.Images;
using Pipeline.Core.Storage;

namespace Pipeline.Aws;

/// <summary>
/// Image bytes in S3: originals in the buckets that the events name, renditions in a bucket of their own. All methods throw
/// <see cref="StorageAccessDeniedException"/> if S3 denies access, and <see cref="BucketNotFoundException"/> if a bucket is missing.
/// </summary>
/// <param name="s3">Client; the caller disposes it.</param>
/// <param name="renditionsBucket">Bucket of the renditions.</param>
/// <param name="time">Clock, for the age of existing renditions.</param>
/// <param name="keepTags">Whether to read the tags of originals.</param>
public sealed class S3ImageStore(IAmazonS3 s3, string renditionsBucket, TimeProvider time, bool keepTags = false) : IImageStore
{
    private readonly OriginalReader _reader = new(s3, keepTags);
    private readonly RenditionWriter _writer = new(s3, renditionsBucket, time);
    private readonly RenditionLister _lister = new(s3, renditionsBucket);
    private readonly RenditionPublisher _publisher = new(s3, renditionsBucket);
    private readonly RenditionReader _renditions = new(s3, renditionsBucket);
    private readonly RenditionRemover _remover = new(s3, renditionsBucket);

    /// <inheritdoc/>
    /// <exception cref="IOException">The response was truncated; retry.</exception>
    public Task<OriginalRead> ReadOriginalAsync(OriginalReference original, long maxBytes, CancellationToken cancellationToken) =>
        _reader.ReadAsync(original, maxBytes, cancellationToken);

    /// <inheritdoc/>
    public Task<OriginalHead?> FindOriginalAsync(OriginalReference original, CancellationToken cancellationToken) =>
        _reader.FindAsync(original, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="RenditionConflictException">Other calls wrote or removed the same key at the same time, too many times; retry.</exception>
    public Task WriteRenditionAsync(RenditionContent rendition, CancellationToken cancellationToken) =>
        _writer.WriteAsync(rendition, cancellationToken);

    /// <inheritdoc/>
    public Task PublishRenditionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        _publisher.PublishAsync(keys, cancellationToken);

    /// <inheritdoc/>
    public Task QuarantineRenditionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        _publisher.QuarantineAsync(keys, cancellationToken);

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>?> ReadRenditionAsync(string key, CancellationToken cancellationToken) => _renditions.ReadAsync(key, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="RenditionsNotRemovedException">Some still exist; all others are removed.</exception>
    public Task<int> RemoveRenditionsAsync(string prefix, CancellationToken cancellationToken) =>
        _remover.RemoveAsync(prefix, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListRenditionsAsync(string prefix, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        await foreach (var page in _lister.ListPagesAsync(prefix, cancellationToken))
        {
            keys.AddRange(page);
        }

        // S3 orders by the bytes of UTF-8, which differs from ordinal order for characters outside the basic plane.
        keys.Sort(StringComparer.Ordinal);
        return keys;
    }
}
