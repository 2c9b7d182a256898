using Microsoft.Data.Sqlite;
using Pipeline.Core.Executions;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Executions;

/// <summary>Reads executions from rows of the database.</summary>
internal static class ExecutionRows
{
    /// <summary>All columns but the large ones.</summary>
    public const string SummaryColumns =
        "arn, name, state_machine_arn, image_id, status, started_at, stopped_at, redrives, redriven_at, error, cause";

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
        Output: null);

    public static ExecutionRecord ReadFull(SqliteDataReader row) =>
        ReadSummary(row, 0) with
        {
            Input = row.GetString(11),
            Output = row.IsDBNull(13) ? row.ReadTextOrNull(12) : PackedText.Unpack(row.GetFieldValue<byte[]>(13)),
        };

    public static ExecutionRecord? Get(SqlSession session, string arn) =>
        session.QueryFirst($"SELECT {AllColumns} FROM executions WHERE arn = $1", ReadFull, arn);
}
