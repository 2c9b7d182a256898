using Pipeline.Core.Executions;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.MapRuns;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Executions;

/// <summary>
/// Executions and their histories. Start and end are durable when their calls complete. The events between may be written in the
/// background (<see cref="QueueAppendAsync"/>): after a crash an execution continues from its last durable event, and running a state
/// twice has the same effect as running it once.
/// </summary>
public sealed class ExecutionStore
{
    private readonly Database _database;
    private readonly MapRunStore _mapRuns;
    private readonly TimeProvider _time;
    private readonly LostHistories _lostHistories = new();
    private readonly HistoryArchiver? _archiver;

    internal ExecutionStore(Database database, MapRunStore mapRuns, TimeProvider time)
    {
        _mapRuns = mapRuns;
        _database = database;
        _archiver = database.IsReadOnly ? null : new(database);
        _time = time;
    }

    /// <summary>
    /// Records the start of an execution; durable when it completes. The same transaction marks the event as done, so that no event is
    /// lost and none starts two executions.
    /// </summary>
    /// <param name="execution">The execution to start.</param>
    /// <param name="eventId">Id of the event that starts it; null if a user starts it.</param>
    /// <param name="cancellationToken">Cancels the wait for a place in the queue.</param>
    public Task<StartedExecution> StartAsync(NewExecution execution, string? eventId, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => ExecutionStarter.Start(session, execution, eventId), cancellationToken);

    /// <summary>Appends events to the history. They, and all events before them, are durable when it completes.</summary>
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
    /// Queues events to be appended, and completes as soon as they have a place in the queue. After a crash the events of the last
    /// milliseconds may be missing, but never one from the middle. If the write fails, the next call for the execution throws.
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

    /// <summary>Queues the times of an execution whose turn has come (<see cref="ExecutionRecord.BeginRun"/>) to be written.</summary>
    public ValueTask QueueRunAsync(ExecutionRecord begun, CancellationToken cancellationToken) =>
        // If the write fails, so do those of the history, and the execution is interrupted.
        _database.QueueAsync(new BackgroundWrite(session => ExecutionRuns.Begin(session, begun), _ => { }), cancellationToken);

    /// <summary>Completes when all events queued so far, of any execution, are on disk. A later read finds them.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => _database.WriteAsync(_ => true, cancellationToken);

    /// <summary>
    /// Appends the last events and records the end in one write. It, and everything before it, is durable when it completes.
    /// </summary>
    /// <returns>False if the execution was not running; then nothing changes.</returns>
    /// <exception cref="HistoryLostException">Earlier events could not be written.</exception>
    public async Task<bool> FinishAsync(
        string arn, ExecutionOutcome outcome, IReadOnlyList<RecordedEvent> events, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfEqual((int)outcome.Status, (int)RecordedStatus.Running, nameof(outcome));
        var ended = await _database.WriteAsync(
            session =>
            {
                _lostHistories.ThrowOnceIfLost(arn);
                var number = ExecutionRuns.End(session, arn, outcome);
                if (number is not null)
                {
                    HistoryRows.Append(session, arn, events);
                }

                return number;
            },
            cancellationToken);
        if (ended is { } execution)
        {
            _archiver!.Add(execution);
        }

        return ended is not null;
    }

    /// <summary>Marks a failed, timed out or aborted execution as running again; durable when it completes.</summary>
    /// <returns>False if the execution has another status; then nothing changes.</returns>
    public Task<bool> RedriveAsync(string arn, CancellationToken cancellationToken)
    {
        var now = SqlText.Format(_time.GetUtcNow());
        return _database.WriteAsync(
            session => session.Execute(
                """
                UPDATE executions
                SET status = 'RUNNING', stopped_at = NULL, error = NULL, cause = NULL, redrives = redrives + 1, redriven_at = $2,
                    outcome = NULL, reason_code = NULL, reason_message = NULL, run_at = NULL
                WHERE arn = $1 AND status IN ('FAILED', 'TIMED_OUT', 'ABORTED')
                """,
                arn, now) == 1,
            cancellationToken);
    }

    /// <summary>Removes ended executions that are not kept, with their histories, events and delivered announcements.</summary>
    /// <returns>Number of removed executions.</returns>
    public Task<int> SweepAsync(ExecutionRetention retention, CancellationToken cancellationToken) =>
        ExecutionSweep.SweepAsync(_database, retention, _time.GetUtcNow(), cancellationToken);

