using Microsoft.Data.Sqlite;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Executions;

/// <summary>Reads and writes histories as rows of the database.</summary>
internal static class HistoryRows
{
    /// <summary>Appends events, which must continue where the history ends: a gap or a second writer is an error.</summary>
    /// <exception cref="ExecutionNotFoundException">There is no such execution.</exception>
    /// <exception cref="InvalidOperationException">The first event does not follow the last one recorded.</exception>
    public static void Append(SqlSession session, string arn, IReadOnlyList<RecordedEvent> events)
    {
        if (events.Count == 0)
        {
            return;
        }

        var execution = session.QueryFirst("SELECT number FROM executions WHERE arn = $1", row => (long?)row.GetInt64(0), arn)
            ?? throw new ExecutionNotFoundException(arn);
        var last = session.QueryNumber("SELECT ifnull(max(id), 0) FROM history WHERE execution = $1", execution);
        foreach (var recorded in events)
        {
            if (recorded.Id != ++last)
            {
                throw new InvalidOperationException(
                    $"The history of {arn} ends at event {last - 1}, so event {recorded.Id} cannot follow. The execution may be running twice.");
            }

            session.Execute(
                "INSERT INTO history(execution, id, previous_id, time, type, details) VALUES ($1, $2, $3, $4, $5, $6)",
                execution, recorded.Id, recorded.PreviousEventId, SqlText.Format(recorded.Timestamp), recorded.Type, recorded.Details);
        }
    }

    public static List<RecordedEvent> Read(SqlSession session, string arn, long afterId, int limit) => session.QueryAll(
        """
        SELECT id, previous_id, time, type, details FROM history
        WHERE execution = (SELECT number FROM executions WHERE arn = $1) AND id > $2 ORDER BY id LIMIT $3
        """,
        Read, arn, afterId, limit);

    public static List<RecordedEvent> ReadBackward(SqlSession session, string arn, long beforeId, int limit) => session.QueryAll(
        """
        SELECT id, previous_id, time, type, details FROM history
        WHERE execution = (SELECT number FROM executions WHERE arn = $1) AND id < $2 ORDER BY id DESC LIMIT $3
        """,
        Read, arn, beforeId, limit);

    private static RecordedEvent Read(SqliteDataReader row) =>
        new(row.GetInt64(0), row.GetInt64(1), row.ReadTime(2), row.GetString(3), row.ReadTextOrNull(4));
}
