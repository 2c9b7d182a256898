namespace Pipeline.Host.Store.Sql;

/// <summary>
/// Compressed histories of ended executions, counts by status that do not have to be counted, and an index for the few executions that were
/// redriven. Histories that are rows are compressed in the background after the start.
/// </summary>
internal static class SchemaVersion6
{
    public const string Script = """
        CREATE TABLE history_archive(
            execution INTEGER NOT NULL,
            first_id INTEGER NOT NULL,
            last_id INTEGER NOT NULL,
            events BLOB NOT NULL,
            PRIMARY KEY (execution, first_id)) STRICT;

        -- The output of an execution whose history is compressed, if it is long; output is then null.
        ALTER TABLE executions ADD COLUMN packed_output BLOB;
        -- Likewise the messages that it announced; message is then empty.
        ALTER TABLE announcements ADD COLUMN packed_message BLOB;

        CREATE TABLE status_counts(
            name TEXT NOT NULL,
            status TEXT NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (name, status)) STRICT, WITHOUT ROWID;
        INSERT INTO status_counts SELECT 'executions', status, count(*) FROM executions GROUP BY status;
        INSERT INTO status_counts SELECT 'images', status, count(*) FROM images GROUP BY status;

        CREATE TRIGGER executions_count_inserted AFTER INSERT ON executions BEGIN
            INSERT INTO status_counts VALUES ('executions', new.status, 1) ON CONFLICT DO UPDATE SET count = count + 1;
        END;
        CREATE TRIGGER executions_count_deleted AFTER DELETE ON executions BEGIN
            UPDATE status_counts SET count = count - 1 WHERE name = 'executions' AND status = old.status;
        END;
        CREATE TRIGGER executions_count_changed AFTER UPDATE OF status ON executions WHEN old.status <> new.status BEGIN
            UPDATE status_counts SET count = count - 1 WHERE name = 'executions' AND status = old.status;
            INSERT INTO status_counts VALUES ('executions', new.status, 1) ON CONFLICT DO UPDATE SET count = count + 1;
        END;
        CREATE TRIGGER images_count_inserted AFTER INSERT ON images BEGIN
            INSERT INTO status_counts VALUES ('images', new.status, 1) ON CONFLICT DO UPDATE SET count = count + 1;
        END;
        CREATE TRIGGER images_count_deleted AFTER DELETE ON images BEGIN
            UPDATE status_counts SET count = count - 1 WHERE name = 'images' AND status = old.status;
        END;
        CREATE TRIGGER images_count_changed AFTER UPDATE OF status ON images WHEN old.status <> new.status BEGIN
            UPDATE status_counts SET count = count - 1 WHERE name = 'images' AND status = old.status;
            INSERT INTO status_counts VALUES ('images', new.status, 1) ON CONFLICT DO UPDATE SET count = count + 1;
        END;

        CREATE INDEX executions_redriven ON executions(number) WHERE redrives > 0
        """;
}
