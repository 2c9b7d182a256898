using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Pipeline.Host.Store.Files;

/// <summary>
/// Makes files durable: the bytes by syncing the file, the name by syncing the folder that contains it (POSIX fsync; Windows keeps
/// names in its own journal).
/// </summary>
internal static partial class Disk
{
    /// <summary>Creates a folder and its parents. Their names are durable when it returns.</summary>
    public static void CreateFolder(string folder) => CreateFolder(folder, SyncFolder);

    /// <param name="folder">Full path of the folder.</param>
    /// <param name="sync">Called with every folder that contains a new name.</param>
    public static void CreateFolder(string folder, Action<string> sync)
    {
        var created = new List<string>();
        for (var missing = folder; !Directory.Exists(missing); missing = Path.GetDirectoryName(missing)!)
        {
            created.Add(missing);
        }

        if (created.Count > 0)
        {
            // Create all folders before the first sync: the journal writes them together, and the other syncs have nothing to do.
            Directory.CreateDirectory(folder);
            created.ForEach(made => sync(Path.GetDirectoryName(made)!));
        }
    }

    /// <summary>
    /// Moves a synced file to <paramref name="target"/>, and replaces the file there. The name is durable once the target's folder is
    /// synced.
    /// </summary>
    public static void Move(string source, string target) => Move(source, target, CreateFolder);

    /// <param name="source">File to move.</param>
    /// <param name="target">New path of the file.</param>
    /// <param name="createFolder">Creates the target's folder if it is missing.</param>
    public static void Move(string source, string target, Action<string> createFolder)
    {
        var folder = Path.GetDirectoryName(target)!;
        for (var attempt = 1; ; attempt++)
        {
            createFolder(folder);
            try
            {
                File.Move(source, target, overwrite: true);
                return;
            }
            catch (DirectoryNotFoundException) when (attempt < 100 && File.Exists(source))
            {
                // Another thread removed the empty folder between the two calls.
            }
        }
    }

    /// <summary>Removes a folder and its parents if they are empty, up to but not including <paramref name="root"/>.</summary>
    public static void RemoveEmptyFolders(string folder, string root)
    {
        while (folder.Length > root.Length)
        {
            try
            {
                Directory.Delete(folder);
            }
            catch (DirectoryNotFoundException)
            {
                // Already removed; its parent may be empty, too.
            }
            catch (IOException)
            {
                return;
            }

            folder = Path.GetDirectoryName(folder)!;
        }
    }

    /// <summary>Opens a file. You can read it to its end even if it is renamed or removed meanwhile.</summary>
    /// <returns>Null if there is no such file.</returns>
    public static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Makes a file's bytes durable. Does nothing if the file does not exist.</summary>
    public static void SyncFile(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.FlushToDisk(file);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // The file was removed meanwhile.
        }
    }

    /// <summary>Makes the names in a folder durable. Does nothing if the folder does not exist.</summary>
    public static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(folder, 0);
        if (descriptor < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error == NotFound)
            {
                return;
            }

            throw new IOException($"Cannot open {folder} to sync it.", new Win32Exception(error));
        }

        try
        {
            if (Sync(descriptor) != 0)
            {
                throw new IOException($"Cannot sync {folder}.", new Win32Exception(Marshal.GetLastPInvokeError()));
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>As <see cref="SyncFolder"/>, for the folder or its nearest parent that exists.</summary>
    public static void SyncNearestFolder(string folder)
    {
        while (!Directory.Exists(folder))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        SyncFolder(folder);
    }

    private const int NotFound = 2;

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
