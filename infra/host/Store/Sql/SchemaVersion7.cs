namespace Pipeline.Host.Store.Sql;

/// <summary>
/// What images are searched by, a row for each image. The texts are in lower case, which SQLite itself can do for ASCII only. An image
/// without a date sorts as the empty text, before all others.
/// </summary>
internal static class SchemaVersion7
{
    public const string Script = """
        CREATE TABLE IF NOT EXISTS photos(
            image TEXT NOT NULL PRIMARY KEY,
            taken_at TEXT NOT NULL DEFAULT '',
            camera TEXT NOT NULL DEFAULT '',
            keywords TEXT NOT NULL DEFAULT '') STRICT;
        CREATE INDEX IF NOT EXISTS photos_by_date ON photos(taken_at, image);
        INSERT OR IGNORE INTO photos(image) SELECT id FROM images;
        CREATE TRIGGER IF NOT EXISTS photos_of_removed_images AFTER DELETE ON images BEGIN DELETE FROM photos WHERE image = old.id; END
        """;
}
