namespace Pipeline.Host.Store.Sql;

/// <summary>
/// The pipeline's outcome of executions, with its reason, and the times that they waited and ran. What older executions did is read from their
/// histories in the background after the start; a setting says from which number downward. The indexes serve filters and sorting.
/// </summary>
internal static class SchemaVersion8
{
    public const string Script = """
        -- Null while it runs, and if it is not known.
        ALTER TABLE executions ADD COLUMN outcome TEXT;
        ALTER TABLE executions ADD COLUMN reason_code TEXT;
        ALTER TABLE executions ADD COLUMN reason_message TEXT;
        -- When it first ran, and when its last run began; null while it waits for its turn.
        ALTER TABLE executions ADD COLUMN first_run_at TEXT;
        ALTER TABLE executions ADD COLUMN run_at TEXT;
        -- Milliseconds, over all redrives: waits that are over, and runs that have ended.
        ALTER TABLE executions ADD COLUMN waited_ms REAL;
        ALTER TABLE executions ADD COLUMN ran_ms REAL;

        UPDATE executions SET run_at = (SELECT time FROM history WHERE execution = number AND id = 1)
            WHERE status = 'RUNNING' AND redrives = 0;
        UPDATE executions SET first_run_at = run_at WHERE run_at IS NOT NULL;

        CREATE TRIGGER executions_outcome_changed AFTER UPDATE OF outcome ON executions WHEN old.outcome IS NOT new.outcome BEGIN
            UPDATE status_counts SET count = count - 1 WHERE name = 'outcomes' AND status = old.outcome;
            INSERT INTO status_counts SELECT 'outcomes', new.outcome, 1 WHERE new.outcome IS NOT NULL ON CONFLICT DO UPDATE SET count = count + 1;
        END;
        CREATE TRIGGER executions_outcome_deleted AFTER DELETE ON executions WHEN old.outcome IS NOT NULL BEGIN
            UPDATE status_counts SET count = count - 1 WHERE name = 'outcomes' AND status = old.outcome;
        END;

        CREATE INDEX executions_by_outcome ON executions(outcome, number) WHERE outcome IS NOT NULL;
        CREATE INDEX executions_by_start ON executions(started_at, number);
        CREATE INDEX executions_by_duration ON executions(ifnull(ran_ms, 0), number);
        CREATE INDEX executions_by_key ON executions(ifnull(image_id, ''), number);

        INSERT INTO settings(name, value) SELECT 'outcomes unknown before', max(number) + 1 FROM executions WHERE status <> 'RUNNING' HAVING count(*) > 0
        """;
}
