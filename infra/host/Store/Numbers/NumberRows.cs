using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Numbers;

/// <summary>Counts what no trigger can count, in the transaction that it belongs to.</summary>
internal static class NumberRows
{
    /// <summary>Counts an original that was stored.</summary>
    public static void AddUpload(SqlSession session, DateTimeOffset time, long bytes)
    {
        session.Execute(
            "INSERT INTO minute_counts(minute, bytes) VALUES (substr($1, 1, 16), $2) ON CONFLICT DO UPDATE SET bytes = bytes + $2",
            SqlText.Format(time), bytes);
        AddTotal(session, "bytes", "", bytes);
    }

    /// <summary>Keeps the visits of an execution that ends, each in the place of the oldest one of its state.</summary>
    public static void AddVisits(SqlSession session, IReadOnlyList<StateVisit> visits)
    {
        foreach (var visit in visits)
        {
            var count = AddTotal(session, "visits", visit.State, 1);
            session.Execute(
                "INSERT OR REPLACE INTO state_visits VALUES ($1, $2, $3, $4, $5)",
                visit.State, (count - 1) % NumberStore.WindowLength, visit.Duration.TotalMilliseconds, visit.Retries, visit.Failed ? 1 : 0);
            if (visit.Retries > 0)
            {
                AddTotal(session, "retries", visit.State, visit.Retries);
            }
        }
    }

    /// <summary>Removes the minutes before a time.</summary>
    public static int RemoveMinutes(SqlSession session, DateTimeOffset before) =>
        session.Execute("DELETE FROM minute_counts WHERE minute < substr($1, 1, 16)", SqlText.Format(before));

    private static long AddTotal(SqlSession session, string name, string label, long count) => session.QueryNumber(
        "INSERT INTO total_counts VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET count = count + $3 RETURNING count", name, label, count);
}
