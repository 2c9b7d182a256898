using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Pipeline.Host.Store.Files;

/// <summary>
/// Makes files durable: the bytes by syncing the file, the name by syncing the folder that contains it (POSIX fsync; Windows keeps
/// names in its own journal).
/// </summary>
internal static partial class Disk
{
    /// <summary>
    /// Creates a file for writing that only its owner can read: originals are private. Renaming keeps the mode. Windows inherits the
    /// access rights of the folder.
    /// </summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="mode">Whether the file may exist already.</param>
    /// <param name="access">What the caller does with it.</param>
    public static FileStream CreateFile(string path, FileMode mode = FileMode.CreateNew, FileAccess access = FileAccess.Write)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new(path, options);
    }

    /// <summary>Creates a folder that only its owner can open, without syncing its name. Parents that are missing get the usual mode.</summary>
    public static void CreatePrivateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Creates a folder and its parents. Their names are durable when it returns.</summary>
    public static void CreateFolder(string folder) => CreateFolder(folder, SyncFolder);

    /// <param name="folder">Full path of the folder.</param>
    /// <param name="sync">Called with every folder that contains a new name.</param>
    public static void CreateFolder(string folder, Action<string> sync)
    {
        var created = new List<string>();
        // On Windows the drive itself may be missing.
        for (var missing = folder; missing is not null && !Directory.Exists(missing); missing = Path.GetDirectoryName(missing))
        {
            created.Add(missing);
        }

        if (created.Count > 0)
        {
            // Create all folders before the first sync: the journal writes them together, and the other syncs have nothing to do.
            for (var index = created.Count - 1; index >= 0; index--)
            {
                CreatePrivateFolder(created[index]);
            }

            created.ForEach(made => sync(Path.GetDirectoryName(made) ?? made));
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
        OpenFiles.Retry(() => MoveIntoFolder(source, target, folder, createFolder));
    }

    private static void MoveIntoFolder(string source, string target, string folder, Action<string> createFolder)
    {
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
            catch (UnauthorizedAccessException) when (OperatingSystem.IsWindows() && File.Exists(target))
            {
                OpenFiles.Replace(source, target);
                return;
            }
        }
    }

    /// <summary>Deletes a file. Does nothing if it does not exist.</summary>
    /// <exception cref="DirectoryNotFoundException">Its folder does not exist.</exception>
    public static void Delete(string path) => OpenFiles.Retry(() => File.Delete(path));

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
            catch (UnauthorizedAccessException exception) when (OpenFiles.IsInUse(exception))
            {
                // An empty folder that a program holds open may stay.
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
        for (var existing = folder; existing is not null; existing = Path.GetDirectoryName(existing))
        {
            if (Directory.Exists(existing))
            {
                SyncFolder(existing);
                return;
            }
        }
    }

    private const int NotFound = 2;

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
