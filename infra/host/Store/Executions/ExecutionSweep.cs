using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Executions;

/// <summary>Removes old executions in small transactions, so that other writes do not wait for long.</summary>
internal static class ExecutionSweep
{
    /// <summary>Source: AWS Step Functions Developer Guide, "Quotas": histories of Standard workflows.</summary>
    public static readonly TimeSpan RetentionPeriod = TimeSpan.FromDays(90);

    private const int BatchSize = 200;

    public static async Task<int> SweepAsync(Database database, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var total = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var removed = await database.WriteAsync(session => RemoveBatch(session, SqlText.Format(before)), cancellationToken);
            total += removed;
            if (removed < BatchSize)
            {
                return total;
            }
        }
    }

    private static int RemoveBatch(SqlSession session, string before)
    {
        var expired = session.QueryAll(
            $"SELECT number FROM executions WHERE stopped_at IS NOT NULL AND stopped_at < $1 ORDER BY stopped_at LIMIT {BatchSize}",
            row => row.GetInt64(0), before);
        foreach (var number in expired)
        {
            session.Execute("DELETE FROM history WHERE execution = $1", number);
            session.Execute("DELETE FROM executions WHERE number = $1", number);
        }

        // Events are numbered in the order of time, so this query stops early.
        session.Execute(
            $"DELETE FROM events WHERE number IN (SELECT number FROM events WHERE done = 1 AND time < $1 ORDER BY number LIMIT {BatchSize})",
            before);
        return expired.Count;
    }
}
