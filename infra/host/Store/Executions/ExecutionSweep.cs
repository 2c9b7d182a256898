using Pipeline.Host.Store.Announcements;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Executions;

/// <summary>Removes old executions in small transactions, so that other writes do not wait for long.</summary>
internal static class ExecutionSweep
{
    private const int BatchSize = 200;

    public static async Task<int> SweepAsync(Database database, ExecutionRetention retention, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = SqlText.Format(FindLimit(database, retention, now));
        var total = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var removed = await database.WriteAsync(session => RemoveBatch(session, before), cancellationToken);
            total += removed;
            if (removed < BatchSize)
            {
                break;
            }
        }

        var hasMore = true;
        while (hasMore)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hasMore = await database.WriteAsync(session => RemoveEvents(session, before) | Vacuum.Step(session), cancellationToken);
        }

        await database.WriteAsync(DefinitionRows.Sweep, cancellationToken);
        return total;
    }

    /// <summary>The time before which executions that ended are removed.</summary>
    private static DateTimeOffset FindLimit(Database database, ExecutionRetention retention, DateTimeOffset now)
    {
        var byAge = now - DateTimeOffset.MinValue > retention.Age ? now - retention.Age : DateTimeOffset.MinValue;
        // The newest execution that is one too many. The index alone answers this.
        var byCount = retention.Count is not { } count ? null : database.Read(session => session.QueryFirst(
            "SELECT stopped_at FROM executions WHERE stopped_at IS NOT NULL ORDER BY stopped_at DESC LIMIT 1 OFFSET $1", row => row.GetString(0), count));
        return byCount is not null && SqlText.ReadTime(byCount).AddTicks(1) is var after && after > byAge ? after : byAge;
    }

    private static int RemoveBatch(SqlSession session, string before)
    {
        var expired = session.QueryAll(
            $"SELECT number FROM executions WHERE stopped_at IS NOT NULL AND stopped_at < $1 ORDER BY stopped_at LIMIT {BatchSize}",
            row => row.GetInt64(0), before);
        foreach (var number in expired)
        {
            HistoryRows.Delete(session, number);
            session.Execute("DELETE FROM executions WHERE number = $1", number);
        }

        return expired.Count;
    }

    /// <summary>Events and announcements are numbered in the order of time, so the first ones show whether there is something to remove.</summary>
    /// <returns>Whether there may be more.</returns>
    private static bool RemoveEvents(SqlSession session, string before)
    {
        var events = session.Execute(
            $"""
            DELETE FROM events WHERE number IN (
                SELECT number FROM (SELECT number, done, time FROM events ORDER BY number LIMIT {BatchSize}) WHERE done = 1 AND time < $1)
            """,
            before);
        var announcements = session.Execute(
            $"""
            DELETE FROM announcements WHERE id IN (
                SELECT id FROM (SELECT id, time FROM announcements ORDER BY id LIMIT {BatchSize}) WHERE time < $1 AND id <= $2)
            """,
            before, WebhookStore.ReadDeliveredId(session));
        return events > 0 || announcements > 0;
    }
}
