namespace Pipeline.Host.Store.Sql;

/// <summary>When the sweep must look at an entry; null for most. Entries with interrupted removals are looked at once.</summary>
internal static class SchemaVersion5
{
    public const string Script = """
        ALTER TABLE images ADD COLUMN removable_at TEXT;
        UPDATE images SET removable_at = updated_at WHERE json_array_length(entry, '$.removals') > 0;
        CREATE INDEX images_by_removable ON images(removable_at) WHERE removable_at IS NOT NULL
        """;
}
