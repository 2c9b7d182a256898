namespace Pipeline.Lake.Queries;

/// <summary>A query that is kept with the lake: in Athena's workgroup, in the console, and for <c>query --saved</c>.</summary>
/// <param name="Name">Name in kebab case.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Measure">The column that a chart draws.</param>
/// <param name="Sql">The query, right in DuckDB and in Athena.</param>
public sealed record SavedQuery(string Name, string Title, string Measure, string Sql)
{
    public static IReadOnlyList<SavedQuery> All { get; } =
    [
        new("formats-by-day", "Images by format and day", "images", """
            SELECT CAST(created_at AS DATE) AS day, format, count(*) AS images, sum(bytes) AS bytes
            FROM images WHERE format IS NOT NULL
            GROUP BY CAST(created_at AS DATE), format
            ORDER BY day DESC, images DESC, format LIMIT 100
            """),
        new("bytes-saved", "Bytes saved by rendition and format", "saved", """
            SELECT name, format, count(*) AS renditions, sum(original_bytes) AS original_bytes, sum(bytes) AS bytes,
            sum(original_bytes) - sum(bytes) AS saved, 100.0 * (sum(original_bytes) - sum(bytes)) / nullif(sum(original_bytes), 0) AS saved_percent
            FROM renditions
            GROUP BY name, format
            ORDER BY saved DESC, name, format
            """),
        new("rejections", "Rejections by reason", "uploads", """
            SELECT reason_code, count(*) AS uploads, min(occurred_at) AS first_seen, max(occurred_at) AS last_seen
            FROM outcomes WHERE outcome = 'rejected'
            GROUP BY reason_code
            ORDER BY uploads DESC, reason_code
            """),
        new("duplicates", "Duplicates by content", "wasted", """
            SELECT sha256, count(*) AS copies, max(bytes) AS bytes, sum(bytes) - max(bytes) AS wasted, min(key) AS example
            FROM images WHERE status = 'ready'
            GROUP BY sha256 HAVING count(*) > 1
            ORDER BY wasted DESC, sha256 LIMIT 100
            """),
        new("rendition-sets", "Rendition sets in use; all but the one used last are outdated", "images", """
            SELECT rendition_set, count(*) AS images, sum(rendition_bytes) AS bytes, min(updated_at) AS first_used, max(updated_at) AS last_used
            FROM images WHERE status = 'ready'
            GROUP BY rendition_set
            ORDER BY last_used DESC, rendition_set
            """),
        new("largest", "The ten largest originals", "bytes", """
            SELECT key, format, width, height, bytes
            FROM images WHERE bytes IS NOT NULL
            ORDER BY bytes DESC, key LIMIT 10
            """),
    ];
}
