using System.Globalization;
using Pipeline.Host.Store.Exceptions;

namespace Pipeline.Host.Store.Files;

/// <summary>The paths in a data folder, and the lock that the host holds on it.</summary>
internal sealed class DataFolder : IDisposable
{
    // What a lock that another process holds fails with: ERROR_SHARING_VIOLATION, and EWOULDBLOCK of flock(2).
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;

    private readonly FileStream? _hostLock;

    private DataFolder(string root, FileStream? hostLock)
    {
        Root = root;
        _hostLock = hostLock;
    }

    public string Root { get; }

    public string Database => Path.Combine(Root, "pipeline.db");

    public string Uploads => Path.Combine(Root, "uploads");

    public string Renditions => Path.Combine(Root, "renditions");

    /// <summary>Parts of multipart uploads that are not complete yet. Created with the first upload.</summary>
    public string Multipart => Path.Combine(Root, "multipart");

    /// <summary>Results of backfills, and other things that are not renditions. Created with the first of them.</summary>
    public string Internal => Path.Combine(Root, "internal");

    /// <summary>Files being written. A rename moves them into place, so this folder is on the same file system.</summary>
    public string Temporary => Path.Combine(Root, "tmp");

    /// <exception cref="FolderInUseException">Another host uses the folder.</exception>
    public static DataFolder Open(string path)
    {
        var root = Path.GetFullPath(path);
        Disk.CreatePrivateFolder(root);
        var folder = new DataFolder(root, AcquireLock(root));
        foreach (var part in (string[])[folder.Uploads, folder.Renditions, folder.Temporary])
        {
            Disk.CreatePrivateFolder(part);
        }

        Disk.SyncFolder(root);
        Disk.SyncFolder(Path.GetDirectoryName(root) ?? root);
        return folder;
    }

    /// <exception cref="FolderNotFoundException">The folder has no database.</exception>
    public static DataFolder OpenReadOnly(string path)
    {
        var folder = new DataFolder(Path.GetFullPath(path), hostLock: null);
        return File.Exists(folder.Database) ? folder
            : Directory.Exists(folder.Uploads) && folder.HasOriginals() ? throw new DatabaseMissingException(folder.Root, isEmpty: false)
            : throw new FolderNotFoundException(folder.Root);
    }

    /// <summary>Whether there is a file below <see cref="Uploads"/>.</summary>
    public bool HasOriginals() => Directory.EnumerateFiles(Uploads, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).Any();

    /// <summary>Whether the file system ignores case in names.</summary>
    public bool IsCaseInsensitive()
    {
        var probe = Path.Combine(Temporary, $"PROBE-{Guid.NewGuid():N}");
        Disk.CreateFile(probe).Dispose();
        try
        {
            return File.Exists(probe.Replace("PROBE", "probe", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(probe);
        }
    }

    /// <summary>Writes a small file and deletes it, to find out whether an upload could be written.</summary>
    public void Probe()
    {
        var probe = Path.Combine(Temporary, CreateTemporaryName());
        try
        {
            using var file = Disk.CreateFile(probe);
            file.Write(new byte[4_096]);
        }
        finally
        {
            File.Delete(probe);
        }
    }

    /// <summary>Creates a name for a new file in <see cref="Temporary"/>.</summary>
    public static string CreateTemporaryName() => Guid.NewGuid().ToString("N");

    /// <summary>Removes files that a crash left half-written.</summary>
    /// <param name="needed">Names of files to keep.</param>
    public void SweepTemporary(IReadOnlySet<string> needed)
    {
        foreach (var file in Directory.EnumerateFiles(Temporary).Where(file => !needed.Contains(Path.GetFileName(file))))
        {
            try
            {
                File.Delete(file);
            }
            catch (Exception exception) when (OpenFiles.IsInUse(exception))
            {
                // A reader has it open. The next start deletes it.
            }
        }
    }

    public void Dispose() => _hostLock?.Dispose();

    /// <summary>
    /// The operating system releases the lock when the process ends, for whatever reason. <c>host.pid</c> names its holder.
    /// </summary>
    private static FileStream AcquireLock(string root)
    {
        var holderFile = Path.Combine(root, "host.pid");
        FileStream lockFile;
        try
        {
            lockFile = Disk.CreateFile(Path.Combine(root, "host.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite);
        }
        catch (IOException exception) when (exception.HResult is SharingViolation or WouldBlockOnLinux or WouldBlockOnMac)
        {
            throw new FolderInUseException(root, ReadHolder(holderFile));
        }
        catch (Exception exception) when (
            !DiskSpace.IsExhausted(exception) && (exception is UnauthorizedAccessException || exception.GetType() == typeof(IOException)))
        {
            throw new FolderNotWritableException(root, exception);
        }

        using var holder = new StreamWriter(Disk.CreateFile(holderFile, FileMode.Create));
        holder.Write(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return lockFile;
    }

    private static int? ReadHolder(string path) =>
        File.Exists(path) && int.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, out var id) ? id : null;
}
