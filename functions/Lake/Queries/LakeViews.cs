using Pipeline.Lake.Tables;

namespace Pipeline.Lake.Queries;

/// <summary>
/// Views that show the newest complete export, so that nobody has to say which day they mean. Their text is right in DuckDB and in Athena.
/// The tables below them, which have all days, are called <c>images_daily</c> and <c>renditions_daily</c>.
/// </summary>
public static class LakeViews
{
    private static readonly LakeTable[] Snapshots = [LakeTables.Images, LakeTables.Renditions];

    /// <summary>The views: name and query.</summary>
    public static IReadOnlyList<(LakeTable Table, string Query)> All { get; } = [.. Snapshots.Select(table => (table, CreateQuery(table)))];

    /// <summary>The name of the table with a table's files: it differs if a view has the table's own name.</summary>
    public static string NameFiles(LakeTable table) => Snapshots.Contains(table) ? $"{table.Name}_daily" : table.Name;

    private static string CreateQuery(LakeTable table) => $"""
        SELECT {string.Join(", ", table.Columns.Select(column => $"\"{column.Name}\"").Append(LakeTables.DayColumn))}
        FROM {NameFiles(table)}
        WHERE {LakeTables.DayColumn} = (SELECT max_by({LakeTables.DayColumn}, finished_at) FROM exports)
        AND export_id = (SELECT max_by(export_id, finished_at) FROM exports)
        """;
}
