namespace Pipeline.Host.Store.Sql;

/// <summary>
/// What the calls of executions logged. A row has lines: those of one call as text while the execution runs, and all of them, compressed, when it
/// has ended. <c>run</c> is 0 and <c>execution</c> a number of <c>executions</c>, or they are a number of <c>map_runs</c> and the place of the child
/// execution. <c>first</c> is the number of the first line, <c>size</c> that of the log up to this row in bytes, and <c>dropped</c> the number of lines
/// that were not kept.
/// </summary>
internal static class SchemaVersion14
{
    public const string Script = """
        CREATE TABLE IF NOT EXISTS logs(
            run INTEGER NOT NULL,
            execution INTEGER NOT NULL,
            first INTEGER NOT NULL,
            lines INTEGER NOT NULL,
            size INTEGER NOT NULL,
            dropped INTEGER NOT NULL DEFAULT 0,
            content TEXT,
            packed BLOB,
            PRIMARY KEY (run, execution, first)) STRICT, WITHOUT ROWID;
        CREATE TRIGGER IF NOT EXISTS logs_of_removed_executions AFTER DELETE ON executions BEGIN
            DELETE FROM logs WHERE run = 0 AND execution = old.number;
        END;
        CREATE TRIGGER IF NOT EXISTS logs_of_removed_map_runs AFTER DELETE ON map_runs BEGIN
            DELETE FROM logs WHERE run = old.number;
        END
        """;
}
