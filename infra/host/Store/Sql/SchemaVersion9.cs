namespace Pipeline.Host.Store.Sql;

/// <summary>The folder of each image and the size of its original, so that images can be browsed and sorted along indexes.</summary>
internal static class SchemaVersion9
{
    public const string Script = """
        -- The id up to its last slash: that of uploads/cats/1.jpg is uploads/cats/.
        ALTER TABLE images ADD COLUMN folder TEXT NOT NULL DEFAULT '';
        ALTER TABLE images ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
        UPDATE images SET folder = rtrim(id, replace(id, '/', '')), bytes = ifnull(json_extract(entry, '$.record.current.bytes'), 0);
        CREATE INDEX images_by_folder ON images(status, folder, id);
        CREATE INDEX images_by_name ON images(status, id);
        CREATE INDEX images_by_size ON images(status, bytes, id)
        """;
}
