using Pipeline.Core.CallLogs;
using Pipeline.Host.Store.Logs;
using Pipeline.Host.Store.MapRuns;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Executions;

/// <summary>
/// What the calls of each execution logged, also of child executions. A log is as long as <see cref="LogLimits"/> says, and is removed with its
/// execution.
/// </summary>
public sealed class LogStore
{
    private readonly Database _database;

    internal LogStore(Database database) => _database = database;

    /// <summary>
    /// Queues lines to be appended, and completes as soon as they have a place in the queue. They are on disk before any event that is queued
    /// afterwards. Lines of an execution that does not exist, or has been removed, are ignored, and so is a failure of the write: it fails the
    /// events that follow, too.
    /// </summary>
    /// <param name="executionArn">ARN of the execution or the child execution.</param>
    /// <param name="lines">The lines; their numbers are assigned here.</param>
    /// <param name="cancellationToken">Cancels the wait for a place in the queue.</param>
    public ValueTask QueueAppendAsync(string executionArn, IReadOnlyList<LogLine> lines, CancellationToken cancellationToken) => _database.QueueAsync(
        new BackgroundWrite(
            session =>
            {
                if (Find(session, executionArn) is { } owner)
                {
                    LogRows.Append(session, owner, lines);
                }
            },
            _ => { }),
        cancellationToken);

    /// <summary>Reads a page. Empty if the execution does not exist.</summary>
    /// <param name="executionArn">ARN of the execution or the child execution.</param>
    /// <param name="filter">The lines to read.</param>
    /// <param name="after">Number of the line to continue after; 0 for the first page.</param>
    /// <param name="limit">Maximum number of lines, at least 1.</param>
    public LogPage Read(string executionArn, LogFilter filter, long after, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return _database.Read(session => session.ReadSnapshot(() =>
        {
            if (Find(session, executionArn) is not { } owner)
            {
                return new LogPage([], [], 0, HasMore: false, 0);
            }

            // A log is short, so all of it is read.
            var length = Math.Min(limit, LogLimits.MaxLines);
            var all = LogRows.Read(session, owner);
            var levels = LogLevels.From(filter.Level);
            var found = all.Where(line => line.Number > after && levels.Contains(line.Level) && (filter.State is null || filter.State == line.State))
                .Take(length + 1)
                .ToList();
            var hasMore = found.Count > length;
            return new LogPage(
                hasMore ? found[..length] : found,
                [.. all.Select(line => line.State).Distinct()],
                hasMore ? found[length - 1].Number : all.Count == 0 ? after : all[^1].Number,
                hasMore,
                LogRows.CountDropped(session, owner));
        }));
    }

    private static LogOwner? Find(SqlSession session, string arn) => ChildArn.Parse(arn) is var (run, place)
        ? session.QueryFirst("SELECT number FROM map_runs WHERE arn = $1", row => (LogOwner?)new LogOwner(row.GetInt64(0), place), run)
        : session.QueryFirst("SELECT number FROM executions WHERE arn = $1", row => (LogOwner?)new LogOwner(0, row.GetInt64(0)), arn);
}
