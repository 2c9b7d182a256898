using System.Globalization;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Numbers;

/// <summary>Numbers of the pipeline. They survive a restart, and take the same time to read however many executions there are.</summary>
public sealed class NumberStore
{
    /// <summary>Number of visits of a state, and of executions, that durations are kept of.</summary>
    public const int WindowLength = 1_000;

    private readonly Database _database;

    internal NumberStore(Database database) => _database = database;

    /// <param name="from">Start of the first minute to read.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<StoredNumbers> ReadAsync(DateTimeOffset from, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_database.Read(session => session.ReadSnapshot(() =>
        {
            var executions = session.QueryAll(
                "SELECT ran_ms, waited_ms FROM executions WHERE stopped_at IS NOT NULL ORDER BY stopped_at DESC LIMIT $1",
                row => (Ran: row.IsDBNull(0) ? (double?)null : row.GetDouble(0), Waited: row.IsDBNull(1) ? (double?)null : row.GetDouble(1)), WindowLength);
            return new StoredNumbers(
                session.QueryFirst("SELECT value FROM settings WHERE name = 'numbers since'", row => (DateTimeOffset?)row.ReadTime(0)),
                session.QueryAll(
                    "SELECT minute, started, ended, bytes FROM minute_counts WHERE minute >= substr($1, 1, 16) ORDER BY minute",
                    row => new MinuteCount(ParseMinute(row.GetString(0)), row.GetInt32(1), row.GetInt32(2), row.GetInt64(3)), SqlText.Format(from)),
                session.QueryAll(
                    "SELECT state, ms, retries, failed FROM state_visits",
                    row => new StateVisit(row.GetString(0), TimeSpan.FromMilliseconds(row.GetDouble(1)), row.GetInt32(2), row.GetInt64(3) != 0)),
                [.. executions.Select(execution => execution.Ran).OfType<double>()],
                [.. executions.Select(execution => execution.Waited).OfType<double>()],
                session.QueryAll(
                    "SELECT outcome, reason, count FROM outcome_counts ORDER BY count DESC, outcome, reason",
                    row => new OutcomeCount(row.GetString(0), row.GetString(1) is { Length: > 0 } reason ? reason : null, row.GetInt64(2))));
        })));
    }

    /// <summary>The totals, for counters that go on after a restart.</summary>
    public StoredTotals ReadTotals() => _database.Read(session => session.ReadSnapshot(() =>
    {
        var totals = session.QueryAll(
            "SELECT name, label, count FROM total_counts WHERE name <> 'visits'", row => (Name: row.GetString(0), Label: row.GetString(1), Count: row.GetInt64(2)));
        var outcomes = session.QueryAll("SELECT outcome, sum(count) FROM outcome_counts GROUP BY outcome", row => (Outcome: row.GetString(0), Count: row.GetInt64(1)));
        return new StoredTotals(
            totals.Find(total => total.Name == "started").Count,
            totals.Find(total => total.Name == "bytes").Count,
            outcomes.ToDictionary(outcome => outcome.Outcome, outcome => outcome.Count),
            Named("retries"),
            Named("announcements"));

        Dictionary<string, long> Named(string name) =>
            totals.Where(total => total.Name == name).ToDictionary(total => total.Label, total => total.Count);
    }));

    private static DateTimeOffset ParseMinute(string text) =>
        DateTimeOffset.ParseExact(text, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
