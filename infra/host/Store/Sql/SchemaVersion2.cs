namespace Pipeline.Host.Store.Sql;

/// <summary>
/// Indexes for the console: the announcements of one execution, and executions by the start of an image's key. The index of executions by
/// image contains their status, too, so that a page can be found in the index alone.
/// </summary>
internal static class SchemaVersion2
{
    public const string Script = """
        CREATE INDEX announcements_by_execution ON announcements(execution, id);
        DROP INDEX executions_by_image;
        CREATE INDEX executions_by_image ON executions(image_id, number, status) WHERE image_id IS NOT NULL
        """;
}
