using Microsoft.Data.Sqlite;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Histories;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Executions;

/// <summary>
/// Reads and writes histories. The events of an execution that runs are rows; those of one that ended are compressed blocks soon afterwards. A
/// redriven execution has both.
/// </summary>
internal static class HistoryRows
{
    private const string Columns = "id, previous_id, time, type, details";

    /// <summary>Appends events, which must continue where the history ends: a gap or a second writer is an error.</summary>
    /// <exception cref="ExecutionNotFoundException">There is no such execution.</exception>
    /// <exception cref="InvalidOperationException">The first event does not follow the last one recorded.</exception>
    public static void Append(SqlSession session, string arn, IReadOnlyList<RecordedEvent> events)
    {
        if (events.Count == 0)
        {
            return;
        }

        var execution = FindExecution(session, arn)
            ?? throw new ExecutionNotFoundException(arn);
        var last = Math.Max(
            session.QueryNumber("SELECT ifnull(max(id), 0) FROM history WHERE execution = $1", execution),
            session.QueryNumber("SELECT ifnull(max(last_id), 0) FROM history_archive WHERE execution = $1", execution));
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

    public static List<RecordedEvent> Read(SqlSession session, string arn, long afterId, int limit) => session.ReadSnapshot(() =>
    {
        var found = new List<RecordedEvent>();
        if (FindExecution(session, arn) is { } execution)
        {
            foreach (var first in FindBlocks(session, execution, "last_id > $2 ORDER BY first_id", afterId).TakeWhile(_ => found.Count < limit))
            {
                found.AddRange(ReadBlock(session, execution, first).Where(recorded => recorded.Id > afterId).Take(limit - found.Count));
            }

            if (found.Count < limit)
            {
                found.AddRange(ReadRows(session, execution, afterId, limit - found.Count));
            }
        }

        return found;
    });

    public static List<RecordedEvent> ReadBackward(SqlSession session, string arn, long beforeId, int limit) => session.ReadSnapshot(() =>
    {
        var found = new List<RecordedEvent>();
        if (FindExecution(session, arn) is { } execution)
        {
            found.AddRange(session.QueryAll(
                $"SELECT {Columns} FROM history WHERE execution = $1 AND id < $2 ORDER BY id DESC LIMIT $3", Read, execution, beforeId, limit));
            foreach (var first in FindBlocks(session, execution, "first_id < $2 ORDER BY first_id DESC", beforeId).TakeWhile(_ => found.Count < limit))
            {
                found.AddRange(ReadBlock(session, execution, first).Reverse().Where(recorded => recorded.Id < beforeId).Take(limit - found.Count));
            }
        }

        return found;
    });

    /// <summary>Events that are rows: those that <see cref="HistoryArchiver"/> has not compressed.</summary>
    public static List<RecordedEvent> ReadRows(SqlSession session, long execution, long afterId, int limit) => session.QueryAll(
        $"SELECT {Columns} FROM history WHERE execution = $1 AND id > $2 ORDER BY id LIMIT $3", Read, execution, afterId, limit);

    public static void Delete(SqlSession session, long execution)
    {
        session.Execute("DELETE FROM history WHERE execution = $1", execution);
        session.Execute("DELETE FROM history_archive WHERE execution = $1", execution);
    }

    private static long? FindExecution(SqlSession session, string arn) =>
        session.QueryFirst("SELECT number FROM executions WHERE arn = $1", row => (long?)row.GetInt64(0), arn);

    private static List<long> FindBlocks(SqlSession session, long execution, string condition, long id) =>
        session.QueryAll($"SELECT first_id FROM history_archive WHERE execution = $1 AND {condition}", row => row.GetInt64(0), execution, id);

    private static IReadOnlyList<RecordedEvent> ReadBlock(SqlSession session, long execution, long first) => HistoryPacking.Unpack(session.QueryFirst(
        "SELECT events FROM history_archive WHERE execution = $1 AND first_id = $2", row => row.GetFieldValue<byte[]>(0), execution, first)!);

    private static RecordedEvent Read(SqliteDataReader row) =>
        new(row.GetInt64(0), row.GetInt64(1), row.ReadTime(2), row.GetString(3), row.ReadTextOrNull(4));
}
