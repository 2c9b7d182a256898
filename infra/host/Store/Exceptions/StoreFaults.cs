using Microsoft.Data.Sqlite;

namespace Pipeline.Host.Store.Exceptions;

/// <summary>Distinguishes faults of the machine from faults of the program.</summary>
public static class StoreFaults
{
    /// <summary>Whether the disk, its permissions or the database file caused the fault.</summary>
    public static bool IsEnvironmental(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or SqliteException;
}