    /// <summary>Compresses the histories that ended for a moment, then stops.</summary>
    internal ValueTask StopArchivingAsync() => _archiver?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>
    /// Queues the definition that an execution runs now, if it is not recorded yet: it may have changed since the execution started. A
    /// failure of the write is not reported, because the events that follow would fail, too.
    /// </summary>
    public ValueTask QueueDefinitionAsync(string arn, RecordedDefinition definition, CancellationToken cancellationToken) =>
        _database.QueueAsync(new BackgroundWrite(session => DefinitionRows.Set(session, arn, definition), _ => { }), cancellationToken);

    /// <summary>The definition that an execution ran last.</summary>
    /// <returns>Null if it is unknown: the execution is older than this record, or does not exist.</returns>
    public Task<RecordedDefinition?> GetDefinitionAsync(string arn, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_database.Read(session => DefinitionRows.Get(session, arn)));
    }

    /// <returns>The execution or the child execution of a Map Run, with input and output; null if there is none.</returns>
    public Task<ExecutionRecord?> GetAsync(string arn, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_mapRuns.FindChild(arn) is var (run, child) ? MapRunStore.ToExecution(run, child) : _database.Read(session => ExecutionRows.Get(session, arn)));
    }

    /// <summary>The durable events of an execution, in order. Empty if the execution does not exist.</summary>
    /// <param name="arn">ARN of the execution.</param>
    /// <param name="afterId">The last id of the previous page; 0 for the first page.</param>
    /// <param name="limit">Maximum number of events, at least 1.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<RecordedEvent>> GetHistoryAsync(string arn, long afterId, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return Task.FromResult<IReadOnlyList<RecordedEvent>>(_mapRuns.FindChild(arn) is var (run, child)
            ? [.. _mapRuns.ReadHistory(run.Number, child.Place).Where(recorded => recorded.Id > afterId).Take(limit)]
            : _database.Read(session => HistoryRows.Read(session, arn, afterId, limit)));
    }

    /// <summary>The durable events of an execution, last one first. Empty if the execution does not exist.</summary>
    /// <param name="arn">ARN of the execution.</param>
    /// <param name="beforeId">The last id of the previous page; <see cref="long.MaxValue"/> for the first page.</param>
    /// <param name="limit">Maximum number of events, at least 1.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<RecordedEvent>> GetHistoryReversedAsync(string arn, long beforeId, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return Task.FromResult<IReadOnlyList<RecordedEvent>>(_mapRuns.FindChild(arn) is var (run, child)
            ? [.. _mapRuns.ReadHistory(run.Number, child.Place).Where(recorded => recorded.Id < beforeId).Reverse().Take(limit)]
            : _database.Read(session => HistoryRows.ReadBackward(session, arn, beforeId, limit)));
    }

    /// <summary>Executions, newest first.</summary>
    /// <param name="filter">The executions to list.</param>
    /// <param name="limit">Maximum number of executions, 1 to 1,000.</param>
    /// <param name="continuation">Token of the previous page; null for the first page.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<ExecutionPage> ListAsync(
        ExecutionFilter filter, int limit, string? continuation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        return Task.FromResult(_database.Read(session => ExecutionList.ReadPage(session, filter, limit, continuation)));
    }

    /// <summary>All running executions, oldest first. Resume them after a start.</summary>
    public Task<IReadOnlyList<ExecutionRecord>> ListUnfinishedAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<ExecutionRecord>>(_database.Read(session => session.QueryAll(
            $"SELECT {ExecutionRows.AllColumns} FROM executions WHERE status = 'RUNNING' ORDER BY number", ExecutionRows.ReadFull)));
    }

    /// <summary>Counts the executions of each status. A status without executions has the count 0.</summary>
    public Task<IReadOnlyDictionary<RecordedStatus, long>> CountByStatusAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var counts = _database.Read(session => session.QueryAll(
            "SELECT status, count FROM status_counts WHERE name = 'executions'",
            row => (Status: RecordedStatuses.Parse(row.GetString(0)), Count: row.GetInt64(1))));
        return Task.FromResult<IReadOnlyDictionary<RecordedStatus, long>>(Enum.GetValues<RecordedStatus>().ToDictionary(
            status => status, status => counts.Find(entry => entry.Status == status).Count));
    }

    /// <summary>Counts the ended executions of each outcome that there is, among them <see cref="ImageOutcome.Names"/>.</summary>
    public Task<IReadOnlyDictionary<string, long>> CountByOutcomeAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var counts = ImageOutcome.Names.ToDictionary(name => name, _ => 0L);
        foreach (var (name, count) in _database.Read(session => session.QueryAll(
            "SELECT status, count FROM status_counts WHERE name = 'outcomes' AND count > 0 ORDER BY status", row => (row.GetString(0), row.GetInt64(1)))))
        {
            counts[name] = count;
        }

        return Task.FromResult<IReadOnlyDictionary<string, long>>(counts);
    }
}
