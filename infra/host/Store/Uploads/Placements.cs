using Pipeline.Host.Store.Files;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Uploads;

/// <summary>A file that must be moved into place or removed.</summary>
/// <param name="Key">Key of the original.</param>
/// <param name="EventNumber">Number of the event of the change.</param>
/// <param name="StagedName">Name below <c>tmp/</c> of the file to move; null to remove the original's file.</param>
internal sealed record Placement(string Key, long EventNumber, string? StagedName);

/// <summary>
/// Brings the files in line with the database. The database commits first, with the file's bytes safe under a temporary name, so that the
/// previous original stays until the new one is recorded. The move follows, and is repeated after a crash. Placements are deleted from
/// the database in batches, once the names are synced, so that an upload does not need one more sync.
/// </summary>
internal sealed class Placements(DataFolder folder, KeyPaths paths)
{
    private const int BatchSize = 64;

    private readonly Lock _gate = new();
    private List<Placement> _applied = [];

    public string GetPath(string key) => Path.Combine(folder.Uploads, paths.ToFilePath(key));

    /// <summary>Creates the folder of a file. Call it before the upload is recorded, because it can fail.</summary>
    public void CreateFolder(string key) => OpenFiles.Retry(() => Disk.CreateFolder(Path.GetDirectoryName(GetPath(key))!));

    /// <summary>Moves or removes the file. Must not run twice at the same time for one key.</summary>
    public void Apply(Placement placement)
    {
        var path = GetPath(placement.Key);
        if (placement.StagedName is { } staged)
        {
            Disk.Move(Path.Combine(folder.Temporary, staged), path);
        }
        else
        {
            Remove(path);
        }
    }

    /// <summary>Marks a placement as applied. It is deleted from the database later, in a batch.</summary>
    public async ValueTask MarkAppliedAsync(Database database, Placement placement, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _applied.Add(placement);
            if (_applied.Count < BatchSize)
            {
                return;
            }
        }

        await DeleteAppliedAsync(database, cancellationToken);
    }

    /// <summary>Deletes all applied placements from the database.</summary>
    public async ValueTask DeleteAppliedAsync(Database database, CancellationToken cancellationToken)
    {
        List<Placement> applied;
        lock (_gate)
        {
            (applied, _applied) = (_applied, []);
        }

        if (applied.Count > 0)
        {
            SyncNames(applied);
            await database.QueueAsync(new BackgroundWrite(session => Delete(session, applied), _ => { }), cancellationToken);
        }
    }

    /// <summary>
    /// After a crash, applies all placements that may not have been applied. If one fails, its original is read from <c>tmp/</c>.
    /// </summary>
    /// <returns>Names below <c>tmp/</c> that are still needed.</returns>
    public IReadOnlySet<string> Recover(SqlSession session)
    {
        var pending = UploadRows.ReadPlacements(session);
        var done = pending.Where(TryApply).ToList();
        SyncNames(done);
        session.Execute("BEGIN IMMEDIATE");
        Delete(session, done);
        session.Execute("COMMIT");
        return pending.Except(done).Select(placement => placement.StagedName).OfType<string>().ToHashSet();
    }

    private bool TryApply(Placement placement)
    {
        if (placement.StagedName is { } staged && !File.Exists(Path.Combine(folder.Temporary, staged)))
        {
            // The file was moved before the crash.
            return true;
        }

        try
        {
            Apply(placement);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Remove(string path)
    {
        try
        {
            Disk.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Its folder does not exist any more.
        }

        Disk.RemoveEmptyFolders(Path.GetDirectoryName(path)!, folder.Uploads);
    }

    /// <summary>
    /// Syncs the folders of the files. Removing a file may remove the folders above it, so these are synced up to the root.
    /// </summary>
    private void SyncNames(List<Placement> placements)
    {
        var folders = new HashSet<string>();
        foreach (var placement in placements)
        {
            var path = Path.GetDirectoryName(GetPath(placement.Key))!;
            folders.Add(path);
            while (placement.StagedName is null && path.Length > folder.Uploads.Length)
            {
                path = Path.GetDirectoryName(path)!;
                folders.Add(path);
            }
        }

        foreach (var path in folders)
        {
            Disk.SyncFolder(path);
        }
    }

    private static void Delete(SqlSession session, List<Placement> placements) =>
        placements.ForEach(placement => UploadRows.DeletePlacement(session, placement));
}
