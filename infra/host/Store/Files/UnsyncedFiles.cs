using Pipeline.Host.Store.Exceptions;

namespace Pipeline.Host.Store.Files;

/// <summary>
/// Files that are in place but may still be only in the system's memory. The database syncs them, many at once, before it commits. So a
/// file that the database mentions survives a power cut; any other file may be lost or empty.
/// </summary>
internal sealed class UnsyncedFiles
{
    private readonly Lock _gate = new();
    private List<string> _files = [];
    private HashSet<string> _folders = [];
    private IOException? _failure;

    /// <summary>Adds a file that is complete and in its place.</summary>
    public void Add(string path)
    {
        lock (_gate)
        {
            _files.Add(path);
            _folders.Add(Path.GetDirectoryName(path)!);
        }
    }

    /// <summary>Creates a folder and its parents. Their names are synced together with the files.</summary>
    public void CreateFolder(string folder)
    {
        // Inside the lock, so that no other thread finds the folder before its name is on the list.
        lock (_gate)
        {
            Disk.CreateFolder(folder, named => _folders.Add(named));
        }
    }

    /// <summary>Makes the bytes and names of all added files durable. Must not run twice at the same time.</summary>
    /// <exception cref="IOException">
    /// A sync failed, now or earlier. It is not tried again, because the system may drop data that it failed to write.
    /// </exception>
    public void Sync()
    {
        List<string> files;
        HashSet<string> folders;
        lock (_gate)
        {
            if (_failure is not null)
            {
                throw _failure;
            }

            (files, _files) = (_files, []);
            (folders, _folders) = (_folders, []);
        }

        try
        {
            files.ForEach(Disk.SyncFile);
            foreach (var folder in folders)
            {
                Disk.SyncFolder(folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            lock (_gate)
            {
                _failure = new SyncFailedException(exception);
                throw _failure;
            }
        }
    }
}
