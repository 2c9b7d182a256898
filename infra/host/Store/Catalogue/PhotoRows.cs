using Pipeline.Core.Catalogue;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Catalogue;

/// <summary>The rows that images are searched by.</summary>
internal static class PhotoRows
{
    /// <summary>Separates keywords. None contains it, because metadata have no control characters.</summary>
    private const char Separator = '\n';

    /// <summary>Writes the row of an image, in the transaction that writes its record.</summary>
    public static void Write(SqlSession session, ImageRecord record)
    {
        var photo = record.Current?.Photo;
        var camera = Normalize($"{photo?.Make} {photo?.Model}").Trim();
        var keywords = photo?.Keywords is { Count: > 0 } words ? $"{Separator}{Normalize(string.Join(Separator, words))}{Separator}" : "";
        session.Execute(
            """
            INSERT INTO photos(image, taken_at, camera, keywords) VALUES ($1, $2, $3, $4)
            ON CONFLICT DO UPDATE SET taken_at = excluded.taken_at, camera = excluded.camera, keywords = excluded.keywords
            """,
            record.ImageId, photo?.TakenAt ?? "", camera, keywords);
    }

    /// <summary>A page of entries, those taken last first.</summary>
    /// <param name="session">Session to read with.</param>
    /// <param name="filter">The photos to list.</param>
    /// <param name="status">Only images with this status; null for all.</param>
    /// <param name="after">Date and id of the previous page's last image.</param>
    /// <param name="limit">Maximum number of rows.</param>
    public static List<(string TakenAt, string Id, string Entry)> List(
        SqlSession session, PhotoFilter filter, ImageStatus? status, (string TakenAt, string Id) after, int limit) => session.QueryAll(
        """
        SELECT taken_at, image, entry FROM photos CROSS JOIN images ON images.id = photos.image
        WHERE (taken_at, image) < ($1, $2)
            AND ($3 IS NULL OR status = $3)
            AND ($4 IS NULL OR taken_at >= $4)
            AND ($5 IS NULL OR (taken_at < $5 AND taken_at <> ''))
            AND ($6 IS NULL OR instr(camera, $6) > 0)
            AND ($7 IS NULL OR instr(keywords, $7) > 0)
        ORDER BY taken_at DESC, image DESC LIMIT $8
        """,
        row => (row.GetString(0), row.GetString(1), row.GetString(2)),
        after.TakenAt, after.Id, status?.ToString(), filter.TakenAfter, filter.TakenBefore,
        filter.Camera is { } camera ? Normalize(camera.Trim()) : null,
        filter.Keyword is { } keyword ? $"{Separator}{Normalize(keyword.Trim())}{Separator}" : null,
        limit);

#pragma warning disable CA1308 // Lower case, because that is what users compare: it is never turned back.
    private static string Normalize(string text) => text.ToLowerInvariant();
#pragma warning restore CA1308
}
