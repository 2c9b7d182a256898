using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Executions;

/// <summary>Keeps each definition once, for as long as an execution refers to it.</summary>
internal static class DefinitionRows
{
    public static void Keep(SqlSession session, RecordedDefinition definition) => session.Execute(
        "INSERT INTO definitions(hash, loaded_at, definition) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        definition.Hash, SqlText.Format(definition.LoadedAt), definition.Json);

    /// <summary>Records which definition an execution runs now.</summary>
    public static void Set(SqlSession session, string arn, RecordedDefinition definition)
    {
        if (session.Execute("UPDATE executions SET definition = $2 WHERE arn = $1 AND definition IS NOT $2", arn, definition.Hash) > 0)
        {
            Keep(session, definition);
        }
    }

    /// <returns>Null if the execution does not exist, or its definition is unknown.</returns>
    public static RecordedDefinition? Get(SqlSession session, string arn) => session.QueryFirst(
        "SELECT hash, definitions.definition, loaded_at FROM definitions JOIN executions ON executions.definition = hash WHERE arn = $1",
        row => new RecordedDefinition(row.GetString(0), row.GetString(1), row.ReadTime(2)), arn);

    /// <summary>Removes definitions that no execution refers to. There are few definitions, and the index finds their executions.</summary>
    public static int Sweep(SqlSession session) => session.Execute(
        "DELETE FROM definitions WHERE NOT EXISTS (SELECT 1 FROM executions WHERE executions.definition = hash)");
}
