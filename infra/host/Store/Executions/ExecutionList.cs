using Microsoft.Data.Sqlite;
using Pipeline.Core.Executions;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Executions;

/// <summary>Lists executions along the index that fits the filter and the order.</summary>
internal static class ExecutionList
{
    /// <summary>Matches of a prefix that are still fast to sort.</summary>
    private const int MaxSorted = 5_000;

    public static ExecutionPage ReadPage(SqlSession session, ExecutionFilter filter, int limit, string? continuation)
    {
        var order = ExecutionOrder.Of(filter);
        var conditions = new List<string>();
        var values = new List<object?> { limit + 1 };
        if (continuation is not null)
        {
            order.AddPosition(continuation, conditions, values);
        }

        // The index of a prefix is in the order of its texts, so all its matches would be sorted by number. If there are many, the newest
        // executions soon have enough of them, and are read in order instead.
        var byImagePrefix = order.IsByNumber && filter.ImageId is null && IsRare(session, "image_id", filter.ImageIdPrefix);
        var byImage = filter.ImageId is not null || byImagePrefix;
        var byOther = byImage || !order.IsByNumber;
        Add(filter.ImageId, "image_id = ");
        AddPrefix(filter.ImageIdPrefix, byImagePrefix ? "image_id" : "+image_id");
        Add(filter.Status is { } status ? status.ToText() : null, byOther || filter.Outcome is not null ? "+status = " : "status = ");
        Add(filter.Outcome, byOther ? "+outcome = " : "outcome = ");
        AddPrefix(filter.NamePrefix, !byOther && IsRare(session, "name", filter.NamePrefix) ? "name" : "+name");
        Add(filter.From is { } from ? SqlText.Format(from) : null, "started_at >= ");
        Add(filter.Before is { } before ? SqlText.Format(before) : null, "started_at < ");
        AddStateMachine(filter.StateMachineArn, Add, conditions);
        if (filter.IsRedriven is { } redriven)
        {
            conditions.Add(redriven ? "redrives > 0" : "redrives = 0");
        }

        if (filter.Text is { Length: > 0 } text)
        {
            values.Add($"%{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%");
            var pattern = $"LIKE ${values.Count} ESCAPE '\\'";
            conditions.Add($"(name {pattern} OR substr(image_id, instr(image_id, '/') + 1) {pattern} OR arn {pattern})");
        }

        // The inner query finds the rows of the page, from the index alone where possible. Only these rows are then read.
        var where = conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";
        var matching = $"SELECT number FROM executions {where} ORDER BY {order.Sql} LIMIT $1";
        var rows = session.QueryAll(
            $"SELECT number, {order.Expression}, {ExecutionRows.SummaryColumns} FROM executions WHERE number IN ({matching}) ORDER BY {order.Sql}",
            Read, [.. values]);
        var next = rows.Count > limit ? order.CreateToken(rows[limit - 1].Number, rows[limit - 1].Value) : null;
        return new(rows.Take(limit).Select(row => row.Execution).ToList(), next);

        void Add(string? value, string condition)
        {
            if (value is not null)
            {
                values.Add(value);
                conditions.Add($"{condition}${values.Count}");
            }
        }

        void AddPrefix(string? prefix, string column)
        {
            if (prefix is { Length: > 0 })
            {
                Add(prefix, $"{column} >= ");
                Add(Utf8Order.PrefixUpperBound(prefix), $"{column} < ");
            }
        }
    }

    // Nearly all executions are the pipeline's. The few others have an index, which needs its own condition.
    private static void AddStateMachine(string? arn, Action<string?, string> add, List<string> conditions)
    {
        add(arn, arn?.EndsWith(":image-pipeline", StringComparison.Ordinal) == true ? "+state_machine_arn = " : "state_machine_arn = ");
        if (arn?.EndsWith(":image-pipeline", StringComparison.Ordinal) == false)
        {
            conditions.Add("state_machine_arn NOT LIKE '%:image-pipeline'");
        }
    }

    private static bool IsRare(SqlSession session, string column, string? prefix) => prefix is { Length: > 0 } && session.QueryNumber(
        $"SELECT count(*) FROM (SELECT 1 FROM executions WHERE {column} >= $1 AND {column} < $2 LIMIT {MaxSorted})",
        prefix, Utf8Order.PrefixUpperBound(prefix)) < MaxSorted;

    private static (long Number, object Value, ExecutionRecord Execution) Read(SqliteDataReader row) =>
        (row.GetInt64(0), row.GetValue(1), ExecutionRows.ReadSummary(row, 2));
}
