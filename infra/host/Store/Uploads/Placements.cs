using Pipeline.Host.Store.Files;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Uploads;

/// <param name="Key">Whose file.</param>
/// <param name="EventNumber">Number of the event that asked for it.</param>
/// <param name="StagedName">What to move there, a name below <c>tmp/</c>; null: the file is to go.</param>
internal sealed record Placement(string Key, long EventNumber, string? StagedName);

/// <summary>
/// Brings files to what the database says. The database commits first (with the file's bytes safe under a temporary
/// name), so that the previous original stays until the new one is recorded; the move follows, and is repeated after a
/// crash. What was moved is forgotten in groups, once the names are synced: not one more sync for every upload.
/// </summary>
internal sealed class Placements(DataFolder folder, KeyPaths paths)
{
    private const int BatchSize = 64;

    private readonly Lock _gate = new();
    private List<Placement> _applied = [];

    public string GetPath(string key) => Path.Combine(folder.Uploads, paths.ToFilePath(key));

    /// <summary>Makes the folder of a file, so that what can fail does so before anything is recorded.</summary>
    public void CreateFolder(string key) => Disk.CreateFolder(Path.GetDirectoryName(GetPath(key))!);

    /// <summary>Moves or removes the file. Never twice at a time for one key.</summary>
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

    /// <summary>Forgets what was carried out, together with others.</summary>
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

        await ForgetAppliedAsync(database, cancellationToken);
    }

    /// <summary>Forgets all that was carried out.</summary>
    public async ValueTask ForgetAppliedAsync(Database database, CancellationToken cancellationToken)
    {
        List<Placement> applied;
        lock (_gate)
        {
            (applied, _applied) = (_applied, []);
        }

        if (applied.Count > 0)
        {
            SyncNames(applied);
            await database.QueueAsync(new BackgroundWrite(session => Forget(session, applied), _ => { }), cancellationToken);
        }
    }

    /// <summary>
    /// After a crash: carries out what is not known to have been. What cannot be stays as it is, and is read from where it is.
    /// </summary>
    /// <returns>Names below <c>tmp/</c> that are still needed.</returns>
    public IReadOnlySet<string> Recover(SqlSession session)
    {
        var pending = UploadRows.ReadPlacements(session);
        var done = pending.Where(TryApply).ToList();
        SyncNames(done);
        session.Execute("BEGIN IMMEDIATE");
        Forget(session, done);
        session.Execute("COMMIT");
        return pending.Except(done).Select(placement => placement.StagedName).OfType<string>().ToHashSet();
    }

    private bool TryApply(Placement placement)
    {
        if (placement.StagedName is { } staged && !File.Exists(Path.Combine(folder.Temporary, staged)))
        {
            // The crash came after the move.
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
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone, with its folder.
        }

        Disk.RemoveEmptyFolders(Path.GetDirectoryName(path)!, folder.Uploads);
    }

    /// <summary>A removed file's folder may be gone, and the names above it changed: those up to the root are synced, too.</summary>
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

    private static void Forget(SqlSession session, List<Placement> placements) =>
        placements.ForEach(placement => UploadRows.DeletePlacement(session, placement));
}
