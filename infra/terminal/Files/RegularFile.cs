using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pipeline.Terminal.Files;

/// <summary>
/// Opens files that users name, and nothing else that a path can lead to: opening a named pipe waits for its writer, and devices such as
/// <c>/dev/zero</c> never end. The kind is that of the file that was opened, so that nobody can exchange it in between.
/// </summary>
public static partial class RegularFile
{
    /// <summary>Opens a file for reading. A program that writes to it exclusively is an <see cref="IOException"/>, as with <see cref="File"/>.</summary>
    /// <exception cref="NotRegularFileException">The path is a folder, a pipe, a socket or a device.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static FileStream Open(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return OpenOnWindows(path);
        }

        var descriptor = Open(path, NonBlocking | CloseOnExec);
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            if (descriptor < 0)
            {
                throw CreateError(path, Marshal.GetLastPInvokeError());
            }

            var kind = ReadKind(descriptor);
            if (kind is not (FileKind.Regular or FileKind.Unknown))
            {
                throw new NotRegularFileException(path, Describe(kind));
            }

            // .NET locks the files that it opens, too, so that nobody reads what a program writes exclusively.
            if (kind == FileKind.Regular && Lock(descriptor, LockShared | LockNonBlocking) != 0 && Marshal.GetLastPInvokeError() == WouldBlock)
            {
                throw new IOException($"Another program has {path} open.", WouldBlock);
            }

            return new FileStream(handle, FileAccess.Read, bufferSize: 0);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static FileStream OpenOnWindows(string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        if (stream.CanSeek)
        {
            return stream;
        }

        stream.Dispose();
        throw new NotRegularFileException(path, "a pipe or a device");
    }

    private static FileKind ReadKind(int descriptor)
    {
        Span<byte> status = stackalloc byte[256];
        status.Clear();
        ushort mode;
        if (OperatingSystem.IsLinux())
        {
            if (StatusX(descriptor, "", EmptyPath, TypeField, ref MemoryMarshal.GetReference(status)) != 0)
            {
                return FileKind.Unknown;
            }

            // struct statx has the same layout on every architecture: man 2 statx.
            mode = MemoryMarshal.Read<ushort>(status[28..]);
        }
        else
        {
            var failed = RuntimeInformation.ProcessArchitecture == Architecture.X64
                ? Status64(descriptor, ref MemoryMarshal.GetReference(status))
                : Status(descriptor, ref MemoryMarshal.GetReference(status));
            if (failed != 0)
            {
                return FileKind.Unknown;
            }

            mode = MemoryMarshal.Read<ushort>(status[4..]);
        }

        return (FileKind)(mode & 0xF000);
    }

    private static string Describe(FileKind kind) => kind switch
    {
        FileKind.Folder => "a folder",
        FileKind.Pipe => "a named pipe",
        FileKind.Socket => "a socket",
        _ => "a device",
    };

    private static Exception CreateError(string path, int error)
    {
        var message = $"{path} cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}.";
        return error switch
        {
            2 or 20 => new FileNotFoundException($"{path} does not exist.", path),
            1 or 13 => new UnauthorizedAccessException(message),
            // Sockets cannot be opened at all: ENXIO on Linux, EOPNOTSUPP on macOS. So can't devices without a driver.
            6 or 102 => new NotRegularFileException(path, "a socket, or a device that does not exist"),
            _ => new IOException(message, error),
        };
    }

    private static int NonBlocking => OperatingSystem.IsLinux() ? 0x800 : 0x4;

    private static int CloseOnExec => OperatingSystem.IsLinux() ? 0x80000 : 0x1000000;

    private static int WouldBlock => OperatingSystem.IsLinux() ? 11 : 35;

    private const int EmptyPath = 0x1000;
    private const uint TypeField = 1;
    private const int LockShared = 1;
    private const int LockNonBlocking = 4;

    private enum FileKind
    {
        Unknown = 0,
        Pipe = 0x1000,
        CharacterDevice = 0x2000,
        Folder = 0x4000,
        BlockDevice = 0x6000,
        Regular = 0x8000,
        Socket = 0xC000,
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(int descriptor, int operation);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int StatusX(int folder, string path, int flags, uint mask, ref byte status);

    [LibraryImport("libc", EntryPoint = "fstat", SetLastError = true)]
    private static partial int Status(int descriptor, ref byte status);

    [LibraryImport("libc", EntryPoint = "fstat$INODE64", SetLastError = true)]
    private static partial int Status64(int descriptor, ref byte status);
}
