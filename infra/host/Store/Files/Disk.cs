using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Pipeline.Host.Store.Files;

/// <summary>
/// What makes files durable: a file's bytes by syncing it, its name by syncing the folder that holds it (POSIX fsync;
/// Windows keeps names in its own journal).
/// </summary>
internal static partial class Disk
{
    /// <summary>Creates a folder and those above it, names durable.</summary>
    public static void CreateFolder(string folder) => CreateFolder(folder, SyncFolder);

    /// <param name="folder">Its full path.</param>
    /// <param name="sync">Given every folder that got a new name in it.</param>
    public static void CreateFolder(string folder, Action<string> sync)
    {
        var created = new List<string>();
        for (var missing = folder; !Directory.Exists(missing); missing = Path.GetDirectoryName(missing)!)
        {
            created.Add(missing);
        }

        if (created.Count > 0)
        {
            // All are made before the first is synced: journals take them together, and the other syncs find nothing to do.
            Directory.CreateDirectory(folder);
            created.ForEach(made => sync(Path.GetDirectoryName(made)!));
        }
    }

    /// <summary>Moves a synced file over <paramref name="target"/>; its name is durable once the target's folder is synced.</summary>
    public static void Move(string source, string target) => Move(source, target, CreateFolder);

    /// <param name="source">File to move.</param>
    /// <param name="target">Its new path.</param>
    /// <param name="createFolder">Creates the target's folder where it is missing.</param>
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
                // Somebody removed the folder, empty as it was, between the two calls.
            }
        }
    }

    /// <summary>Removes a folder and those above it while they are empty, up to but not including <paramref name="root"/>.</summary>
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
                // Gone already; the one above may be empty, too.
            }
            catch (IOException)
            {
                return;
            }

            folder = Path.GetDirectoryName(folder)!;
        }
    }

    /// <summary>A file to be read to its end, whatever becomes of its name; null when there is none.</summary>
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

    /// <summary>Makes a file's bytes durable, whoever wrote them. A file that is gone needs nothing.</summary>
    public static void SyncFile(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.FlushToDisk(file);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // Removed since.
        }
    }

    /// <summary>Makes the names in a folder durable. A folder that is gone needs nothing.</summary>
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

    /// <summary>As <see cref="SyncFolder"/>, of the folder or the nearest above it that is still there.</summary>
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
