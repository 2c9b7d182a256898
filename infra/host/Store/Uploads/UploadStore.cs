using Pipeline.Core.Events;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Files;
using Pipeline.Host.Store.Numbers;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Uploads;

/// <summary>
/// The uploads bucket: originals as plain files, and for every change the event that S3 would send, recorded in the same
/// transaction. An event stays pending until an execution starts with its id (<c>ExecutionStore.StartAsync</c>).
/// </summary>
public sealed class UploadStore
{
    private readonly Database _database;
    private readonly DataFolder _folder;
    private readonly TimeProvider _time;
    private readonly Placements _placements;
    private readonly KeyLocks _locks = new();

    internal UploadStore(Database database, DataFolder folder, KeyPaths paths, TimeProvider time)
    {
        _database = database;
        _folder = folder;
        _time = time;
        _placements = new Placements(folder, paths);
    }

    /// <summary>
    /// Stores an original. When it completes, bytes, record and event are durable. Until then, and if it fails, readers see the previous
    /// original in full.
    /// </summary>
    /// <param name="key">Key, 1 to 1,024 bytes of UTF-8.</param>
    /// <param name="content">Bytes of the original, read to the end.</param>
    /// <param name="options">Limits and metadata; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call until the upload is recorded.</param>
    /// <exception cref="InvalidKeyException">The key is not valid.</exception>
    /// <exception cref="UploadTooLargeException">The content is larger than allowed.</exception>
    /// <exception cref="ChecksumMismatchException">The content does not have the declared checksum.</exception>
    /// <exception cref="UploadConditionException">The key does not have the original that the upload may replace.</exception>
    public async Task<Upload> PutAsync(string key, Stream content, UploadOptions? options, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        _database.EnsureWritable();
        options ??= new();
        if (options.Condition is not null)
        {
            // Usually this fails before the bytes are read. The check that counts is the one in the transaction.
            EnsureCondition(options, key, _database.Read(session => UploadRows.Get(session, key))?.Object);
        }

        var staged = await StagedUpload.WriteAsync(_folder, key, content, options, cancellationToken);
        try
        {
            return await RecordAsync(key, staged, options, cancellationToken);
        }
        catch (Exception exception) when (exception is OperationCanceledException or UploadConditionException)
        {
            // The upload is not recorded. After any other exception it may be, so the bytes stay until the next start.
            staged.Delete(_folder);
            throw;
        }
    }

    /// <summary>Deletes an original. The deletion and its event are durable when it completes.</summary>
    /// <returns>The event; null if there is no such original.</returns>
    /// <exception cref="InvalidKeyException">The key is not valid.</exception>
    public async Task<ImageEvent?> DeleteAsync(string key, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        using var keyLock = await _locks.AcquireAsync(key, cancellationToken);
        var deleted = EventRows.CreateObjectDeleted(_time.GetUtcNow(), key);
        var number = await _database.WriteAsync(
            session =>
            {
                if (!UploadRows.Delete(session, key))
                {
                    return (long?)null;
                }

                var number = EventRows.Insert(session, deleted);
                UploadRows.UpsertPlacement(session, key, number, staged: null);
                return number;
            },
            cancellationToken);
        if (number is not { } recorded)
        {
            return null;
        }

        await ApplyAsync(new(key, recorded, StagedName: null));
        return EventRows.WithSequencer(deleted, recorded);
    }

    /// <summary>Replaces the tags of an original. This is no upload: no event is recorded, and its time stays.</summary>
    /// <param name="key">Key.</param>
    /// <param name="tags">All tags; empty for none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether there is such an original.</returns>
    public Task<bool> SetTagsAsync(string key, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) => _database.WriteAsync(
        session =>
        {
            if (UploadRows.Get(session, key) is not { } row)
            {
                return false;
            }

            UploadRows.UpdateProperties(session, key, (row.Object.Properties ?? ObjectProperties.None) with { Tags = tags.Count > 0 ? tags : null });
            return true;
        },
        cancellationToken);

