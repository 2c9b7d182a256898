using System.Text.Json;
using Microsoft.Data.Sqlite;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Uploads;

/// <summary>A row of an original.</summary>
/// <param name="Object">The original.</param>
/// <param name="EventNumber">Number of its event, different for every put.</param>
/// <param name="StagedName">Name below <c>tmp/</c> that its content may still have; null if the file is in place.</param>
internal sealed record UploadRow(StoredObject Object, long EventNumber, string? StagedName);

/// <summary>Reads and writes originals as rows of the database.</summary>
internal static class UploadRows
{
    private const string SelectSql = """
        SELECT u.key, u.size, u.etag, u.last_modified, u.content_type, u.event, p.staged, u.metadata, u.properties
        FROM uploads u LEFT JOIN placements p ON p.key = u.key
        """;

    public static UploadRow? Get(SqlSession session, string key) => session.QueryFirst($"{SelectSql} WHERE u.key = $1", Read, key);

    public static bool Exists(SqlSession session, string key) => session.QueryFirst("SELECT 1 FROM uploads WHERE key = $1", _ => true, key);

    public static void Upsert(SqlSession session, StoredObject put, long number, string staged)
    {
        UpsertInPlace(session, put, number);
        UpsertPlacement(session, put.Key, number, staged);
    }

    /// <summary>As <see cref="Upsert"/>, for an original whose file is in place.</summary>
    public static void UpsertInPlace(SqlSession session, StoredObject put, long number) =>
        session.Execute(
            """
            INSERT INTO uploads(key, size, etag, last_modified, content_type, event, metadata, properties) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT(key) DO UPDATE SET size = $2, etag = $3, last_modified = $4, content_type = $5, event = $6, metadata = $7, properties = $8
            """,
            put.Key, put.Size, put.ETag, SqlText.Format(put.LastModified), put.ContentType, number, FormatMetadata(put.Metadata), FormatProperties(put.Properties));

    public static void UpdateProperties(SqlSession session, string key, ObjectProperties properties) =>
        session.Execute("UPDATE uploads SET properties = $2 WHERE key = $1", key, FormatProperties(properties));

    /// <returns>False if there was no such original.</returns>
    public static bool Delete(SqlSession session, string key) => session.Execute("DELETE FROM uploads WHERE key = $1", key) == 1;

    public static void UpsertPlacement(SqlSession session, string key, long number, string? staged) => session.Execute(
        """
        INSERT INTO placements(key, event, staged) VALUES ($1, $2, $3) ON CONFLICT(key) DO UPDATE SET event = $2, staged = $3
        """,
        key, number, staged);

    public static List<Placement> ReadPlacements(SqlSession session) => session.QueryAll(
        "SELECT key, event, staged FROM placements", row => new Placement(row.GetString(0), row.GetInt64(1), row.ReadTextOrNull(2)));

    public static void DeletePlacement(SqlSession session, Placement placement) =>
        session.Execute("DELETE FROM placements WHERE key = $1 AND event = $2", placement.Key, placement.EventNumber);

    /// <summary>Originals from <paramref name="from"/> on.</summary>
    /// <param name="session">Session.</param>
    /// <param name="from">Key to start at.</param>
    /// <param name="inclusive">Whether to include that key.</param>
    /// <param name="limit">Maximum number of originals.</param>
    public static List<UploadRow> ReadFrom(SqlSession session, string from, bool inclusive, int limit) =>
        session.QueryAll($"{SelectSql} WHERE u.key {(inclusive ? ">=" : ">")} $1 ORDER BY u.key LIMIT $2", Read, from, limit);

    private static UploadRow Read(SqliteDataReader row) => new(
        new(row.GetString(0), row.GetInt64(1), row.GetString(2), row.ReadTime(3), row.ReadTextOrNull(4), ParseMetadata(row.ReadTextOrNull(7)), ParseProperties(row.ReadTextOrNull(8))),
        row.GetInt64(5),
        row.ReadTextOrNull(6));

    private static string? FormatMetadata(IReadOnlyDictionary<string, string>? metadata) =>
        metadata is null ? null : JsonSerializer.Serialize(metadata, StoreJson.Default.IReadOnlyDictionaryStringString);

    private static string? FormatProperties(ObjectProperties? properties) =>
        properties is null or { IsEmpty: true } ? null : JsonSerializer.Serialize(properties, StoreJson.Default.ObjectProperties);

    private static ObjectProperties? ParseProperties(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, StoreJson.Default.ObjectProperties);

    private static IReadOnlyDictionary<string, string>? ParseMetadata(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, StoreJson.Default.IReadOnlyDictionaryStringString);
}
