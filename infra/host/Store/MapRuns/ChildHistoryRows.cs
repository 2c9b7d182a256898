using Microsoft.Data.Sqlite;
using Pipeline.Host.Store.Histories;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.MapRuns;

/// <summary>Histories of child executions: rows while one runs, one compressed block when it has ended. A redriven one has both.</summary>
internal static class ChildHistoryRows
{
    /// <exception cref="InvalidOperationException">The first event does not follow the last one recorded.</exception>
    public static void Append(SqlSession session, long run, int place, IReadOnlyList<RecordedEvent> events)
    {
        foreach (var recorded in events)
        {
            session.Execute(
                "INSERT INTO map_child_history(run, place, id, previous_id, time, type, details) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                run, place, recorded.Id, recorded.PreviousEventId, SqlText.Format(recorded.Timestamp), recorded.Type, recorded.Details);
        }
    }

    public static List<RecordedEvent> Read(SqlSession session, long run, int place) => session.ReadSnapshot(() =>
    {
        var packed = session.QueryFirst(
            "SELECT history FROM map_children WHERE run = $1 AND place = $2", row => row.IsDBNull(0) ? null : row.GetFieldValue<byte[]>(0), run, place);
        List<RecordedEvent> events = [.. packed is null ? [] : HistoryPacking.Unpack(packed)];
        events.AddRange(session.QueryAll(
            "SELECT id, previous_id, time, type, details FROM map_child_history WHERE run = $1 AND place = $2 ORDER BY id", Read, run, place));
        return events;
    });

    /// <summary>Replaces the rows by a block.</summary>
    public static void Pack(SqlSession session, long run, int place)
    {
        var events = Read(session, run, place);
        if (events.Count > 0)
        {
            session.Execute("UPDATE map_children SET history = $3 WHERE run = $1 AND place = $2", run, place, HistoryPacking.Pack(events));
            session.Execute("DELETE FROM map_child_history WHERE run = $1 AND place = $2", run, place);
        }
    }

    private static RecordedEvent Read(SqliteDataReader row) =>
        new(row.GetInt64(0), row.GetInt64(1), row.ReadTime(2), row.GetString(3), row.ReadTextOrNull(4));
}
