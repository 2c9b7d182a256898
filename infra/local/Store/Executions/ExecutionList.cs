using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Pipeline.Local.Store;

/// <summary>Lists executions newest first, along the index of what is asked for.</summary>
internal static class ExecutionList
{
    public static ExecutionPage Run(SqlSession session, ExecutionFilter filter, int limit, string? continuation)
    {
        var before = continuation is null ? long.MaxValue : Before(continuation);
        var conditions = new List<string> { "number < $1" };
        var values = new List<object?> { before, limit + 1 };
        Add(filter.ImageId, "image_id = ");
        Add(filter.Status is { } status ? ExecutionRows.Text(status) : null, filter.ImageId is null ? "status = " : "+status = ");
        if (filter.NamePrefix is { Length: > 0 } prefix)
        {
            Add(prefix, "name >= ");

            // Names are ASCII, and DEL comes after all that they may hold.
            Add(prefix + '\u007f', "name < ");
        }

        var rows = session.All(
            $"SELECT number, {ExecutionRows.Summary} FROM executions WHERE {string.Join(" AND ", conditions)} ORDER BY number DESC LIMIT $2",
            Read, [.. values]);
        var next = rows.Count > limit ? PageToken.Of("before", rows[limit - 1].Number.ToString(CultureInfo.InvariantCulture)) : null;
        return new(rows.Take(limit).Select(row => row.Execution).ToList(), next);

        void Add(string? value, string condition)
        {
            if (value is not null)
            {
                values.Add(value);
                conditions.Add($"{condition}${values.Count}");
            }
        }
    }

    private static long Before(string continuation) =>
        PageToken.Parse(continuation) is ("before", var number) && long.TryParse(number, CultureInfo.InvariantCulture, out var before)
            ? before
            : throw new ArgumentException($"'{continuation}' is no continuation token of this list.", nameof(continuation));

    private static (long Number, ExecutionRecord Execution) Read(SqliteDataReader row) => (row.GetInt64(0), ExecutionRows.ReadSummary(row, 1));
}
