using System.Collections.Concurrent;
using System.Globalization;
using Pipeline.Core.Executions;
using Pipeline.Host.Store.Logs;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.MapRuns;

/// <summary>
/// Map Runs and their child executions. Start and end of a child execution are durable when their calls complete; the events between are
/// written in the background, in order. Writes are applied in the order of the calls.
/// </summary>
public sealed class MapRunStore
{
    private readonly Database _database;
    private readonly ConcurrentDictionary<(long Run, int Place), Exception> _lost = [];

    internal MapRunStore(Database database) => _database = database;

    /// <summary>Creates a Map Run, or returns the one that has this ARN.</summary>
    public Task<MapRunRecord> OpenAsync(NewMapRun run, CancellationToken cancellationToken) => _database.WriteAsync(
        session =>
        {
            session.Execute(
                """
                INSERT INTO map_runs(arn, execution, state_machine_arn, state, express, batched, status, started_at, max_concurrency, tolerated_count, tolerated_percentage)
                VALUES ($1, $2, $3, $4, $5, $6, 'RUNNING', $7, $8, $9, $10) ON CONFLICT(arn) DO NOTHING
                """,
                run.Arn, run.ExecutionArn, run.StateMachineArn, run.State, run.IsExpress ? 1 : 0, run.IsBatched ? 1 : 0, SqlText.Format(run.StartTime),
                run.Settings.MaxConcurrency, run.Settings.ToleratedFailureCount, run.Settings.ToleratedFailurePercentage);
            return MapRunRows.Get(session, run.Arn)!;
        },
        cancellationToken);

    /// <returns>The Map Run; null if there is none.</returns>
    public MapRunRecord? Get(string arn) => _database.Read(session => MapRunRows.Get(session, arn));

    /// <summary>The Map Runs of an execution, in the order in which they started.</summary>
    /// <param name="executionArn">The execution.</param>
    /// <param name="afterNumber">Number of the last one of the previous page; 0 for the first page.</param>
    /// <param name="limit">Maximum number.</param>
    public IReadOnlyList<MapRunRecord> List(string executionArn, long afterNumber, int limit) =>
        _database.Read(session => MapRunRows.List(session, executionArn, afterNumber, limit));

    /// <summary>Counts the child executions of each status that there is.</summary>
    public IReadOnlyList<MapChildCount> Count(long run) => _database.Read(session => MapRunRows.Count(session, run));

    /// <summary>Child executions, in the order in which they started.</summary>
    /// <param name="run">Number of the Map Run.</param>
    /// <param name="status">Only those of a status, as AWS writes it; null for all.</param>
    /// <param name="afterPlace">The last place of the previous page; -1 for the first page.</param>
    /// <param name="limit">Maximum number.</param>
    public IReadOnlyList<MapChildRecord> ListChildren(long run, string? status, int afterPlace, int limit) =>
        _database.Read(session => MapRunRows.ListChildren(session, run, status, afterPlace, limit));

    /// <summary>Child executions, those that started last first.</summary>
    /// <param name="run">Number of the Map Run.</param>
    /// <param name="status">Only those of a status, as AWS writes it; null for all.</param>
    /// <param name="beforePlace">The last place of the previous page; <see cref="int.MaxValue"/> for the first page.</param>
    /// <param name="limit">Maximum number.</param>
    public IReadOnlyList<MapChildRecord> ListLatestChildren(long run, string? status, int beforePlace, int limit) =>
        _database.Read(session => MapRunRows.ListLatestChildren(session, run, status, beforePlace, limit));

    /// <summary>Number of child executions.</summary>
    public int CountChildren(long run) =>
        (int)_database.Read(session => session.QueryNumber("SELECT ifnull(max(place) + 1, 0) FROM map_children WHERE run = $1", run));

    /// <summary>Sets the number of items.</summary>
    public Task SetItemsAsync(long run, long items) => WriteAsync(session => session.Execute("UPDATE map_runs SET items = $2 WHERE number = $1", run, items));

    /// <summary>Changes what can be changed; durable when it completes.</summary>
    public Task UpdateAsync(long run, MapRunLimits settings) => WriteAsync(session => session.Execute(
        "UPDATE map_runs SET max_concurrency = $2, tolerated_count = $3, tolerated_percentage = $4 WHERE number = $1",
        run, settings.MaxConcurrency, settings.ToleratedFailureCount, settings.ToleratedFailurePercentage));

    /// <summary>Marks a Map Run as running again, and its unsuccessful child executions as waiting for that.</summary>
    public Task RedriveAsync(long run, DateTimeOffset at) => WriteAsync(session =>
    {
        session.Execute(
            "UPDATE map_runs SET status = 'RUNNING', stopped_at = NULL, redrives = redrives + 1, redriven_at = $2 WHERE number = $1", run, SqlText.Format(at));
        session.Execute(
            $"""
            UPDATE map_children SET status = '{MapRunRows.PendingRedrive}', stopped_at = NULL, error = NULL, cause = NULL, redrives = redrives + 1, redriven_at = $2
            WHERE run = $1 AND status IN ('FAILED', 'TIMED_OUT', 'ABORTED')
            """,
            run, SqlText.Format(at));
    });

