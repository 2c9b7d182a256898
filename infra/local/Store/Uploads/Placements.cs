namespace Pipeline.Local.Store;

/// <param name="Key">Whose file.</param>
/// <param name="Event">Number of the event that asked for it.</param>
/// <param name="Staged">What to move there, a name below <c>tmp/</c>; null: the file is to go.</param>
internal sealed record Placement(string Key, long Event, string? Staged);

/// <summary>
/// Brings files to what the database says. The database commits first (with the file's bytes safe under a temporary
/// name), so that the previous original stays until the new one is recorded; the move follows, and is repeated after a
/// crash. What was moved is forgotten in groups, once the names are synced: not one more sync for every upload.
/// </summary>
internal sealed class Placements(DataFolder folder, KeyPaths paths)
{
    private const int AtOnce = 64;

    private readonly Lock _gate = new();
    private List<Placement> _moved = [];

    public string PathOf(string key) => Path.Combine(folder.Uploads, paths.FileOf(key));

    /// <summary>Makes the folder of a file, so that what can fail does so before anything is recorded.</summary>
    public void Prepare(string key) => Disk.CreateFolder(Path.GetDirectoryName(PathOf(key))!);

    /// <summary>Moves or removes the file. Never twice at a time for one key.</summary>
    public void CarryOut(Placement placement)
    {
        var path = PathOf(placement.Key);
        if (placement.Staged is { } staged)
        {
            Disk.Move(Path.Combine(folder.Temporary, staged), path);
        }
        else
        {
            Remove(path);
        }
    }

    /// <summary>Forgets what was carried out, together with others.</summary>
    public async ValueTask CarriedOutAsync(Database database, Placement placement, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _moved.Add(placement);
            if (_moved.Count < AtOnce)
            {
                return;
            }
        }

        await ForgetAsync(database, cancellationToken);
    }

    /// <summary>Forgets all that was carried out.</summary>
    public async ValueTask ForgetAsync(Database database, CancellationToken cancellationToken)
    {
        List<Placement> forget;
        lock (_gate)
        {
            (forget, _moved) = (_moved, []);
        }

        if (forget.Count > 0)
        {
            SyncNames(forget);
            await database.QueueAsync(new QueuedWrite(session => Forget(session, forget), _ => { }), cancellationToken);
        }
    }

    /// <summary>
    /// After a crash: carries out what is not known to have been. What cannot be stays as it is, and is read from where it is.
    /// </summary>
    /// <returns>Names below <c>tmp/</c> that are still needed.</returns>
    public IReadOnlySet<string> Recover(SqlSession session)
    {
        var open = UploadRows.Placements(session);
        var done = open.Where(TryCarryOut).ToList();
        SyncNames(done);
        session.Execute("BEGIN IMMEDIATE");
        Forget(session, done);
        session.Execute("COMMIT");
        return open.Except(done).Select(placement => placement.Staged).OfType<string>().ToHashSet();
    }

    private bool TryCarryOut(Placement placement)
    {
        if (placement.Staged is { } staged && !File.Exists(Path.Combine(folder.Temporary, staged)))
        {
            // The crash came after the move.
            return true;
        }

        try
        {
            CarryOut(placement);
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
            var path = Path.GetDirectoryName(PathOf(placement.Key))!;
            folders.Add(path);
            while (placement.Staged is null && path.Length > folder.Uploads.Length)
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
        placements.ForEach(placement => UploadRows.Placed(session, placement));
}
