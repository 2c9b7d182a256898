using System.Globalization;
using Pipeline.Host.Store.Exceptions;

namespace Pipeline.Host.Store.Files;

/// <summary>Where things lie in a data folder, and the lock that one host holds on it.</summary>
internal sealed class DataFolder : IDisposable
{
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

    /// <summary>Parts of multipart uploads that are not completed yet; made when there is one.</summary>
    public string Multipart => Path.Combine(Root, "multipart");

    /// <summary>Files being written. They get their place by a rename, so it lies on the same file system.</summary>
    public string Temporary => Path.Combine(Root, "tmp");

    /// <exception cref="FolderInUseException">Another host works on the folder.</exception>
    public static DataFolder Open(string path)
    {
        var root = Path.GetFullPath(path);
        Directory.CreateDirectory(root);
        var folder = new DataFolder(root, AcquireLock(root));
        foreach (var part in (string[])[folder.Uploads, folder.Renditions, folder.Temporary])
        {
            Directory.CreateDirectory(part);
        }

        Disk.SyncFolder(root);
        Disk.SyncFolder(Path.GetDirectoryName(root) ?? root);
        return folder;
    }

    /// <exception cref="FolderNotFoundException">It holds no database.</exception>
    public static DataFolder OpenReadOnly(string path)
    {
        var folder = new DataFolder(Path.GetFullPath(path), hostLock: null);
        return File.Exists(folder.Database) ? folder : throw new FolderNotFoundException(folder.Root);
    }

    /// <summary>Whether names that differ in case only name the same file here.</summary>
    public bool IsCaseInsensitive()
    {
        var probe = Path.Combine(Temporary, $"PROBE-{Guid.NewGuid():N}");
        File.WriteAllBytes(probe, []);
        try
        {
            return File.Exists(probe.Replace("PROBE", "probe", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(probe);
        }
    }

    /// <summary>A name for a new file in <see cref="Temporary"/>.</summary>
    public static string CreateTemporaryName() => Guid.NewGuid().ToString("N");

    /// <summary>Removes what a crash left half-written.</summary>
    public void SweepTemporary(IReadOnlySet<string> needed)
    {
        foreach (var file in Directory.EnumerateFiles(Temporary).Where(file => !needed.Contains(Path.GetFileName(file))))
        {
            File.Delete(file);
        }
    }

    public void Dispose() => _hostLock?.Dispose();

    /// <summary>The operating system gives the lock up with the process, however that ends. Who has it stands beside it.</summary>
    private static FileStream AcquireLock(string root)
    {
        var holderFile = Path.Combine(root, "host.pid");
        FileStream lockFile;
        try
        {
            lockFile = new FileStream(Path.Combine(root, "host.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception.GetType() == typeof(IOException))
        {
            throw new FolderInUseException(root, ReadHolder(holderFile));
        }

        File.WriteAllText(holderFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return lockFile;
    }

    private static int? ReadHolder(string path) =>
        File.Exists(path) && int.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, out var id) ? id : null;
}
