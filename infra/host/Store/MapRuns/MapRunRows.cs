using Microsoft.Data.Sqlite;
using Pipeline.Core.Executions;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.MapRuns;

/// <summary>Reads Map Runs and child executions from rows of the database.</summary>
internal static class MapRunRows
{
    public const string PendingRedrive = "PENDING_REDRIVE";

    private const string RunColumns =
        "number, arn, execution, state_machine_arn, state, express, batched, status, started_at, stopped_at, max_concurrency, tolerated_count, "
        + "tolerated_percentage, items, cursor, results_written, redrives, redriven_at";

    private const string ChildColumns = "place, status, items, started_at, stopped_at, redrives, redriven_at, error, cause, input, output";

    public static MapRunRecord? Get(SqlSession session, string arn) =>
        session.QueryFirst($"SELECT {RunColumns} FROM map_runs WHERE arn = $1", ReadRun, arn);

    public static List<MapRunRecord> List(SqlSession session, string execution, long after, int limit) => session.QueryAll(
        $"SELECT {RunColumns} FROM map_runs WHERE execution = $1 AND number > $2 ORDER BY number LIMIT $3", ReadRun, execution, after, limit);

    public static MapChildRecord? GetChild(SqlSession session, long run, int place) => session.QueryFirst(
        $"SELECT {ChildColumns} FROM map_children WHERE run = $1 AND place = $2", ReadChild, run, place);

    public static List<MapChildRecord> ListChildren(SqlSession session, long run, string? status, int after, int limit) => status is null
        ? session.QueryAll($"SELECT {ChildColumns} FROM map_children WHERE run = $1 AND place > $2 ORDER BY place LIMIT $3", ReadChild, run, after, limit)
        : session.QueryAll(
            $"SELECT {ChildColumns} FROM map_children WHERE run = $1 AND status = $2 AND place > $3 ORDER BY place LIMIT $4", ReadChild, run, status, after, limit);

    public static List<MapChildRecord> ListLatestChildren(SqlSession session, long run, string? status, int before, int limit) => status is null
        ? session.QueryAll($"SELECT {ChildColumns} FROM map_children WHERE run = $1 AND place < $2 ORDER BY place DESC LIMIT $3", ReadChild, run, before, limit)
        : session.QueryAll(
            $"SELECT {ChildColumns} FROM map_children WHERE run = $1 AND status = $2 AND place < $3 ORDER BY place DESC LIMIT $4",
            ReadChild, run, status, before, limit);

    public static List<MapChildCount> Count(SqlSession session, long run) => session.QueryAll(
        "SELECT status, count(*), sum(items) FROM map_children WHERE run = $1 GROUP BY status",
        row => new MapChildCount(row.GetString(0), row.GetInt64(1), row.GetInt64(2)), run);

    private static MapRunRecord ReadRun(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetInt64(5) != 0, row.GetInt64(6) != 0,
        RecordedStatuses.Parse(row.GetString(7)), row.ReadTime(8), row.ReadTimeOrNull(9),
        new(row.GetInt32(10), row.IsDBNull(11) ? null : row.GetInt64(11), row.IsDBNull(12) ? null : row.GetDouble(12)),
        row.IsDBNull(13) ? null : row.GetInt64(13), row.ReadTextOrNull(14), row.GetInt64(15), row.GetInt32(16), row.ReadTimeOrNull(17));

    private static MapChildRecord ReadChild(SqliteDataReader row)
    {
        var status = row.GetString(1);
        var isPending = status == PendingRedrive;
        return new(
            row.GetInt32(0), isPending ? RecordedStatus.Running : RecordedStatuses.Parse(status), isPending, row.GetInt32(2), row.ReadTime(3), row.ReadTimeOrNull(4),
            row.GetInt32(5), row.ReadTimeOrNull(6), row.ReadTextOrNull(7), row.ReadTextOrNull(8), row.GetString(9), row.ReadTextOrNull(10));
    }
}
