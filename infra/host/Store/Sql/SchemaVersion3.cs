namespace Pipeline.Host.Store.Sql;

/// <summary>User metadata of originals: a JSON object of texts.</summary>
internal static class SchemaVersion3
{
    public const string Script = "ALTER TABLE uploads ADD COLUMN metadata TEXT";
}