    /// <summary>Metadata of an original.</summary>
    /// <returns>Null if there is no such original.</returns>
    public Task<StoredObject?> HeadAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_database.Read(session => UploadRows.Get(session, key))?.Object);
    }

    /// <summary>Finds out which keys have an original, all at the same moment.</summary>
    /// <returns>Those of the keys that have one, in the order of <paramref name="keys"/>.</returns>
    public Task<IReadOnlyList<string>> FindExistingAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<string>>(_database.Read(session => session.ReadSnapshot(() => keys.Where(key => UploadRows.Exists(session, key)).ToList())));
    }

    /// <summary>Opens an original for reading.</summary>
    /// <returns>Null if there is no such original, or if someone removed or replaced its file by hand.</returns>
    public Task<OpenedObject?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(UploadReader.Open(_database, _placements, _folder, key));
    }

    /// <summary>Originals and common prefixes, in the order of their keys' UTF-8 bytes.</summary>
    public Task<ObjectPage> ListAsync(ObjectQuery query, CancellationToken cancellationToken)
    {
        UploadList.Validate(query);
        return Task.FromResult(_database.Read(session => UploadList.ReadPage(session, query, cancellationToken)));
    }

    /// <summary>Events for which no execution was started yet, oldest first. Process them after a start.</summary>
    /// <param name="afterNumber">The last number of the previous page; 0 for the first page.</param>
    /// <param name="limit">Maximum number of events.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<PendingEvent>> ListPendingEventsAsync(long afterNumber, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<PendingEvent>>(
            _database.Read(session => EventRows.ReadPending(session, afterNumber, limit)));
    }

    /// <summary>Marks an event that no rule matches as done.</summary>
    public Task SkipEventAsync(string eventId, CancellationToken cancellationToken) => _database.WriteAsync(
        session =>
        {
            EventRows.MarkDone(session, eventId);
            return true;
        },
        cancellationToken);

    internal ValueTask FlushAsync() => _placements.DeleteAppliedAsync(_database, CancellationToken.None);

    private async Task<Upload> RecordAsync(
        string key, StagedUpload staged, UploadOptions options, CancellationToken cancellationToken)
    {
        using var keyLock = await _locks.AcquireAsync(key, cancellationToken);
        _placements.CreateFolder(key);
        var now = _time.GetUtcNow();
        var properties = options.ReadChecksum?.Invoke() is { } checksum ? (options.Properties ?? ObjectProperties.None) with { Checksum = checksum } : options.Properties;
        var put = new StoredObject(
            key, staged.Size, options.ETag ?? staged.ETag, now, options.ContentType, options.Metadata, properties is { IsEmpty: false } ? properties : null);
        var created = EventRows.CreateObjectCreated(now, options.Reason, put);
        var number = await _database.WriteAsync(
            session =>
            {
                EnsureCondition(options, key, options.Condition is null ? null : UploadRows.Get(session, key)?.Object);
                var number = EventRows.Insert(session, created);
                UploadRows.Upsert(session, put, number, staged.Name);
                NumberRows.AddUpload(session, now, staged.Size);
                return number;
            },
            cancellationToken);
        await ApplyAsync(new(key, number, staged.Name));
        return new(put, EventRows.WithSequencer(created, number));
    }

    private static void EnsureCondition(UploadOptions options, string key, StoredObject? found)
    {
        if (options.Condition is { } condition && condition.ETag != found?.ETag)
        {
            throw new UploadConditionException(key, condition.ETag, found?.ETag);
        }
    }

    /// <summary>Not cancellable: the change is already recorded.</summary>
    private ValueTask ApplyAsync(Placement placement)
    {
        try
        {
            _placements.Apply(placement);
        }
        catch (Exception exception) when (OpenFiles.IsInUse(exception))
        {
            // A program has the previous file open. The new one is read from tmp/, and the next start moves it.
            return ValueTask.CompletedTask;
        }

        return _placements.MarkAppliedAsync(_database, placement, CancellationToken.None);
    }
}
