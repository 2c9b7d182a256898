namespace Pipeline.Host.Store.Sql;

/// <summary>Headers, tags and checksum of originals: a JSON object.</summary>
internal static class SchemaVersion13
{
    public const string Script = "ALTER TABLE uploads ADD COLUMN properties TEXT";
}
