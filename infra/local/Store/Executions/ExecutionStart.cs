namespace Pipeline.Local.Store;

/// <summary>Starts an execution once for an event, and once for an ARN.</summary>
internal static class ExecutionStart
{
    public static StartedExecution Run(SqlSession session, NewExecution execution, string? eventId)
    {
        if (eventId is not null && RunningFor(session, eventId) is { } earlier)
        {
            return new(earlier, Started: false);
        }

        var started = session.Execute(
            """
            INSERT INTO executions(arn, name, state_machine_arn, image_id, status, started_at, input)
            VALUES ($1, $2, $3, $4, 'RUNNING', $5, $6) ON CONFLICT(arn) DO NOTHING
            """,
            execution.Arn, execution.Name, execution.StateMachineArn, execution.ImageId, SqlText.Of(execution.StartTime), execution.Input);
        if (eventId is not null)
        {
            session.Execute("UPDATE events SET done = 1, execution = $2 WHERE id = $1", eventId, execution.Arn);
        }

        return new(ExecutionRows.Get(session, execution.Arn)!, started == 1);
    }

    private static ExecutionRecord? RunningFor(SqlSession session, string eventId) => session.First(
        $"SELECT {ExecutionRows.Whole} FROM executions WHERE arn = (SELECT execution FROM events WHERE id = $1)",
        ExecutionRows.ReadWhole, eventId);
}
