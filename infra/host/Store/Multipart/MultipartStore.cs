using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Files;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;
using Pipeline.Host.Store.Uploads;

namespace Pipeline.Host.Store.Multipart;

/// <summary>
/// Multipart uploads in progress. A part is on disk before it is acknowledged, and survives a restart. Each upload has a folder with
/// <c>multipart/{id}/upload.json</c> and a file for every part.
/// </summary>
public sealed class MultipartStore
{
    /// <summary>How long an unfinished upload, or the outcome of a completed one, is kept.</summary>
    public static readonly TimeSpan RetentionPeriod = TimeSpan.FromDays(7);

    private readonly DataFolder _folder;
    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly KeyLocks _locks = new();

    internal MultipartStore(DataFolder folder, Database database, TimeProvider time) =>
        (_folder, _database, _time) = (folder, database, time);

    /// <summary>Creates an upload; durable when it completes.</summary>
    /// <exception cref="InvalidKeyException">The key is not valid.</exception>
    public Task<MultipartUpload> CreateAsync(
        string key, string? contentType, IReadOnlyDictionary<string, string>? metadata, CancellationToken cancellationToken) =>
        CreateAsync(key, contentType, metadata, properties: null, checksum: null, cancellationToken);

    /// <summary>Creates an upload; durable when it completes.</summary>
    /// <param name="key">Key that the original gets.</param>
    /// <param name="contentType">Media type that its sender declares; null for none.</param>
    /// <param name="metadata">User metadata that the original gets; null for none.</param>
    /// <param name="properties">Headers and tags that the original gets; null for none.</param>
    /// <param name="checksum">How its checksum is made; null if its sender does not say.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="InvalidKeyException">The key is not valid.</exception>
    public async Task<MultipartUpload> CreateAsync(
        string key,
        string? contentType,
        IReadOnlyDictionary<string, string>? metadata,
        ObjectProperties? properties,
        MultipartChecksum? checksum,
        CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        _database.EnsureWritable();
        await SweepAsync(cancellationToken);
        var upload = new MultipartUpload(Guid.NewGuid().ToString("N"), key, _time.GetUtcNow(), contentType, metadata, properties, checksum);
        await MultipartFolder.CreateAsync(_folder, upload, cancellationToken);
        return upload;
    }

    /// <summary>Stores a part, and replaces an earlier one with the same number; durable when it completes.</summary>
    /// <param name="key">Key that the upload was created for.</param>
    /// <param name="uploadId">Id of the upload.</param>
    /// <param name="number">Number of the part, 1 to 10,000.</param>
    /// <param name="content">Bytes of the part, read to the end.</param>
    /// <param name="options">Limits. <see cref="UploadOptions.MaxBytes"/> counts all parts together.</param>
    /// <param name="cancellationToken">Cancels the call until the part is stored.</param>
    /// <exception cref="MultipartUploadNotFoundException">There is no such upload in progress.</exception>
    /// <exception cref="UploadTooLargeException">The parts together are larger than allowed.</exception>
    /// <exception cref="ChecksumMismatchException">The content does not have the declared checksum.</exception>
    public async Task<UploadedPart> PutPartAsync(
        string key, string uploadId, int number, Stream content, UploadOptions options, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 10_000);
        _database.EnsureWritable();
        var otherBytes = SumOtherParts(GetUnfinished(key, uploadId), number);
        if (otherBytes >= options.MaxBytes)
        {
            throw new UploadTooLargeException(key, options.MaxBytes);
        }

        StagedUpload staged;
        try
        {
            staged = await StagedUpload.WriteAsync(_folder, key, content, options with { MaxBytes = options.MaxBytes - otherBytes }, cancellationToken);
        }
        catch (UploadTooLargeException)
        {
            throw new UploadTooLargeException(key, options.MaxBytes);
        }

