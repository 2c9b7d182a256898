using Pipeline.Core.Events;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Files;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Uploads;

/// <summary>
/// The uploads bucket: originals as plain files, and for every change the event that S3 would send, recorded in the same
/// transaction. An event stays pending until an execution is started with its id (<c>ExecutionStore.StartAsync</c>).
/// </summary>
public sealed class UploadStore
{
    /// <summary>Name of the bucket in events.</summary>
    public const string Bucket = BucketNames.Uploads;

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
    /// Stores an original. When it completes, bytes, record and event are durable; before, and when it fails, readers see
    /// what was there, and whole.
    /// </summary>
    /// <param name="key">Key, 1 to 1,024 bytes of UTF-8.</param>
    /// <param name="content">Its bytes, read to the end.</param>
    /// <param name="options">Limits; null: the defaults.</param>
    /// <param name="cancellationToken">Ends the call while nothing is recorded.</param>
    /// <exception cref="InvalidKeyException">This cannot be a key.</exception>
    /// <exception cref="UploadTooLargeException">The content holds more than allowed.</exception>
    /// <exception cref="ChecksumMismatchException">The content is not what was announced.</exception>
    /// <exception cref="UploadConditionException">Something else is under the key than the sender wants to replace.</exception>
    public async Task<Upload> PutAsync(string key, Stream content, UploadOptions? options, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        _database.EnsureWritable();
        options ??= new();
        if (options.Condition is not null)
        {
            // Known before the bytes are taken, mostly; it counts when they are recorded.
            EnsureCondition(options, key, _database.Read(session => UploadRows.Get(session, key))?.Object);
        }

        var staged = await StagedUpload.WriteAsync(_folder, key, content, options, cancellationToken);
        try
        {
            return await RecordAsync(key, staged, options, cancellationToken);
        }
        catch (Exception exception) when (exception is OperationCanceledException or UploadConditionException)
        {
            // Not recorded. After any other fault it may be, so the bytes stay until the next start.
            staged.Delete(_folder);
            throw;
        }
    }

    /// <summary>Deletes an original; durable, event and all, when it completes.</summary>
    /// <returns>The event; null when there was no such original.</returns>
    /// <exception cref="InvalidKeyException">This cannot be a key.</exception>
    public async Task<ImageEvent?> DeleteAsync(string key, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        using var keyLock = await _locks.AcquireAsync(key, cancellationToken);
        var deleted = EventRows.NewDeletedEvent(_time.GetUtcNow(), key);
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

    /// <returns>The original without its content, or null.</returns>
    public Task<StoredObject?> HeadAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_database.Read(session => UploadRows.Get(session, key))?.Object);
    }

    /// <returns>The original, open for reading; null when there is none, or somebody took its file away by hand.</returns>
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

    /// <summary>Events for which no execution was started yet, the oldest first. After a start, these are to be processed.</summary>
    /// <param name="afterNumber">The last number of the page before; 0 for the first.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Ends the call.</param>
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

    internal ValueTask FlushAsync() => _placements.ForgetAppliedAsync(_database, CancellationToken.None);

    private async Task<Upload> RecordAsync(
        string key, StagedUpload staged, UploadOptions options, CancellationToken cancellationToken)
    {
        using var keyLock = await _locks.AcquireAsync(key, cancellationToken);
        _placements.CreateFolder(key);
        var now = _time.GetUtcNow();
        var put = new StoredObject(key, staged.Size, options.ETag ?? staged.ETag, now, options.ContentType);
        var created = EventRows.NewCreatedEvent(now, options.Reason, put);
        var number = await _database.WriteAsync(
            session =>
            {
                EnsureCondition(options, key, options.Condition is null ? null : UploadRows.Get(session, key)?.Object);
                var number = EventRows.Insert(session, created);
                UploadRows.Upsert(session, put, number, staged.Name);
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

    /// <summary>It is recorded, so it happens, whoever gives up waiting.</summary>
    private ValueTask ApplyAsync(Placement placement)
    {
        _placements.Apply(placement);
        return _placements.MarkAppliedAsync(_database, placement, CancellationToken.None);
    }
}