    /// <summary>Creates a child execution that runs, and stores the position in the items after its own; durable when it completes.</summary>
    public Task StartChildAsync(long run, int place, int items, string input, DateTimeOffset at, string cursor) => WriteAsync(session =>
    {
        session.Execute(
            "INSERT INTO map_children(run, place, status, items, started_at, input) VALUES ($1, $2, 'RUNNING', $3, $4, $5)",
            run, place, items, SqlText.Format(at), input);
        session.Execute("UPDATE map_runs SET cursor = $2 WHERE number = $1", run, cursor);
    });

    /// <summary>Marks a child execution that waited for a redrive as running.</summary>
    public Task RestartChildAsync(long run, int place) => WriteAsync(session => session.Execute(
        $"UPDATE map_children SET status = 'RUNNING' WHERE run = $1 AND place = $2 AND status = '{MapRunRows.PendingRedrive}'", run, place));

    /// <summary>Ends a child execution; it and its history are durable when it completes.</summary>
    public Task EndChildAsync(long run, int place, ExecutionOutcome outcome)
    {
        ThrowIfLost(run, place);
        return WriteAsync(session =>
        {
            ThrowIfLost(run, place);
            session.Execute(
                "UPDATE map_children SET status = $3, stopped_at = $4, error = $5, cause = $6, output = $7 WHERE run = $1 AND place = $2",
                run, place, outcome.Status.ToText(), SqlText.Format(outcome.StopTime), outcome.Error, outcome.Cause, outcome.Output);
            ChildHistoryRows.Pack(session, run, place);
            var owner = new LogOwner(run, place);
            if (LogRows.Compress(session, owner) is { } log)
            {
                LogRows.Replace(session, owner, log);
            }
        });
    }

    /// <summary>Queues events of a child execution to be appended. If the write fails, the next call for the child execution throws.</summary>
    public ValueTask QueueAppendAsync(long run, int place, IReadOnlyList<RecordedEvent> events, CancellationToken cancellationToken)
    {
        ThrowIfLost(run, place);
        var write = new BackgroundWrite(
            session =>
            {
                ThrowIfLost(run, place);
                ChildHistoryRows.Append(session, run, place, events);
            },
            exception => _lost[(run, place)] = exception);
        return _database.QueueAsync(write, cancellationToken);
    }

    /// <summary>Reads the history of a child execution.</summary>
    public IReadOnlyList<RecordedEvent> ReadHistory(long run, int place) => _database.Read(session => ChildHistoryRows.Read(session, run, place));

    /// <summary>Ends a Map Run; durable when it completes.</summary>
    public Task EndAsync(long run, RecordedStatus status, DateTimeOffset at, long resultsWritten) => WriteAsync(session => session.Execute(
        "UPDATE map_runs SET status = $2, stopped_at = $3, results_written = $4 WHERE number = $1", run, status.ToText(), SqlText.Format(at), resultsWritten));

    /// <summary>Completes when everything that was queued is on disk, and forgets what could not be written: the next run repeats it.</summary>
    public async Task CloseAsync(long run)
    {
        try
        {
            await WriteAsync(_ => { });
        }
        finally
        {
            foreach (var (child, _) in _lost.Where(lost => lost.Key.Run == run))
            {
                _lost.TryRemove(child, out _);
            }
        }
    }

    /// <summary>Finds a child execution by its ARN; null if there is none.</summary>
    public (MapRunRecord Run, MapChildRecord Child)? FindChild(string arn) => ChildArn.Parse(arn) is not var (runArn, place) ? null : _database.Read(session =>
        MapRunRows.Get(session, runArn) is { } run && MapRunRows.GetChild(session, run.Number, place) is { } child
            && ChildArn.Create(run.Arn, run.StateMachineArn, run.IsExpress, place) == arn
            ? (run, child)
            : ((MapRunRecord, MapChildRecord)?)null);

    /// <summary>Shows a child execution as an execution.</summary>
    public static ExecutionRecord ToExecution(MapRunRecord run, MapChildRecord child) => new(
        ChildArn.Create(run.Arn, run.StateMachineArn, run.IsExpress, child.Place), ChildArn.CreateName(run.Arn, child.Place), run.StateMachineArn, null,
        child.Status, child.StartTime, child.StopTime, child.RedriveCount, child.RedriveTime, child.Error, child.Cause, child.Input, child.Output);

    private void ThrowIfLost(long run, int place)
    {
        if (_lost.TryGetValue((run, place), out var exception))
        {
            throw new IOException(
                string.Create(CultureInfo.InvariantCulture, $"Events of the child execution {place} of Map Run {run} could not be written: {exception.Message}"), exception);
        }
    }

    private Task<bool> WriteAsync(Action<SqlSession> write) => _database.WriteAsync(
        session =>
        {
            write(session);
            return true;
        },
        CancellationToken.None);
}
