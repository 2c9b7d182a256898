using Microsoft.Data.Sqlite;
using Pipeline.Core.Executions;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Executions;

/// <summary>Reads executions from rows of the database.</summary>
internal static class ExecutionRows
{
    /// <summary>All columns but the large ones.</summary>
    public const string SummaryColumns =
        "arn, name, state_machine_arn, image_id, status, started_at, stopped_at, redrives, redriven_at, error, cause, "
        + "outcome, reason_code, reason_message, first_run_at, run_at, waited_ms, ran_ms";

    public const string AllColumns = $"{SummaryColumns}, input, output, packed_output";

    public static ExecutionRecord ReadSummary(SqliteDataReader row, int first) => new(
        row.GetString(first),
        row.GetString(first + 1),
        row.GetString(first + 2),
        row.ReadTextOrNull(first + 3),
        RecordedStatuses.Parse(row.GetString(first + 4)),
        row.ReadTime(first + 5),
        row.ReadTimeOrNull(first + 6),
        row.GetInt32(first + 7),
        row.ReadTimeOrNull(first + 8),
        row.ReadTextOrNull(first + 9),
        row.ReadTextOrNull(first + 10),
        Input: null,
        Output: null,
        row.ReadTextOrNull(first + 11),
        row.IsDBNull(first + 12) ? null : new(row.GetString(first + 12), row.ReadTextOrNull(first + 13) ?? ""),
        row.ReadTimeOrNull(first + 14),
        row.ReadTimeOrNull(first + 15),
        ReadDurationOrNull(row, first + 16),
        ReadDurationOrNull(row, first + 17));

    public static ExecutionRecord ReadFull(SqliteDataReader row) =>
        ReadSummary(row, 0) with
        {
            Input = row.GetString(18),
            Output = row.IsDBNull(20) ? row.ReadTextOrNull(19) : PackedText.Unpack(row.GetFieldValue<byte[]>(20)),
        };

    public static ExecutionRecord? Get(SqlSession session, string arn) =>
        session.QueryFirst($"SELECT {AllColumns} FROM executions WHERE arn = $1", ReadFull, arn);

    private static TimeSpan? ReadDurationOrNull(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : TimeSpan.FromMilliseconds(row.GetDouble(column));
}
