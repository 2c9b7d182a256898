using System.Text.Json;
using Pipeline.Core.Catalogue;
using Pipeline.Host.Store.Files;
using Pipeline.Host.Store.Images;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;
using Pipeline.Host.Store.Uploads;

namespace Pipeline.Host.Store.Repair;

/// <summary>
/// Compares the files with the database and records an event for everything that differs, as if it had happened through S3. So the
/// pipeline itself rebuilds the records, remakes the renditions and marks what is gone, with the order and the safety of any event.
/// </summary>
internal sealed class StoreRepair(Database database, DataFolder folder, KeyPaths paths, TimeProvider time)
{
    private readonly List<RepairFinding> _findings = [];
    private readonly HashSet<string> _keptRenditions = new(StringComparer.Ordinal);
    private int _events;
    private int _originals;

    public async Task<RepairReport> RunAsync(CancellationToken cancellationToken)
    {
        var isRebuilt = database.Read(RebuiltDatabase.IsMarked);
        // The state before the first change. A repair has the folder to itself.
        var uploads = database.Read(session => UploadRows.ReadFrom(session, "", inclusive: true, int.MaxValue))
            .ToDictionary(row => row.Object.Key, StringComparer.Ordinal);
        var records = database.Read(ReadEntries).Where(entry => entry.Record.Bucket == BucketNames.Uploads)
            .ToDictionary(entry => entry.Record.Key, StringComparer.Ordinal);
        var pending = database.Read(session => EventRows.ReadPending(session, 0, int.MaxValue))
            .Select(waiting => waiting.Event.Detail.Object.Key).ToHashSet(StringComparer.Ordinal);

        await CompareOriginalsAsync(uploads, records, cancellationToken);
        foreach (var entry in records.Values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await CompareRecordAsync(entry, uploads, pending, cancellationToken);
        }

        ListUnknownRenditions(cancellationToken);
        await FinishAsync(cancellationToken);
        return new(isRebuilt, _originals, _keptRenditions.Count, [.. _findings.OrderBy(finding => finding.Kind).ThenBy(finding => finding.Subject, StringComparer.Ordinal)], _events);
    }

