namespace Pipeline.Host.Store.Sql;

/// <summary>The first format. Large columns come last: SQLite stores them on overflow pages, which lists never read.</summary>
internal static class SchemaVersion1
{
    public const string Script = """
        CREATE TABLE settings(name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT;

        CREATE TABLE images(
            id TEXT NOT NULL PRIMARY KEY,
            revision INTEGER NOT NULL,
            status TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            expires_at TEXT,
            entry TEXT NOT NULL) STRICT;
        CREATE INDEX images_by_status ON images(status, updated_at, id);
        CREATE INDEX images_by_expiry ON images(expires_at) WHERE expires_at IS NOT NULL;

        CREATE TABLE uploads(
            key TEXT NOT NULL PRIMARY KEY,
            size INTEGER NOT NULL,
            etag TEXT NOT NULL,
            last_modified TEXT NOT NULL,
            content_type TEXT,
            event INTEGER NOT NULL) STRICT;

        -- Files still to be moved to their place (staged: name below tmp/) or removed from it (null), see Files/Placements.
        CREATE TABLE placements(
            key TEXT NOT NULL PRIMARY KEY,
            event INTEGER NOT NULL,
            staged TEXT) STRICT;

        -- The outbox. The number is the event's sequencer.
        CREATE TABLE events(
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            detail_type TEXT NOT NULL,
            time TEXT NOT NULL,
            reason TEXT NOT NULL,
            key TEXT NOT NULL,
            size INTEGER,
            etag TEXT,
            done INTEGER NOT NULL DEFAULT 0,
            execution TEXT) STRICT;
        CREATE INDEX events_to_do ON events(number) WHERE done = 0;

        CREATE TABLE executions(
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            arn TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            state_machine_arn TEXT NOT NULL,
            image_id TEXT,
            status TEXT NOT NULL,
            started_at TEXT NOT NULL,
            stopped_at TEXT,
            redrives INTEGER NOT NULL DEFAULT 0,
            redriven_at TEXT,
            error TEXT,
            cause TEXT,
            input TEXT NOT NULL,
            output TEXT) STRICT;
        CREATE INDEX executions_by_status ON executions(status, number);
        CREATE INDEX executions_by_image ON executions(image_id, number) WHERE image_id IS NOT NULL;
        CREATE INDEX executions_by_name ON executions(name, number);
        CREATE INDEX executions_by_stop ON executions(stopped_at) WHERE stopped_at IS NOT NULL;

        CREATE TABLE history(
            execution INTEGER NOT NULL,
            id INTEGER NOT NULL,
            previous_id INTEGER NOT NULL,
            time TEXT NOT NULL,
            type TEXT NOT NULL,
            details TEXT,
            PRIMARY KEY (execution, id)) STRICT, WITHOUT ROWID;

        CREATE TABLE announcements(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            topic TEXT NOT NULL,
            time TEXT NOT NULL,
            token TEXT NOT NULL UNIQUE,
            execution TEXT NOT NULL,
            attributes TEXT NOT NULL,
            message TEXT NOT NULL) STRICT;
        CREATE INDEX announcements_by_topic ON announcements(topic, id)
        """;
}
