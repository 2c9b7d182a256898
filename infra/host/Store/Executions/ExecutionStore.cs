using Pipeline.Core.Executions;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Executions;

/// <summary>
/// Executions and their histories. Start and end are durable when they complete; events between may be written behind
/// (<see cref="QueueAppendAsync"/>): after a crash an execution goes on from its last durable event, and what a state
/// does twice has the effect of once.
/// </summary>
public sealed class ExecutionStore
{
    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly LostHistories _lostHistories = new();

    internal ExecutionStore(Database database, TimeProvider time)
    {
        _database = database;
        _time = time;
    }

    /// <summary>
    /// Records that an execution starts, durable when it completes. With an event, the same transaction marks that as
    /// done: no event is lost, none starts two executions.
    /// </summary>
    /// <param name="execution">What starts.</param>
    /// <param name="eventId">The event that it is for; null where a person starts it.</param>
    /// <param name="cancellationToken">Ends the wait for a place in the queue.</param>
    public Task<StartedExecution> StartAsync(NewExecution execution, string? eventId, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => ExecutionStarter.Start(session, execution, eventId), cancellationToken);

    /// <summary>Appends to the history; the events, and all before them, are durable when it completes.</summary>
    /// <exception cref="HistoryLostException">Earlier events could not be written.</exception>
    /// <exception cref="ExecutionNotFoundException">There is no such execution.</exception>
    /// <exception cref="InvalidOperationException">The first event does not follow the last one recorded.</exception>
    public Task AppendAsync(string arn, IReadOnlyList<RecordedEvent> events, CancellationToken cancellationToken) =>
        _database.WriteAsync(
            session =>
            {
                _lostHistories.ThrowOnceIfLost(arn);
                HistoryRows.Append(session, arn, events);
                return true;
            },
            cancellationToken);

    /// <summary>
    /// Queues events to be appended, and completes as soon as they have their place: after a crash the last milliseconds
    /// may be missing, never one from the middle. A failure is thrown by the next call for the execution.
    /// </summary>
    /// <exception cref="HistoryLostException">Earlier events could not be written.</exception>
    public ValueTask QueueAppendAsync(string arn, IReadOnlyList<RecordedEvent> events, CancellationToken cancellationToken)
    {
        _lostHistories.ThrowOnceIfLost(arn);
        var write = new BackgroundWrite(
            session =>
            {
                _lostHistories.ThrowIfLost(arn);
                HistoryRows.Append(session, arn, events);
            },
            exception => _lostHistories.Add(arn, exception));
        return _database.QueueAsync(write, cancellationToken);
    }

    /// <summary>Completes when all events are on disk that were queued before, of any execution: whoever reads then finds them.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => _database.WriteAsync(_ => true, cancellationToken);

    /// <summary>Appends the last events and records the end in one write, durable with all before it when it completes.</summary>
    /// <returns>False when the execution was not running; nothing is changed then.</returns>
    /// <exception cref="HistoryLostException">Earlier events could not be written.</exception>
    public Task<bool> FinishAsync(
        string arn, ExecutionOutcome outcome, IReadOnlyList<RecordedEvent> events, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfEqual((int)outcome.Status, (int)RecordedStatus.Running, nameof(outcome));
        return _database.WriteAsync(
            session =>
            {
                _lostHistories.ThrowOnceIfLost(arn);
                var changed = session.Execute(
                    """
                    UPDATE executions SET status = $2, stopped_at = $3, error = $4, cause = $5, output = $6
                    WHERE arn = $1 AND status = 'RUNNING'
                    """,
                    arn, outcome.Status.ToText(), SqlText.Format(outcome.StopTime), outcome.Error, outcome.Cause, outcome.Output);
                if (changed == 1)
                {
                    HistoryRows.Append(session, arn, events);
                }

                return changed == 1;
            },
            cancellationToken);
    }

    /// <summary>Makes a failed, timed out or aborted execution run again, durable when it completes.</summary>
    /// <returns>False when it is none of these; nothing is changed then.</returns>
    public Task<bool> RedriveAsync(string arn, CancellationToken cancellationToken)
    {
        var now = SqlText.Format(_time.GetUtcNow());
        return _database.WriteAsync(
            session => session.Execute(
                """
                UPDATE executions
                SET status = 'RUNNING', stopped_at = NULL, error = NULL, cause = NULL, redrives = redrives + 1, redriven_at = $2
                WHERE arn = $1 AND status IN ('FAILED', 'TIMED_OUT', 'ABORTED')
                """,
                arn, now) == 1,
            cancellationToken);
    }

    /// <summary>Removes executions that ended over 90 days ago, with their histories and events, as Step Functions does.</summary>
    /// <returns>How many went.</returns>
    public Task<int> SweepAsync(CancellationToken cancellationToken) =>
        ExecutionSweep.SweepAsync(_database, _time.GetUtcNow() - ExecutionSweep.RetentionPeriod, cancellationToken);

    /// <returns>The execution, with input and output, or null.</returns>
    public Task<ExecutionRecord?> GetAsync(string arn, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_database.Read(session => ExecutionRows.Get(session, arn)));
    }

    /// <summary>Events in order, as far as they are durable; none of an execution that does not exist.</summary>
    /// <param name="arn">Execution.</param>
    /// <param name="afterId">The last id of the page before; 0 for the first.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<RecordedEvent>> GetHistoryAsync(string arn, long afterId, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return Task.FromResult<IReadOnlyList<RecordedEvent>>(
            _database.Read(session => HistoryRows.Read(session, arn, afterId, limit)));
    }

    /// <summary>Events, the last one first, as far as they are durable; none of an execution that does not exist.</summary>
    /// <param name="arn">Execution.</param>
    /// <param name="beforeId">The last id of the page before; <see cref="long.MaxValue"/> for the first.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<RecordedEvent>> GetHistoryReversedAsync(string arn, long beforeId, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return Task.FromResult<IReadOnlyList<RecordedEvent>>(
            _database.Read(session => HistoryRows.ReadBackward(session, arn, beforeId, limit)));
    }

    /// <summary>Executions, the one started last first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="limit">At most so many, 1 to 1,000.</param>
    /// <param name="continuation">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ExecutionPage> ListAsync(
        ExecutionFilter filter, int limit, string? continuation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        return Task.FromResult(_database.Read(session => ExecutionList.ReadPage(session, filter, limit, continuation)));
    }

    /// <summary>All that run, the oldest first: after a start, these are to be resumed.</summary>
    public Task<IReadOnlyList<ExecutionRecord>> ListUnfinishedAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<ExecutionRecord>>(_database.Read(session => session.QueryAll(
            $"SELECT {ExecutionRows.AllColumns} FROM executions WHERE status = 'RUNNING' ORDER BY number", ExecutionRows.ReadFull)));
    }

    /// <summary>How many there are of each status; a status of which there are none is 0.</summary>
    public Task<IReadOnlyDictionary<RecordedStatus, long>> CountByStatusAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var counts = _database.Read(session => session.QueryAll(
            "SELECT status, count(*) FROM executions GROUP BY status",
            row => (Status: RecordedStatuses.Parse(row.GetString(0)), Count: row.GetInt64(1))));
        return Task.FromResult<IReadOnlyDictionary<RecordedStatus, long>>(Enum.GetValues<RecordedStatus>().ToDictionary(
            status => status, status => counts.Find(entry => entry.Status == status).Count));
    }
}
