using Pipeline.Lake.Tables;

namespace Pipeline.Lake.Queries;

/// <summary>The lake in a folder of this machine, as views of DuckDB.</summary>
public static class LakeFolder
{
    /// <summary>Statements that create the tables and views over the files of a folder. A table without files is empty.</summary>
    /// <param name="folder">Full path of the folder that has <c>lake/</c>.</param>
    public static IReadOnlyList<string> CreateViews(string folder) =>
    [
        .. LakeTables.All.Select(table => $"CREATE VIEW {LakeViews.NameFiles(table)} AS {ReadFiles(table, folder)}"),
        .. LakeViews.All.Select(view => $"CREATE VIEW {view.Table.Name} AS {view.Query}"),
    ];

    private static string ReadFiles(LakeTable table, string folder)
    {
        var path = Path.Combine(folder, table.Prefix.Replace('/', Path.DirectorySeparatorChar));
        var files = Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray() : [];
        if (files.Length == 0)
        {
            return $"SELECT {string.Join(", ", table.Columns.Select(NullOf))}, CAST(NULL AS VARCHAR) AS {LakeTables.DayColumn} WHERE false";
        }

        // Older files may lack columns that newer ones have, and all of them what the next version adds.
        var columns = string.Join(", ", table.Columns.Select(column => $"\"{column.Name}\""));
        var list = string.Join(", ", files.Select(file => $"'{file.Replace("'", "''", StringComparison.Ordinal)}'"));
        return $"SELECT {columns}, {LakeTables.DayColumn} FROM read_parquet([{list}], hive_partitioning = true, hive_types_autocast = false, union_by_name = true)";
    }

    private static string NullOf(LakeColumn column) => $"CAST(NULL AS {column.SqlType}) AS \"{column.Name}\"";
}
