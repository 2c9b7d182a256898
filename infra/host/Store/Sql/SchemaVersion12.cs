namespace Pipeline.Host.Store.Sql;

/// <summary>
/// Map Runs and their child executions, which are not among the executions: a Map Run can have a hundred thousand. The history of a child
/// that ended is one compressed block in its row.
/// </summary>
internal static class SchemaVersion12
{
    public const string Script = """
        CREATE TABLE IF NOT EXISTS map_runs(
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            arn TEXT NOT NULL UNIQUE,
            execution TEXT NOT NULL,
            state_machine_arn TEXT NOT NULL,
            state TEXT NOT NULL,
            express INTEGER NOT NULL,
            batched INTEGER NOT NULL,
            status TEXT NOT NULL,
            started_at TEXT NOT NULL,
            stopped_at TEXT,
            max_concurrency INTEGER NOT NULL,
            tolerated_count INTEGER,
            tolerated_percentage REAL,
            items INTEGER,
            cursor TEXT,
            results_written INTEGER NOT NULL DEFAULT 0,
            redrives INTEGER NOT NULL DEFAULT 0,
            redriven_at TEXT) STRICT;
        CREATE INDEX IF NOT EXISTS map_runs_by_execution ON map_runs(execution, number);

        CREATE TABLE IF NOT EXISTS map_children(
            number INTEGER PRIMARY KEY,
            run INTEGER NOT NULL,
            place INTEGER NOT NULL,
            status TEXT NOT NULL,
            items INTEGER NOT NULL,
            started_at TEXT NOT NULL,
            stopped_at TEXT,
            redrives INTEGER NOT NULL DEFAULT 0,
            redriven_at TEXT,
            error TEXT,
            cause TEXT,
            input TEXT NOT NULL,
            output TEXT,
            history BLOB) STRICT;
        CREATE UNIQUE INDEX IF NOT EXISTS map_children_by_place ON map_children(run, place);
        CREATE INDEX IF NOT EXISTS map_children_by_status ON map_children(run, status, place, items);

        CREATE TABLE IF NOT EXISTS map_child_history(
            run INTEGER NOT NULL,
            place INTEGER NOT NULL,
            id INTEGER NOT NULL,
            previous_id INTEGER NOT NULL,
            time TEXT NOT NULL,
            type TEXT NOT NULL,
            details TEXT,
            PRIMARY KEY (run, place, id)) STRICT, WITHOUT ROWID;

        CREATE INDEX IF NOT EXISTS executions_of_others ON executions(state_machine_arn, number) WHERE state_machine_arn NOT LIKE '%:image-pipeline';
        CREATE TRIGGER IF NOT EXISTS map_runs_of_removed_executions AFTER DELETE ON executions BEGIN
            DELETE FROM map_runs WHERE execution = old.arn;
        END;
        CREATE TRIGGER IF NOT EXISTS children_of_removed_map_runs AFTER DELETE ON map_runs BEGIN
            DELETE FROM map_children WHERE run = old.number;
            DELETE FROM map_child_history WHERE run = old.number;
        END
        """;
}
