using Pipeline.Core.Executions;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Executions;

/// <summary>Writes when a run begins and how it ends.</summary>
internal static class ExecutionRuns
{
    public static void Begin(SqlSession session, ExecutionRecord begun) => session.Execute(
        "UPDATE executions SET first_run_at = $2, run_at = $3, waited_ms = $4, ran_ms = $5 WHERE arn = $1 AND status = 'RUNNING'",
        begun.Arn, FormatOrNull(begun.FirstRunTime), FormatOrNull(begun.RunTime), begun.Waited?.TotalMilliseconds, begun.Ran?.TotalMilliseconds);

    /// <returns>Number of the execution; null if it does not run.</returns>
    public static long? End(SqlSession session, string arn, ExecutionOutcome end)
    {
        if (session.QueryFirst($"SELECT {ExecutionRows.SummaryColumns} FROM executions WHERE arn = $1 AND status = 'RUNNING'",
            row => ExecutionRows.ReadSummary(row, 0), arn) is not { } running)
        {
            return null;
        }

        return session.QueryFirst(
            """
            UPDATE executions SET status = $2, stopped_at = $3, error = $4, cause = $5, output = $6, outcome = $7, reason_code = $8, reason_message = $9,
                ran_ms = $10 WHERE arn = $1 RETURNING number
            """,
            row => (long?)row.GetInt64(0),
            arn, end.Status.ToText(), SqlText.Format(end.StopTime), end.Error, end.Cause, end.Output, end.Name, end.Reason?.Code, end.Reason?.Message,
            running.GetRunningTime(end.StopTime)?.TotalMilliseconds);
    }

    public static string? FormatOrNull(DateTimeOffset? time) => time is { } value ? SqlText.Format(value) : null;
}
