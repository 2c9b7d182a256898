namespace Pipeline.Host.Store.Sql;

/// <summary>
/// Numbers of the pipeline, which outlive executions that are no longer kept, and the deliveries to each address of the webhook. Triggers count
/// in the transaction that they count, so that no crash leaves a number that is wrong.
/// </summary>
internal static class SchemaVersion11
{
    public const string Script = """
        CREATE TABLE IF NOT EXISTS minute_counts(
            minute TEXT PRIMARY KEY,
            started INTEGER NOT NULL DEFAULT 0,
            ended INTEGER NOT NULL DEFAULT 0,
            bytes INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS outcome_counts(
            outcome TEXT NOT NULL,
            reason TEXT NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (outcome, reason)) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS total_counts(
            name TEXT NOT NULL,
            label TEXT NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (name, label)) STRICT, WITHOUT ROWID;
        -- The last visits of each state: a ring of slots.
        CREATE TABLE IF NOT EXISTS state_visits(
            state TEXT NOT NULL,
            slot INTEGER NOT NULL,
            ms REAL NOT NULL,
            retries INTEGER NOT NULL,
            failed INTEGER NOT NULL,
            PRIMARY KEY (state, slot)) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS webhook_deliveries(
            url TEXT PRIMARY KEY,
            delivered INTEGER NOT NULL DEFAULT 0,
            failed INTEGER NOT NULL DEFAULT 0,
            retried INTEGER NOT NULL DEFAULT 0,
            failing_id INTEGER,
            last_error TEXT,
            last_attempt TEXT) STRICT, WITHOUT ROWID;

        INSERT OR IGNORE INTO settings(name, value) SELECT 'numbers since', min(started_at) FROM executions HAVING count(*) > 0;
        INSERT OR IGNORE INTO outcome_counts
            SELECT outcome, ifnull(reason_code, ''), count(*) FROM executions WHERE outcome IS NOT NULL GROUP BY 1, 2;
        INSERT OR IGNORE INTO total_counts SELECT 'started', '', count(*) FROM executions;
        INSERT OR IGNORE INTO total_counts SELECT 'announcements', lower(topic), count(*) FROM announcements GROUP BY topic;

        CREATE TRIGGER IF NOT EXISTS numbers_of_started_executions AFTER INSERT ON executions BEGIN
            INSERT OR IGNORE INTO settings(name, value) VALUES ('numbers since', new.started_at);
            INSERT INTO minute_counts(minute, started) VALUES (substr(new.started_at, 1, 16), 1) ON CONFLICT DO UPDATE SET started = started + 1;
            INSERT INTO total_counts VALUES ('started', '', 1) ON CONFLICT DO UPDATE SET count = count + 1;
        END;
        CREATE TRIGGER IF NOT EXISTS numbers_of_ended_executions AFTER UPDATE OF status ON executions
            WHEN old.status = 'RUNNING' AND new.status <> 'RUNNING' AND new.stopped_at IS NOT NULL BEGIN
            INSERT INTO minute_counts(minute, ended) VALUES (substr(new.stopped_at, 1, 16), 1) ON CONFLICT DO UPDATE SET ended = ended + 1;
        END;
        CREATE TRIGGER IF NOT EXISTS numbers_of_outcomes AFTER UPDATE OF outcome ON executions
            WHEN new.outcome IS NOT NULL AND old.outcome IS NOT new.outcome BEGIN
            INSERT INTO outcome_counts VALUES (
                new.outcome,
                -- Definitions choose their error names, so there could be any number of them.
                CASE WHEN new.reason_code IS NULL THEN ''
                    WHEN (SELECT count(*) FROM outcome_counts) < 100
                        OR EXISTS (SELECT 1 FROM outcome_counts WHERE outcome = new.outcome AND reason = new.reason_code) THEN new.reason_code
                    ELSE 'other' END,
                1) ON CONFLICT DO UPDATE SET count = count + 1;
        END;
        CREATE TRIGGER IF NOT EXISTS numbers_of_announcements AFTER INSERT ON announcements BEGIN
            INSERT INTO total_counts VALUES ('announcements', lower(new.topic), 1) ON CONFLICT DO UPDATE SET count = count + 1;
        END
        """;
}
