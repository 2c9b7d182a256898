using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Pipeline.Host.Store.Sql;

/// <summary>
/// Converts values of the database. Times are ISO 8601 in UTC with seven decimals: easy to read, and the order of text is the order of
/// time.
/// </summary>
internal static class SqlText
{
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static DateTimeOffset ReadTime(string text) =>
        DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static DateTimeOffset ReadTime(this SqliteDataReader row, int column) => ReadTime(row.GetString(column));

    public static DateTimeOffset? ReadTimeOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.ReadTime(column);

    public static string? ReadTextOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
