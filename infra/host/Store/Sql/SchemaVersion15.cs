namespace Pipeline.Host.Store.Sql;

/// <summary>Outcomes, until they are exported and have grown old. An execution that is redriven can have two.</summary>
internal static class SchemaVersion15
{
    public const string Script = """
        CREATE TABLE IF NOT EXISTS outcomes(
            day TEXT NOT NULL,
            execution TEXT NOT NULL,
            image TEXT NOT NULL,
            outcome TEXT NOT NULL,
            json TEXT NOT NULL,
            PRIMARY KEY (day, execution, image, outcome)) STRICT, WITHOUT ROWID
        """;
}
