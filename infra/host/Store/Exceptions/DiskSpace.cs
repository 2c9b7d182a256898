using Microsoft.Data.Sqlite;

namespace Pipeline.Host.Store.Exceptions;

/// <summary>Recognises a full disk, whichever layer reports it, and says how much room one has.</summary>
public static class DiskSpace
{
    /// <summary>With less, a host cannot store or record anything.</summary>
    public const long MinFreeBytes = 256 * 1024;

    private const int SqliteFull = 13; // SQLITE_FULL
    private const int SqliteSharedMemorySize = 4874; // SQLITE_IOERR_SHMSIZE: the index of the log, beside the database, cannot grow
    private const int NoSpaceUnix = 28; // ENOSPC
    private const int QuotaLinux = 122; // EDQUOT
    private const int QuotaMac = 69; // EDQUOT
    private const int HandleDiskFullWindows = unchecked((int)0x80070027); // ERROR_HANDLE_DISK_FULL
    private const int DiskFullWindows = unchecked((int)0x80070070); // ERROR_DISK_FULL

    /// <summary>Whether a full disk, or a quota that is used up, caused a fault.</summary>
    public static bool IsExhausted(Exception? exception) => exception switch
    {
        // Even with room again, the host must start again.
        null or SyncFailedException => false,
        SqliteException { SqliteErrorCode: SqliteFull } or SqliteException { SqliteExtendedErrorCode: SqliteSharedMemorySize } => true,
        IOException io when IsExhausted(io.HResult) => true,
        AggregateException { InnerExceptions: var causes } => causes.Any(IsExhausted),
        _ => IsExhausted(exception.InnerException),
    };

    /// <summary>The same for a fault of the files in a folder. SQLite does not always say why it cannot open or write one; then the room that is left decides.</summary>
    public static bool IsExhausted(Exception exception, string folder) =>
        IsExhausted(exception) || (exception is SqliteException && GetFree(folder) < MinFreeBytes);

    /// <summary>Bytes that this user can still write on the disk of a folder; null if the file system does not say, as some network shares.</summary>
    public static long? GetFree(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static bool IsExhausted(int error) => OperatingSystem.IsWindows()
        ? error is DiskFullWindows or HandleDiskFullWindows
        : error == NoSpaceUnix || error == (OperatingSystem.IsMacOS() ? QuotaMac : QuotaLinux);
}
