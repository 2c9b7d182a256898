using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Pipeline.Host.Store.Sql;

/// <summary>How values lie in the database. Times are ISO 8601 in UTC with seven decimals: readable in any shell, and text order is time order.</summary>
internal static class SqlText
{
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static DateTimeOffset ReadTime(string text) =>
        DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static DateTimeOffset ReadTime(this SqliteDataReader row, int column) => ReadTime(row.GetString(column));

    public static DateTimeOffset? ReadTimeOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.ReadTime(column);

    public static string? ReadTextOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
