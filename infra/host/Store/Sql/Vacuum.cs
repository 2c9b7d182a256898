using Microsoft.Data.Sqlite;

namespace Pipeline.Host.Store.Sql;

/// <summary>
/// Gives pages that are no longer used back to the file system, a few at a time, so that no other write waits long. A share of free pages
/// stays, because the next executions need them. Source: sqlite.org/pragma.html#pragma_auto_vacuum.
/// </summary>
internal static class Vacuum
{
    /// <summary>Pages of 4 kB that one step frees.</summary>
    private const int StepPages = 256;

    private const int MinFreePages = 1_024;

    // A database of an older format is rewritten once, at a start when that takes a moment only.
    private const long MaxRewrittenBytes = 64 << 20;

    /// <summary>Makes the steps possible. Call it before the first table is created, and again at every start.</summary>
    public static void Enable(SqlSession session)
    {
        if (session.QueryNumber("PRAGMA auto_vacuum") != 0)
        {
            return;
        }

        var pages = session.QueryNumber("PRAGMA page_count");
        var used = (pages - session.QueryNumber("PRAGMA freelist_count")) * session.QueryNumber("PRAGMA page_size");
        if (used > MaxRewrittenBytes)
        {
            return;
        }

        try
        {
            session.ExecuteScript(pages == 0 ? "PRAGMA auto_vacuum = INCREMENTAL" : "PRAGMA auto_vacuum = INCREMENTAL; VACUUM");
        }
        catch (SqliteException)
        {
            // A full disk, for example. Free pages are used again nevertheless, and the next start tries again.
        }
    }

    /// <returns>Whether there is more to free.</returns>
    public static bool Step(SqlSession session)
    {
        if (!HasWork(session))
        {
            return false;
        }

        session.QueryAll($"PRAGMA incremental_vacuum({StepPages})", _ => true);
        return HasWork(session);
    }

    private static bool HasWork(SqlSession session) =>
        session.QueryNumber("PRAGMA auto_vacuum") != 0
        && session.QueryNumber("PRAGMA freelist_count") > Math.Max(MinFreePages, session.QueryNumber("PRAGMA page_count") / 4);
}
