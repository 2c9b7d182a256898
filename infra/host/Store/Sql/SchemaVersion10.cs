namespace Pipeline.Host.Store.Sql;

/// <summary>
/// Definitions, each once, and which one an execution runs. It is unknown for the executions that are there already.
/// </summary>
internal static class SchemaVersion10
{
    public const string Script = """
        CREATE TABLE definitions(
            hash TEXT NOT NULL PRIMARY KEY,
            loaded_at TEXT NOT NULL,
            definition TEXT NOT NULL) STRICT;
        ALTER TABLE executions ADD COLUMN definition TEXT;
        CREATE INDEX executions_by_definition ON executions(definition) WHERE definition IS NOT NULL
        """;
}
