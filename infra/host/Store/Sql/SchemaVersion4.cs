namespace Pipeline.Host.Store.Sql;

/// <summary>When reconciliation must look at an entry; null for most. Entries that have claims already are looked at once.</summary>
internal static class SchemaVersion4
{
    public const string Script = """
        ALTER TABLE images ADD COLUMN due_at TEXT;
        UPDATE images SET due_at = updated_at WHERE json_array_length(entry, '$.claims') > 0;
        CREATE INDEX images_by_due ON images(due_at) WHERE due_at IS NOT NULL
        """;
}
