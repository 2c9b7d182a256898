using System.Globalization;
using Microsoft.Data.Sqlite;
using Pipeline.Core.Executions;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Executions;

/// <summary>Lists executions, newest first, along the index that fits the filter.</summary>
internal static class ExecutionList
{
    /// <summary>Matches of a prefix that are still fast to sort.</summary>
    private const int MaxSorted = 5_000;

    public static ExecutionPage ReadPage(SqlSession session, ExecutionFilter filter, int limit, string? continuation)
    {
        var before = continuation is null ? long.MaxValue : ParseContinuation(continuation);
        var conditions = new List<string> { "number < $1" };
        var values = new List<object?> { before, limit + 1 };
        // The index of a prefix is in the order of its texts, so all its matches would be sorted by number. If there are many, the newest
        // executions soon have enough of them, and are read in order instead.
        var byImagePrefix = filter.ImageId is null && IsRare(session, "image_id", filter.ImageIdPrefix);
        var byImage = filter.ImageId is not null || byImagePrefix;
        Add(filter.ImageId, "image_id = ");
        AddPrefix(filter.ImageIdPrefix, byImagePrefix ? "image_id" : "+image_id");
        Add(filter.Status is { } status ? status.ToText() : null, byImage ? "+status = " : "status = ");
        AddPrefix(filter.NamePrefix, !byImage && IsRare(session, "name", filter.NamePrefix) ? "name" : "+name");
        AddStateMachine(filter.StateMachineArn, Add, conditions);
        if (filter.IsRedriven is { } redriven)
        {
            conditions.Add(redriven ? "redrives > 0" : "redrives = 0");
        }

        // The inner query finds the rows of the page, from the index alone where possible. Only these rows are then read.
        var matching = $"SELECT number FROM executions WHERE {string.Join(" AND ", conditions)} ORDER BY number DESC LIMIT $2";
        var rows = session.QueryAll(
            $"SELECT number, {ExecutionRows.SummaryColumns} FROM executions WHERE number IN ({matching}) ORDER BY number DESC",
            Read, [.. values]);
        var next = rows.Count > limit ? PageToken.Create("before", rows[limit - 1].Number.ToString(CultureInfo.InvariantCulture)) : null;
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

    private static long ParseContinuation(string continuation) =>
        PageToken.Parse(continuation) is ("before", var number) && long.TryParse(number, CultureInfo.InvariantCulture, out var before)
            ? before
            : throw new ArgumentException($"'{continuation}' is not a continuation token of this list.", nameof(continuation));

    private static (long Number, ExecutionRecord Execution) Read(SqliteDataReader row) => (row.GetInt64(0), ExecutionRows.ReadSummary(row, 1));
}
