using Pipeline.Core.Executions;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Executions;

/// <summary>Records the start of an execution, at most one for an event and at most one for an ARN.</summary>
internal static class ExecutionStarter
{
    public static StartedExecution Start(SqlSession session, NewExecution execution, string? eventId)
    {
        if (eventId is not null && FindStartedFor(session, eventId) is { } existing)
        {
            return new(existing, IsNew: false);
        }

        if (execution.Definition is { } definition)
        {
            DefinitionRows.Keep(session, definition);
        }

        var inserted = session.Execute(
            """
            INSERT INTO executions(arn, name, state_machine_arn, image_id, status, started_at, input, definition)
            VALUES ($1, $2, $3, $4, 'RUNNING', $5, $6, $7) ON CONFLICT(arn) DO NOTHING
            """,
            execution.Arn, execution.Name, execution.StateMachineArn, execution.ImageId, SqlText.Format(execution.StartTime), execution.Input,
            execution.Definition?.Hash);
        if (eventId is not null)
        {
            session.Execute("UPDATE events SET done = 1, execution = $2 WHERE id = $1", eventId, execution.Arn);
        }

        return new(ExecutionRows.Get(session, execution.Arn)!, inserted == 1);
    }

    private static ExecutionRecord? FindStartedFor(SqlSession session, string eventId) => session.QueryFirst(
        $"SELECT {ExecutionRows.AllColumns} FROM executions WHERE arn = (SELECT execution FROM events WHERE id = $1)",
        ExecutionRows.ReadFull, eventId);
}
