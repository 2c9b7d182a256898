namespace Pipeline.Host.Store.Files;

/// <summary>
/// Files that have their name but may still be in the system's memory only. The database syncs them, many at once, before it
/// commits: whatever it tells of a file after a power cut, the file is there. One that it does not tell of may be lost or empty.
/// </summary>
internal sealed class UnsyncedFiles
{
    private readonly Lock _gate = new();
    private List<string> _files = [];
    private HashSet<string> _folders = [];
    private IOException? _failure;

    /// <summary>Notes a file that is complete and in its place.</summary>
    public void Add(string path)
    {
        lock (_gate)
        {
            _files.Add(path);
            _folders.Add(Path.GetDirectoryName(path)!);
        }
    }

    /// <summary>Creates a folder and those above it; their names are synced with the files.</summary>
    public void CreateFolder(string folder)
    {
        // Under the lock, so that nobody finds a folder there whose name is not noted yet.
        lock (_gate)
        {
            Disk.CreateFolder(folder, named => _folders.Add(named));
        }
    }

    /// <summary>Makes all noted files durable, bytes and names. Never twice at a time.</summary>
    /// <exception cref="IOException">One could not be, now or earlier: systems forget what they failed to write, so it is not tried again.</exception>
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
                _failure = new IOException(
                    $"A rendition could not be brought to disk ({exception.Message}), so nothing is recorded any more. Mend the disk and start "
                    + "the host again: it makes again what is not recorded.", exception);
                throw _failure;
            }
        }
    }
}
