using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Executions;
using Pipeline.Host.Store.Announcements;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Executions;

/// <summary>
/// Reads outcomes and times of executions that ended before version 8 of the format from their histories, newest first. A crash loses nothing:
/// a setting says how far it came.
/// </summary>
internal sealed class OutcomeBackfill(Database database)
{
    private const string SettingName = "outcomes unknown before";

    private const int BatchSize = 50;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (database.Read(ReadPosition) is { } before)
        {
            var batch = database.Read(session => session.QueryAll(
                $"SELECT number, {ExecutionRows.SummaryColumns} FROM executions WHERE number < $1 ORDER BY number DESC LIMIT {BatchSize}",
                row => (Number: row.GetInt64(0), Execution: ExecutionRows.ReadSummary(row, 1)), before));
            var found = batch.Where(row => row.Execution is { Status: not RecordedStatus.Running, Outcome: null })
                .Select(row => (row.Number, Execution: database.Read(session => Complete(session, row.Execution))))
                .ToList();
            cancellationToken.ThrowIfCancellationRequested();
            await database.WriteAsync(
                session =>
                {
                    foreach (var (number, execution) in found)
                    {
                        Write(session, number, execution);
                    }

                    return batch.Count == 0
                        ? session.Execute("DELETE FROM settings WHERE name = $1", SettingName)
                        : session.Execute("UPDATE settings SET value = $2 WHERE name = $1", SettingName, batch[^1].Number.ToString(CultureInfo.InvariantCulture));
                },
                cancellationToken);
        }
    }

    private static long? ReadPosition(SqlSession session) => session.QueryFirst(
        "SELECT value FROM settings WHERE name = $1", row => (long?)long.Parse(row.GetString(0), CultureInfo.InvariantCulture), SettingName);

    private static ExecutionRecord Complete(SqlSession session, ExecutionRecord execution)
    {
        var history = HistoryRows.Read(session, execution.Arn, 0, int.MaxValue);
        if (history.Count == 0)
        {
            return execution with { Outcome = execution.Status == RecordedStatus.Succeeded ? null : ImageOutcome.Failed, Reason = ReasonOf(execution) };
        }

        var lastExit = history.LastOrDefault(@event => @event.Type.EndsWith("StateExited", StringComparison.Ordinal));
        var outcome = ImageOutcome.NameOf(execution.Status, lastExit?.Details is { } details ? (string?)JsonNode.Parse(details)?["name"] : null);
        return Times(execution, history) with
        {
            Outcome = outcome,
            Reason = outcome is ImageOutcome.Rejected or ImageOutcome.Failed ? ReadAnnouncedReason(session, execution) ?? ReasonOf(execution) : null,
        };
    }

    /// <summary>
    /// The first event of a history tells when the execution first ran, and the event of a redrive when it ran again. How long earlier redrives
    /// waited is not known, and does not count.
    /// </summary>
    private static ExecutionRecord Times(ExecutionRecord execution, List<RecordedEvent> history)
    {
        var (run, ran, waited) = (history[0].Timestamp, TimeSpan.Zero, history[0].Timestamp - execution.StartTime);
        for (var index = 1; index < history.Count; index++)
        {
            if (history[index].Type == "ExecutionRedriven")
            {
                ran += history[index - 1].Timestamp - run;
                run = history[index].Timestamp;
            }
        }

        if (execution.RedriveTime is { } redriven && run > redriven)
        {
            waited += run - redriven;
        }

        return execution with
        {
            FirstRunTime = history[0].Timestamp, RunTime = run, Waited = waited > TimeSpan.Zero ? waited : TimeSpan.Zero,
            Ran = ran + ((execution.StopTime ?? history[^1].Timestamp) - run),
        };
    }

    private static Reason? ReasonOf(ExecutionRecord execution) =>
        execution.Status == RecordedStatus.Succeeded ? null : new(execution.Error ?? execution.Status.ToText(), LambdaCause.MessageOf(execution.Cause));

    /// <summary>Reads the reason that was announced. The rest of the message may be that of an older contract.</summary>
    private static Reason? ReadAnnouncedReason(SqlSession session, ExecutionRecord execution)
    {
        try
        {
            return AnnouncementStore.ReadByExecution(session, execution.Arn).LastOrDefault() is { Message: var message }
                && JsonNode.Parse(message) is JsonObject announced && announced["record"]?["reason"] is JsonObject reason
                && (string?)reason["code"] is { } code
                    ? new(code, (string?)reason["message"] ?? "")
                    : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The message of another definition.
            return null;
        }
    }

    private static void Write(SqlSession session, long number, ExecutionRecord execution) => session.Execute(
        """
        UPDATE executions SET outcome = $2, reason_code = $3, reason_message = $4, first_run_at = $5, run_at = $6, waited_ms = $7, ran_ms = $8
        WHERE number = $1 AND status = $9 AND redrives = $10
        """,
        number, execution.Outcome, execution.Reason?.Code, execution.Reason?.Message, ExecutionRuns.FormatOrNull(execution.FirstRunTime),
        ExecutionRuns.FormatOrNull(execution.RunTime), execution.Waited?.TotalMilliseconds, execution.Ran?.TotalMilliseconds, execution.Status.ToText(),
        execution.RedriveCount);
}
