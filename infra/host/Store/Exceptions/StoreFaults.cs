using Microsoft.Data.Sqlite;

namespace Pipeline.Host.Store.Exceptions;

/// <summary>Distinguishes faults of the machine from faults of the program.</summary>
public static class StoreFaults
{
    /// <summary>Whether the disk, its permissions or the database file caused the fault.</summary>
    public static bool IsEnvironmental(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or SqliteException;

    /// <summary>Says what is wrong and what to do, in words for people.</summary>
    /// <param name="exception">The fault.</param>
    /// <param name="folder">Data folder.</param>
    public static string Describe(Exception exception, string folder) => DiskSpace.IsExhausted(exception)
        ? $"The disk of {folder} is full. Free some space: the host then goes on by itself."
        : Find<SqliteException>(exception) is { } fault
            ? $"The database in {folder} cannot be {(fault.SqliteErrorCode == ReadOnly ? "written: it is read-only" : "read or written")} "
                + $"({fault.Message.TrimEnd('.')}). Check the disk and the permissions of the folder."
            : exception.Message;

    private const int ReadOnly = 8; // SQLITE_READONLY

    private static T? Find<T>(Exception? exception)
        where T : Exception => exception is null or T ? (T?)exception : Find<T>(exception.InnerException);
}