    private async Task CompareOriginalsAsync(
        Dictionary<string, UploadRow> uploads, Dictionary<string, CatalogueEntry> records, CancellationToken cancellationToken)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in ListFiles(folder.Uploads))
        {
            var relative = Path.GetRelativePath(folder.Uploads, path);
            if (paths.ToKey(relative) is not { } key || !IsKey(key))
            {
                Add(RepairFindingKind.UnknownFile, Path.Combine("uploads", relative));
                continue;
            }

            found.Add(key);
            _originals++;
            var content = ContentHash.Read(path, cancellationToken);
            var known = uploads.GetValueOrDefault(key);
            if (known is null || !HasContent(known.Object, content, records.GetValueOrDefault(key)))
            {
                Add(known is null ? RepairFindingKind.OriginalFound : RepairFindingKind.OriginalChanged, key);
                await RecordUploadAsync(key, content, File.GetLastWriteTimeUtc(path), known?.Object, cancellationToken);
                uploads[key] = new(new(key, content.Size, content.Md5, time.GetUtcNow(), known?.Object.ContentType), 0, null);
            }
        }

        foreach (var (key, row) in uploads.Where(upload => !found.Contains(upload.Key)).ToArray())
        {
            // Its bytes may still be in tmp/, because a program had the previous file open.
            if (row.StagedName is null || !File.Exists(Path.Combine(folder.Temporary, row.StagedName)))
            {
                Add(RepairFindingKind.OriginalMissing, key);
                await RecordDeletionAsync(key, cancellationToken);
                uploads.Remove(key);
                records.Remove(key);
            }
        }
    }

    private async Task CompareRecordAsync(
        CatalogueEntry entry, Dictionary<string, UploadRow> uploads, HashSet<string> pending, CancellationToken cancellationToken)
    {
        var record = entry.Record;
        if (!uploads.TryGetValue(record.Key, out var upload))
        {
            if (record.Status != ImageStatus.Deleted && !pending.Contains(record.Key))
            {
                Add(RepairFindingKind.RecordWithoutOriginal, record.Key);
                await RecordDeletionAsync(record.Key, cancellationToken);
            }

            return;
        }

        // Both are looked at, because either can have damage to report.
        if (FindDamage(record.Current) | FindDamage(entry.Quarantined?.Version))
        {
            await RecordRemakeAsync(record.ImageId, upload.Object, cancellationToken);
        }
    }

    private bool FindDamage(ImageVersion? version)
    {
        var isDamaged = false;
        foreach (var rendition in version?.Renditions ?? [])
        {
            if (_keptRenditions.Add(rendition.Key) && FindDamage(rendition) is { } damage)
            {
                Add(damage, rendition.Key);
                isDamaged = true;
            }
        }

        return isDamaged;
    }

    private RepairFindingKind? FindDamage(RenditionRecord rendition)
    {
        var file = new FileInfo(Path.Combine(folder.Renditions, paths.ToFilePath(rendition.Key)));
        return !file.Exists ? RepairFindingKind.RenditionMissing
            : RenditionFile.IsIntact(file, rendition) ? null
            : RepairFindingKind.RenditionDamaged;
    }

    /// <summary>Keys of renditions that no record shows and that are not in quarantine.</summary>
    public static IReadOnlyList<string> FindUnusedRenditions(Database database, DataFolder folder, KeyPaths paths)
    {
        var kept = database.Read(ReadEntries).SelectMany(entry => ListVersions(entry)).SelectMany(version => version.Renditions)
            .Select(rendition => rendition.Key).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. ListFiles(folder.Renditions).Select(path => paths.ToKey(Path.GetRelativePath(folder.Renditions, path)))
                .OfType<string>().Where(key => !kept.Contains(key)),
        ];
    }

    private static IEnumerable<ImageVersion> ListVersions(CatalogueEntry entry) =>
        ((ImageVersion?[])[entry.Record.Current, entry.Quarantined?.Version]).OfType<ImageVersion>();

    private static IReadOnlyList<CatalogueEntry> ReadEntries(SqlSession session) =>
    [
        .. session.QueryAll("SELECT entry FROM images ORDER BY id", row => row.GetString(0))
            .Select(json => JsonSerializer.Deserialize(json, StoreJson.Default.CatalogueEntry)!),
    ];

    private void ListUnknownRenditions(CancellationToken cancellationToken)
    {
        foreach (var path in ListFiles(folder.Renditions))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var relative = Path.GetRelativePath(folder.Renditions, path);
            if (paths.ToKey(relative) is null)
            {
                Add(RepairFindingKind.UnknownFile, Path.Combine("renditions", relative));
            }
        }
    }

    private Task<int> FinishAsync(CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Execute("DELETE FROM settings WHERE name = $1", RebuiltDatabase.SettingName), cancellationToken);

    /// <summary>Whether a file has the recorded content. The entity tag of a multipart upload is no hash, but the record has one.</summary>
    private static bool HasContent(StoredObject known, ContentHash content, CatalogueEntry? entry)
    {
        if (known.Size != content.Size)
        {
            return false;
        }

        return known.ETag.Contains('-', StringComparison.Ordinal)
            ? entry is null || entry.Record.ETag != known.ETag || FindNewest(entry) is not { } newest || newest.Sha256 == content.Sha256
            : known.ETag == content.Md5;
    }

    /// <summary>The version of the newest upload; null if it has none.</summary>
    private static ImageVersion? FindNewest(CatalogueEntry entry) => entry.Record.Status switch
    {
        ImageStatus.Ready => entry.Record.Current,
        ImageStatus.Quarantined => entry.Quarantined?.Version,
        _ => null,
    };

    private Task<bool> RecordUploadAsync(string key, ContentHash content, DateTime modified, StoredObject? known, CancellationToken cancellationToken)
    {
        var upload = new StoredObject(key, content.Size, content.Md5, new(modified, TimeSpan.Zero), known?.ContentType, known?.Metadata, known?.Properties is { } kept ? kept with { Checksum = null } : null);
        var created = EventRows.CreateObjectCreated(time.GetUtcNow(), "PutObject", upload);
        return WriteAsync(session => UploadRows.UpsertInPlace(session, upload, EventRows.Insert(session, created)), cancellationToken);
    }

    private Task<bool> RecordDeletionAsync(string key, CancellationToken cancellationToken)
    {
        var deleted = EventRows.CreateObjectDeleted(time.GetUtcNow(), key);
        return WriteAsync(
            session =>
            {
                UploadRows.Delete(session, key);
                EventRows.Insert(session, deleted);
            },
            cancellationToken);
    }

    /// <summary>
    /// The same content with the same rendition set is unchanged and would not be made again. So the record says for now that its
    /// renditions are those of no content and no set. It shows the same ones as before until the new ones exist.
    /// </summary>
    private Task<bool> RecordRemakeAsync(string imageId, StoredObject upload, CancellationToken cancellationToken)
    {
        var created = EventRows.CreateObjectCreated(time.GetUtcNow(), "PutObject", upload);
        return WriteAsync(
            session =>
            {
                session.Execute(
                    """
                    UPDATE images SET revision = revision + 1,
                        entry = json_replace(entry,
                            '$.record.current.renditionSet', 'incomplete', '$.record.current.sha256', printf('%064d', 0),
                            '$.quarantined.version.renditionSet', 'incomplete', '$.quarantined.version.sha256', printf('%064d', 0))
                    WHERE id = $1
                    """,
                    imageId);
                session.Execute("UPDATE images SET entry = json_set(entry, '$.revision', revision) WHERE id = $1", imageId);
                session.Execute("UPDATE uploads SET event = $2 WHERE key = $1", upload.Key, EventRows.Insert(session, created));
            },
            cancellationToken);
    }

    private Task<bool> WriteAsync(Action<SqlSession> write, CancellationToken cancellationToken)
    {
        _events++;
        return database.WriteAsync(
            session =>
            {
                write(session);
                return true;
            },
            cancellationToken);
    }

    private void Add(RepairFindingKind kind, string subject) => _findings.Add(new(kind, subject));

    private static bool IsKey(string key)
    {
        try
        {
            ObjectKey.Validate(key);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static IEnumerable<string> ListFiles(string root) => Directory
        .EnumerateFiles(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
        .Order(StringComparer.Ordinal);
}
