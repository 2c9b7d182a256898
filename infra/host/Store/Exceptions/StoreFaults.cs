using Microsoft.Data.Sqlite;

namespace Pipeline.Host.Store.Exceptions;

/// <summary>Tells what the machine is to blame for from faults of the program.</summary>
public static class StoreFaults
{
    /// <summary>Whether the disk, permissions, or the database file cause the fault.</summary>
    public static bool IsEnvironmental(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or SqliteException;
}
