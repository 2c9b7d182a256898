using System.Globalization;
using Microsoft.Data.Sqlite;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Files;
using Pipeline.Host.Store.Sql;
using SQLitePCL;

namespace Pipeline.Host.Store.Repair;

/// <summary>A database that a repair creates in place of a lost one. Until the repair ends, a setting says that it is not complete.</summary>
internal static class RebuiltDatabase
{
    public const string SettingName = "repair";

    /// <summary>Whether SQLite reports that a file is damaged or no database.</summary>
    public static bool IsDamage(SqliteException exception) => exception.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    /// <summary>Moves a damaged database aside.</summary>
    /// <returns>Whether a new database is needed.</returns>
    public static bool Prepare(DataFolder folder)
    {
        if (IsEmpty(folder.Database) && IsEmpty(folder.Database + "-wal"))
        {
            MoveAside(folder);
            return true;
        }

        if (IsIntact(folder.Database))
        {
            return false;
        }

        MoveAside(folder);
        return true;
    }

    private static bool IsEmpty(string path) => !File.Exists(path) || new FileInfo(path).Length == 0;

    public static void Mark(SqlSession session, bool isRebuilt)
    {
        if (isRebuilt)
        {
            session.Execute("INSERT INTO settings(name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING", SettingName, "unfinished");
        }
    }

    /// <exception cref="RepairInterruptedException">The database is not complete.</exception>
    public static void EnsureComplete(SqlSession session)
    {
        if (IsMarked(session))
        {
            throw new RepairInterruptedException(Path.GetDirectoryName(session.Path)!);
        }
    }

    public static bool IsMarked(SqlSession session) =>
        session.QueryNumber("SELECT count(*) FROM settings WHERE name = $1", SettingName) > 0;

    private static bool IsIntact(string path)
    {
        try
        {
            using var session = SqlSession.Open(path, readOnly: false);
            // An empty database has no format; integrity_check finds nothing wrong with it.
            return session.QueryFirst("PRAGMA integrity_check(1)", row => row.GetString(0)) == "ok" && session.QueryNumber("PRAGMA user_version") > 0;
        }
        catch (SqliteException exception) when (IsDamage(exception))
        {
            return false;
        }
    }

    private static void MoveAside(DataFolder folder)
    {
        var suffix = $".damaged-{DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture)}";
        foreach (var path in (string[])[folder.Database, folder.Database + "-wal", folder.Database + "-shm"])
        {
            if (!IsEmpty(path))
            {
                File.Move(path, path + suffix);
            }
            else
            {
                File.Delete(path);
            }
        }
    }
}
