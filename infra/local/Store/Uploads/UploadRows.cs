using Microsoft.Data.Sqlite;

namespace Pipeline.Local.Store;

/// <param name="Object">The original.</param>
/// <param name="Event">Number of the event that it came with: differs for every put.</param>
/// <param name="Staged">Name below <c>tmp/</c> that its content may still have; null when it has its place.</param>
internal sealed record UploadRow(UploadedObject Object, long Event, string? Staged);

/// <summary>Originals as rows.</summary>
internal static class UploadRows
{
    private const string Select = """
        SELECT u.key, u.size, u.etag, u.last_modified, u.content_type, u.event, p.staged
        FROM uploads u LEFT JOIN placements p ON p.key = u.key
        """;

    public static UploadRow? Get(SqlSession session, string key) => session.First($"{Select} WHERE u.key = $1", Read, key);

    public static void Put(SqlSession session, UploadedObject put, long number, string staged)
    {
        session.Execute(
            """
            INSERT INTO uploads(key, size, etag, last_modified, content_type, event) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT(key) DO UPDATE SET size = $2, etag = $3, last_modified = $4, content_type = $5, event = $6
            """,
            put.Key, put.Size, put.ETag, SqlText.Of(put.LastModified), put.ContentType, number);
        Place(session, put.Key, number, staged);
    }

    /// <returns>False when there was none.</returns>
    public static bool Delete(SqlSession session, string key) => session.Execute("DELETE FROM uploads WHERE key = $1", key) == 1;

    public static void Place(SqlSession session, string key, long number, string? staged) => session.Execute(
        """
        INSERT INTO placements(key, event, staged) VALUES ($1, $2, $3) ON CONFLICT(key) DO UPDATE SET event = $2, staged = $3
        """,
        key, number, staged);

    public static List<Placement> Placements(SqlSession session) => session.All(
        "SELECT key, event, staged FROM placements", row => new Placement(row.GetString(0), row.GetInt64(1), row.TextOrNull(2)));

    public static void Placed(SqlSession session, Placement placement) =>
        session.Execute("DELETE FROM placements WHERE key = $1 AND event = $2", placement.Key, placement.Event);

    /// <summary>Originals from <paramref name="from"/> on.</summary>
    /// <param name="session">Session.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="inclusive">Whether that key itself is asked for.</param>
    /// <param name="limit">At most so many.</param>
    public static List<UploadRow> From(SqlSession session, string from, bool inclusive, int limit) =>
        session.All($"{Select} WHERE u.key {(inclusive ? ">=" : ">")} $1 ORDER BY u.key LIMIT $2", Read, from, limit);

    private static UploadRow Read(SqliteDataReader row) => new(
        new(row.GetString(0), row.GetInt64(1), row.GetString(2), row.Time(3), row.TextOrNull(4)),
        row.GetInt64(5),
        row.TextOrNull(6));
}