        try
        {
            using var keyLock = await _locks.AcquireAsync(uploadId, cancellationToken);
            var upload = GetUnfinished(key, uploadId);
            // Parts may arrive at the same time, so count the others again.
            return SumOtherParts(upload, number) + staged.Size > options.MaxBytes
                ? throw new UploadTooLargeException(key, options.MaxBytes)
                : upload.PlacePart(number, staged, options.ReadChecksum?.Invoke());
        }
        catch
        {
            staged.Delete(_folder);
            throw;
        }
    }

    /// <summary>Joins the parts to one original, and removes them once it is stored.</summary>
    /// <param name="key">Key that the upload was created for.</param>
    /// <param name="uploadId">Id of the upload.</param>
    /// <param name="etags">Entity tags of the parts. They identify a repeated call.</param>
    /// <param name="storeOriginal">Stores the original and returns its entity tag.</param>
    /// <param name="cancellationToken">Cancels the call until the original is stored.</param>
    /// <returns>Entity tag of the original. A repeated call returns the same and stores nothing.</returns>
    /// <exception cref="MultipartUploadNotFoundException">There is no such upload.</exception>
    public async Task<string> CompleteAsync(
        string key,
        string uploadId,
        IReadOnlyList<string> etags,
        Func<MultipartUpload, IReadOnlyList<UploadedPart>, Task<string>> storeOriginal,
        CancellationToken cancellationToken)
    {
        using var keyLock = await _locks.AcquireAsync(uploadId, cancellationToken);
        if (Find(key, uploadId) is { Completed: { } completed } && completed.Parts.SequenceEqual(etags))
        {
            return completed.ETag;
        }

        var upload = GetUnfinished(key, uploadId);
        var etag = await storeOriginal(upload.Upload, upload.ListParts());
        await upload.CompleteAsync(new(etag, etags), CancellationToken.None);
        return etag;
    }

    /// <summary>Opens the bytes of some parts as one stream.</summary>
    /// <exception cref="MultipartUploadNotFoundException">There is no such upload in progress.</exception>
    public Stream OpenParts(string key, string uploadId, IReadOnlyList<UploadedPart> parts) => new PartsStream(GetUnfinished(key, uploadId), parts);

    /// <summary>Removes an upload and its parts.</summary>
    /// <exception cref="MultipartUploadNotFoundException">There is no such upload in progress.</exception>
    public async Task AbortAsync(string key, string uploadId, CancellationToken cancellationToken)
    {
        using var keyLock = await _locks.AcquireAsync(uploadId, cancellationToken);
        GetUnfinished(key, uploadId).Delete();
    }

    /// <summary>An upload and its parts, by number.</summary>
    /// <exception cref="MultipartUploadNotFoundException">There is no such upload in progress.</exception>
    public (MultipartUpload Upload, IReadOnlyList<UploadedPart> Parts) ListParts(string key, string uploadId)
    {
        var upload = GetUnfinished(key, uploadId);
        return (upload.Upload, upload.ListParts());
    }

    /// <summary>Uploads in progress, in the order of their keys' UTF-8 bytes, then by time.</summary>
    public IReadOnlyList<MultipartUpload> ListUploads() => MultipartFolder.ReadAll(_folder)
        .Where(upload => upload.Completed is null)
        .Select(upload => upload.Upload)
        .Order(Comparer<MultipartUpload>.Create((left, right) => (Utf8Order.Compare(left.Key, right.Key), left.Initiated.CompareTo(right.Initiated)) switch
        {
            (0, 0) => string.CompareOrdinal(left.Id, right.Id),
            (0, var byTime) => byTime,
            var (byKey, _) => byKey,
        }))
        .ToList();

    /// <summary>Removes uploads that were created more than <see cref="RetentionPeriod"/> ago.</summary>
    /// <returns>Number of removed uploads.</returns>
    internal async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var expired = MultipartFolder.ReadAll(_folder).Where(upload => upload.Upload.Initiated + RetentionPeriod < _time.GetUtcNow()).ToList();
        foreach (var upload in expired)
        {
            using var keyLock = await _locks.AcquireAsync(upload.Upload.Id, cancellationToken);
            MultipartFolder.Find(_folder, upload.Upload.Id)?.Delete();
        }

        return expired.Count;
    }

    private static long SumOtherParts(MultipartFolder upload, int number) =>
        upload.ListParts().Where(part => part.Number != number).Sum(part => part.Size);

    private MultipartFolder? Find(string key, string uploadId) =>
        MultipartFolder.Find(_folder, uploadId) is { } found && found.Upload.Key == key ? found : null;

    private MultipartFolder GetUnfinished(string key, string uploadId) =>
        Find(key, uploadId) is { Completed: null } found ? found : throw new MultipartUploadNotFoundException(key, uploadId);
}
