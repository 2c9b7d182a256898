namespace Pipeline.Host.Store.Sql;

/// <summary>How many images a model has been asked about on each day.</summary>
internal static class SchemaVersion16
{
    public const string Script = """
        CREATE TABLE IF NOT EXISTS described_images(
            day TEXT PRIMARY KEY,
            count INTEGER NOT NULL) STRICT, WITHOUT ROWID
        """;
}
