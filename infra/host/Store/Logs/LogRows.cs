using System.Text;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Logs;

/// <summary>
/// Reads and writes logs. While an execution runs, the lines of each call are a row. When it has ended, one compressed row has all of them. A
/// redriven execution has both.
/// </summary>
internal static class LogRows
{
    /// <summary>Appends lines, as far as there is room. Counts those that have none.</summary>
    public static void Append(SqlSession session, LogOwner owner, IReadOnlyList<LogLine> lines)
    {
        var (last, size) = session.QueryFirst(
            "SELECT first + lines - 1, size FROM logs WHERE run = $1 AND execution = $2 ORDER BY first DESC LIMIT 1",
            row => (row.GetInt64(0), row.GetInt64(1)), owner.Run, owner.Execution);
        var kept = new List<LogLine>(lines.Count);
        foreach (var line in lines.Select(LogLimits.Shorten))
        {
            var grown = size + LogLimits.Measure(line);
            if (LogLimits.Allow(line, last + kept.Count + 1, grown))
            {
                kept.Add(line);
                size = grown;
            }
        }

        if (kept.Count > 0)
        {
            session.Execute(
                "INSERT INTO logs(run, execution, first, lines, size, content) VALUES ($1, $2, $3, $4, $5, $6)",
                owner.Run, owner.Execution, last + 1, kept.Count, size, Encoding.UTF8.GetString(LogContent.Write(kept)));
        }

        if (lines.Count > kept.Count)
        {
            session.Execute(
                """
                UPDATE logs SET dropped = dropped + $3
                WHERE run = $1 AND execution = $2 AND first = (SELECT max(first) FROM logs WHERE run = $1 AND execution = $2)
                """,
                owner.Run, owner.Execution, lines.Count - kept.Count);
        }
    }

    public static List<LogLine> Read(SqlSession session, LogOwner owner) => [.. session.QueryAll(
        "SELECT first, content, packed FROM logs WHERE run = $1 AND execution = $2 ORDER BY first",
        row =>
        {
            using var content = row.IsDBNull(2) ? LogContent.Open(row.GetString(1)) : PackedText.Open(row.GetFieldValue<byte[]>(2));
            return LogContent.Read(content, row.GetInt64(0)).ToList();
        },
        owner.Run, owner.Execution).SelectMany(lines => lines)];

    public static int CountDropped(SqlSession session, LogOwner owner) =>
        (int)session.QueryNumber("SELECT ifnull(sum(dropped), 0) FROM logs WHERE run = $1 AND execution = $2", owner.Run, owner.Execution);

    /// <summary>Compresses the rows that there are now.</summary>
    /// <returns>Null if there is nothing to compress.</returns>
    public static PackedLog? Compress(SqlSession session, LogOwner owner) => session.ReadSnapshot(() =>
    {
        if (session.QueryNumber("SELECT count(*) FROM logs WHERE run = $1 AND execution = $2 AND packed IS NULL", owner.Run, owner.Execution) == 0)
        {
            return null;
        }

        var lines = Read(session, owner);
        return new PackedLog(lines[^1].Number, PackedText.Pack(LogContent.Write(lines)));
    });

    /// <summary>Replaces the rows by the compressed one. Rows that were added meanwhile stay; nothing happens if all have been removed.</summary>
    public static void Replace(SqlSession session, LogOwner owner, PackedLog log)
    {
        session.Execute(
            """
            INSERT INTO logs(run, execution, first, lines, size, dropped, packed)
                SELECT run, execution, 0, $3, max(size), sum(dropped), $4 FROM logs WHERE run = $1 AND execution = $2 AND first <= $3 HAVING count(*) > 0
            """,
            owner.Run, owner.Execution, log.LastNumber, log.Content);
        session.Execute("DELETE FROM logs WHERE run = $1 AND execution = $2 AND first BETWEEN 1 AND $3", owner.Run, owner.Execution, log.LastNumber);
        session.Execute("UPDATE logs SET first = 1 WHERE run = $1 AND execution = $2 AND first = 0", owner.Run, owner.Execution);
    }
}

/// <summary>Whose log it is.</summary>
/// <param name="Run">0 for an execution; the number of its Map Run for a child execution.</param>
/// <param name="Execution">Number of the execution, or place of the child execution in its Map Run.</param>
internal readonly record struct LogOwner(long Run, long Execution);

/// <param name="LastNumber">Number of the last line.</param>
/// <param name="Content">All lines, compressed.</param>
internal sealed record PackedLog(long LastNumber, byte[] Content);
