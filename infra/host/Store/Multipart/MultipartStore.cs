using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Files;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;
using Pipeline.Host.Store.Uploads;

namespace Pipeline.Host.Store.Multipart;

/// <summary>
/// Multipart uploads under way. A part is on disk when it is acknowledged, and still there after a restart. A folder each:
/// <c>multipart/{id}/upload.json</c>, and a file for every part.
/// </summary>
public sealed class MultipartStore
{
    /// <summary>How long an upload may stay unfinished, and a finished one's outcome is kept.</summary>
    public static readonly TimeSpan RetentionPeriod = TimeSpan.FromDays(7);

    private readonly DataFolder _folder;
    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly KeyLocks _locks = new();

    internal MultipartStore(DataFolder folder, Database database, TimeProvider time) =>
        (_folder, _database, _time) = (folder, database, time);

    /// <summary>Begins an upload; durable when it completes.</summary>
    /// <exception cref="InvalidKeyException">This cannot be a key.</exception>
    public async Task<MultipartUpload> CreateAsync(string key, string? contentType, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        _database.EnsureWritable();
        await SweepAsync(cancellationToken);
        var upload = new MultipartUpload(Guid.NewGuid().ToString("N"), key, _time.GetUtcNow(), contentType);
        await MultipartFolder.CreateAsync(_folder, upload, cancellationToken);
        return upload;
    }

    /// <summary>Stores a part, in place of one that has the same number; durable when it completes.</summary>
    /// <param name="key">Key that the upload was created for.</param>
    /// <param name="uploadId">Which upload.</param>
    /// <param name="number">1 to 10,000.</param>
    /// <param name="content">Its bytes, read to the end.</param>
    /// <param name="options">Limits; <see cref="UploadOptions.MaxBytes"/> counts all parts together.</param>
    /// <param name="cancellationToken">Ends the call while the part is not stored.</param>
    /// <exception cref="MultipartUploadNotFoundException">There is no such upload, or not any more.</exception>
    /// <exception cref="UploadTooLargeException">The parts hold more than allowed.</exception>
    /// <exception cref="ChecksumMismatchException">The content is not what was announced.</exception>
    public async Task<UploadedPart> PutPartAsync(
        string key, string uploadId, int number, Stream content, UploadOptions options, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 10_000);
        _database.EnsureWritable();
        var otherBytes = SizeOfOthers(GetUnfinished(key, uploadId), number);
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
            // Parts come at the same time, so the others are counted again.
            return SizeOfOthers(upload, number) + staged.Size > options.MaxBytes
                ? throw new UploadTooLargeException(key, options.MaxBytes)
                : upload.PlacePart(number, staged);
        }
        catch
        {
            staged.Delete(_folder);
            throw;
        }
    }

    /// <summary>Makes one original of the parts, and forgets them when it is stored.</summary>
    /// <param name="key">Key that the upload was created for.</param>
    /// <param name="uploadId">Which upload.</param>
    /// <param name="etags">Entity tags of the parts, to tell a repeated call from another.</param>
    /// <param name="storeOriginal">Stores the original; its entity tag comes back.</param>
    /// <param name="cancellationToken">Ends the call while nothing is stored.</param>
    /// <returns>The original's entity tag. Completing it again gives the same, and stores nothing.</returns>
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

    /// <summary>The bytes of some parts, one after the other.</summary>
    /// <exception cref="MultipartUploadNotFoundException">There is no such upload, or not any more.</exception>
    public Stream OpenParts(string key, string uploadId, IReadOnlyList<UploadedPart> parts) => new PartsStream(GetUnfinished(key, uploadId), parts);

    /// <summary>Removes an upload and its parts.</summary>
    /// <exception cref="MultipartUploadNotFoundException">There is no such upload, or not any more.</exception>
    public async Task AbortAsync(string key, string uploadId, CancellationToken cancellationToken)
    {
        using var keyLock = await _locks.AcquireAsync(uploadId, cancellationToken);
        GetUnfinished(key, uploadId).Delete();
    }

    /// <summary>Parts of an upload, in their order.</summary>
    /// <exception cref="MultipartUploadNotFoundException">There is no such upload, or not any more.</exception>
    public (MultipartUpload Upload, IReadOnlyList<UploadedPart> Parts) List(string key, string uploadId)
    {
        var upload = GetUnfinished(key, uploadId);
        return (upload.Upload, upload.ListParts());
    }

    /// <summary>Uploads under way, by key in the order of UTF-8, then by time.</summary>
    public IReadOnlyList<MultipartUpload> List() => MultipartFolder.List(_folder)
        .Where(upload => upload.Completed is null)
        .Select(upload => upload.Upload)
        .Order(Comparer<MultipartUpload>.Create((left, right) => (Utf8Order.Compare(left.Key, right.Key), left.Initiated.CompareTo(right.Initiated)) switch
        {
            (0, 0) => string.CompareOrdinal(left.Id, right.Id),
            (0, var byTime) => byTime,
            var (byKey, _) => byKey,
        }))
        .ToList();

    /// <summary>Removes what was created more than <see cref="RetentionPeriod"/> ago.</summary>
    /// <returns>How many uploads went.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var expired = MultipartFolder.List(_folder).Where(upload => upload.Upload.Initiated + RetentionPeriod < _time.GetUtcNow()).ToList();
        foreach (var upload in expired)
        {
            using var keyLock = await _locks.AcquireAsync(upload.Upload.Id, cancellationToken);
            MultipartFolder.Find(_folder, upload.Upload.Id)?.Delete();
        }

        return expired.Count;
    }

    private static long SizeOfOthers(MultipartFolder upload, int number) => upload.ListParts().Where(part => part.Number != number).Sum(part => part.Size);

    private MultipartFolder? Find(string key, string uploadId) =>
        MultipartFolder.Find(_folder, uploadId) is { } found && found.Upload.Key == key ? found : null;

    private MultipartFolder GetUnfinished(string key, string uploadId) =>
        Find(key, uploadId) is { Completed: null } found ? found : throw new MultipartUploadNotFoundException(key, uploadId);
}
