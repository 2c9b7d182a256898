using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Pipeline.Local.Store;

/// <summary>How values lie in the database. Times are ISO 8601 in UTC with seven decimals: readable in any shell, and text order is time order.</summary>
internal static class SqlText
{
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static DateTimeOffset Time(string text) =>
        DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static DateTimeOffset Time(this SqliteDataReader row, int column) => Time(row.GetString(column));

    public static DateTimeOffset? TimeOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    public static string? TextOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
