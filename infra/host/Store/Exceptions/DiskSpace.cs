using Microsoft.Data.Sqlite;

namespace Pipeline.Host.Store.Exceptions;

/// <summary>Recognises a full disk, whichever layer reports it.</summary>
public static class DiskSpace
{
    private const int SqliteFull = 13; // SQLITE_FULL
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
        SqliteException { SqliteErrorCode: SqliteFull } => true,
        IOException io when IsExhausted(io.HResult) => true,
        AggregateException { InnerExceptions: var causes } => causes.Any(IsExhausted),
        _ => IsExhausted(exception.InnerException),
    };

    private static bool IsExhausted(int error) => OperatingSystem.IsWindows()
        ? error is DiskFullWindows or HandleDiskFullWindows
        : error == NoSpaceUnix || error == (OperatingSystem.IsMacOS() ? QuotaMac : QuotaLinux);
}
