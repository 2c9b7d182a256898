using System.Text.Json;
using Pipeline.Core.Catalogue;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Catalogue;

/// <summary>
/// The catalogue in the local database. Pages continue at (updated, id), so an entry that changes between two pages does not repeat or
/// shift the others.
/// </summary>
public sealed class LocalImageCatalogue : IImageCatalogue
{
    private readonly Database _database;
    private readonly TimeProvider _time;

    internal LocalImageCatalogue(Database database, TimeProvider time)
    {
        _database = database;
        _time = time;
    }

    /// <inheritdoc/>
    public Task<CatalogueEntry?> GetAsync(string imageId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var entry = _database.Read(session =>
            session.QueryFirst("SELECT entry FROM images WHERE id = $1", row => Read(row.GetString(0)), imageId));
        return Task.FromResult(entry);
    }

    /// <summary>The entry of the image whose renditions are in a folder (<see cref="ImageIds.RenditionFolder"/>).</summary>
    public async Task<CatalogueEntry?> FindByFolderAsync(string folder, CancellationToken cancellationToken)
    {
        if (await GetAsync(ImageIds.Create(BucketNames.Uploads, folder), cancellationToken) is { } entry)
        {
            return entry;
        }

        // A long key is cut at the hash of its whole.
        var cut = folder.LastIndexOf('~');
        var start = ImageIds.Create(BucketNames.Uploads, cut < 0 ? folder : folder[..cut]);
        return cut < 0 ? null : _database.Read(session => session
            .QueryAll(
                "SELECT id, entry FROM images WHERE id >= $1 AND id < $2 ORDER BY id", row => (Id: row.GetString(0), Entry: row.GetString(1)), start, Utf8Order.PrefixUpperBound(start))
            .Where(row => ImageIds.RenditionFolder(row.Id[(BucketNames.Uploads.Length + 1)..]) == folder)
            .Select(row => Read(row.Entry))
            .FirstOrDefault());
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<CatalogueEntry>> GetManyAsync(IReadOnlyCollection<string> imageIds, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfZero(imageIds.Count, nameof(imageIds));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(imageIds.Count, 100, nameof(imageIds));
        return Task.FromResult<IReadOnlyList<CatalogueEntry>>(_database.Read(session => imageIds
            .Distinct(StringComparer.Ordinal)
            .Select(id => session.QueryFirst("SELECT entry FROM images WHERE id = $1", row => Read(row.GetString(0)), id))
            .OfType<CatalogueEntry>()
            .ToList()));
    }

    /// <inheritdoc/>
    public Task<bool> TryWriteAsync(CatalogueEntry entry, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(entry.Revision, 1);
        var record = entry.Record;
        var (status, updated) = (record.Status.ToString(), SqlText.Format(record.UpdatedAt));
        var expires = record.ExpiresAt is { } at ? SqlText.Format(at) : null;
        var json = JsonSerializer.Serialize(entry, StoreJson.Default.CatalogueEntry);
        var due = entry.GetReconciliationTime() is { } dueAt ? SqlText.Format(dueAt) : null;
        var removable = entry.GetRemovalTime() is { } removableAt ? SqlText.Format(removableAt) : null;
        var folder = record.ImageId[..(record.ImageId.LastIndexOf('/') + 1)];
        const string Insert = """
            INSERT INTO images(id, revision, status, updated_at, expires_at, entry, due_at, removable_at, folder, bytes)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING
            """;
        const string Update = """
            UPDATE images SET revision = $2, status = $3, updated_at = $4, expires_at = $5, entry = $6, due_at = $7, removable_at = $8,
                folder = $9, bytes = $10
            WHERE id = $1 AND revision = $2 - 1
            """;
        return _database.WriteAsync(
            session =>
            {
                var isWritten = session.Execute(
                    entry.Revision == 1 ? Insert : Update, record.ImageId, entry.Revision, status, updated, expires, json, due, removable,
                    folder, (record.Current ?? entry.Quarantined?.Version)?.Bytes ?? 0) == 1;
                if (isWritten)
                {
                    PhotoRows.Write(session, record);
                }

                return isWritten;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<RecordPage> ListAsync(ImageStatus status, int limit, string? continuation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);

        // "~" sorts after every time: the first page starts with the newest.
        var (updated, id) = continuation is null ? ("~", "") : PageToken.Parse(continuation);
        var rows = _database.Read(session => session.QueryAll(
            """
            SELECT updated_at, id, entry FROM images
            WHERE status = $1 AND (updated_at, id) < ($2, $3) ORDER BY updated_at DESC, id DESC LIMIT $4
            """,
            row => (Updated: row.GetString(0), Id: row.GetString(1), Entry: row.GetString(2)),
            status.ToString(), updated, id, limit + 1));
        var records = rows.Take(limit).Select(row => Read(row.Entry).Record).ToList();
        var next = rows.Count > limit ? PageToken.Create(rows[limit - 1].Updated, rows[limit - 1].Id) : null;
        return Task.FromResult(new RecordPage(records, next));
    }

    /// <summary>
    /// Records of the photos that match a filter, those taken last first. The database has an index of the dates; camera and keyword are
    /// compared along it.
    /// </summary>
    /// <param name="filter">The photos to list. An empty filter lists all images; those without a date come last.</param>
    /// <param name="status">Only images with this status; null for all.</param>
    /// <param name="limit">Maximum number of records, 1 to 1,000.</param>
    /// <param name="continuation">Token from the previous page; null for the first.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The token is not valid.</exception>
    public Task<RecordPage> ListPhotosAsync(
        PhotoFilter filter, ImageStatus? status, int limit, string? continuation, CancellationToken cancellationToken) =>
        SearchAsync(new(status, Sort: ImageSort.Taken, Photos: filter), limit, continuation, cancellationToken);

    /// <summary>Records of the images that match a query, in its order.</summary>
    /// <param name="query">The images to list.</param>
    /// <param name="limit">Maximum number of records, 1 to 1,000.</param>
    /// <param name="continuation">Token from the previous page of the same query; null for the first.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The token is not valid.</exception>
    public Task<RecordPage> SearchAsync(ImageQuery query, int limit, string? continuation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        (string, string)? after = continuation is null ? null : PageToken.Parse(continuation);
        var rows = _database.Read(session => ImageRows.List(session, query, after, limit + 1));
        var records = rows.Take(limit).Select(row => Read(row.Entry).Record).ToList();
        return Task.FromResult(new RecordPage(records, rows.Count > limit ? PageToken.Create(rows[limit - 1].Value, rows[limit - 1].Id) : null));
    }

    /// <summary>The folders below a prefix that hold images with a status, at any depth.</summary>
    /// <param name="prefix">Text that the folders' prefixes begin with, usually a folder itself.</param>
    /// <param name="status">Status of the images; null for all.</param>
    /// <param name="limit">Maximum number of folders.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<ImageFolders> ListFoldersAsync(string prefix, ImageStatus? status, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ImageStatus[] statuses = status is { } wanted ? [wanted] : Enum.GetValues<ImageStatus>();
        var folders = _database.Read(session => session.ReadSnapshot(() => statuses
            .SelectMany(each => ImageRows.ListFolders(session, prefix, each, limit + 1))
            .Distinct(StringComparer.Ordinal)
            .Order(Comparer<string>.Create(Utf8Order.Compare))
            .ToList()));
        return Task.FromResult(new ImageFolders([.. folders.Take(limit)], folders.Count > limit));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) => ListAsync(
        "SELECT id FROM images WHERE due_at IS NOT NULL AND due_at <= $1 ORDER BY due_at LIMIT $2", now, limit, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListRemovableAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) => ListAsync(
        "SELECT id FROM images WHERE removable_at IS NOT NULL AND removable_at <= $1 ORDER BY removable_at LIMIT $2", now, limit, cancellationToken);

    /// <summary>Counts the records of each status. A status without records has the count 0.</summary>
    public Task<IReadOnlyDictionary<ImageStatus, long>> CountByStatusAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var counts = _database.Read(session => session.QueryAll(
            "SELECT status, count FROM status_counts WHERE name = 'images'",
            row => (Status: Enum.Parse<ImageStatus>(row.GetString(0)), Count: row.GetInt64(1))));
        return Task.FromResult<IReadOnlyDictionary<ImageStatus, long>>(Enum.GetValues<ImageStatus>().ToDictionary(
            status => status, status => counts.Find(entry => entry.Status == status).Count));
    }

    /// <summary>A text that changes with every write to the catalogue, and only then.</summary>
    public Task<string> ReadStateAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_database.Read(session => session.QueryFirst(
            "SELECT count(*) || ' ' || ifnull(sum(revision), 0) || ' ' || ifnull(max(updated_at), '') FROM images", row => row.GetString(0)))!);
    }

    /// <summary>Counts the images of each status that match a query, whatever status it asks for.</summary>
    public async Task<IReadOnlyDictionary<ImageStatus, long>> CountAsync(ImageQuery query, CancellationToken cancellationToken)
    {
        if (query with { Status = null, Sort = default, IsAscending = false, Photos = query.Photos ?? new() } == new ImageQuery(Photos: new()))
        {
            return await CountByStatusAsync(cancellationToken);
        }

        var counts = _database.Read(session => ImageRows.Count(session, query)).ToDictionary(count => Enum.Parse<ImageStatus>(count.Status), count => count.Count);
        return Enum.GetValues<ImageStatus>().ToDictionary(status => status, status => counts.GetValueOrDefault(status));
    }

    /// <summary>
    /// Removes the records of deleted images that are past <see cref="ImageRecord.ExpiresAt"/>. A record whose renditions could not be removed
    /// stays until they are.
    /// </summary>
    /// <returns>Number of removed records.</returns>
    public Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var now = SqlText.Format(_time.GetUtcNow());
        return _database.WriteAsync(
            session => session.Execute("DELETE FROM images WHERE expires_at IS NOT NULL AND expires_at < $1 AND removable_at IS NULL", now), cancellationToken);
    }

    private Task<IReadOnlyList<string>> ListAsync(string query, DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        IReadOnlyList<string> ids = _database.Read(session => session.QueryAll(query, row => row.GetString(0), SqlText.Format(now), limit));
        return Task.FromResult(ids);
    }

    private static CatalogueEntry Read(string json) => JsonSerializer.Deserialize(json, StoreJson.Default.CatalogueEntry)!;
}
