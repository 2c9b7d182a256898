using System.Globalization;
using System.Text.Json;
using Pipeline.Core.Outcomes;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Outcomes;

/// <summary>Outcomes of the last days, for exports.</summary>
public sealed class OutcomeStore : IOutcomeLog
{
    /// <summary>Days that an outcome is kept. Nothing exports every night here, so it is longer than in AWS.</summary>
    public const int Days = 90;

    private readonly Database _database;
    private readonly TimeProvider _time;

    internal OutcomeStore(Database database, TimeProvider time) => (_database, _time) = (database, time);

    /// <inheritdoc/>
    public Task AppendAsync(RecordedOutcome outcome, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(outcome, StoreJson.Default.RecordedOutcome);
        return _database.WriteAsync(
            session => session.Execute(
                "INSERT INTO outcomes(day, execution, image, outcome, json) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
                Format(outcome.Day), outcome.Execution, outcome.ImageId, outcome.Outcome, json),
            cancellationToken);
    }

    /// <summary>The days that have outcomes, in order, except for one that is partly removed already.</summary>
    public Task<IReadOnlyList<DateOnly>> ListDaysAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<DateOnly> days = _database.Read(session => session.QueryAll(
            "SELECT DISTINCT day FROM outcomes WHERE day >= $1 ORDER BY day", row => Parse(row.GetString(0)), Format(FirstDay)));
        return Task.FromResult(days);
    }

    /// <summary>A page of the outcomes of a day.</summary>
    /// <param name="day">The day, in UTC.</param>
    /// <param name="limit">Maximum number of outcomes.</param>
    /// <param name="after">The last outcome of the previous page; null for the first page.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<RecordedOutcome>> ListAsync(DateOnly day, int limit, RecordedOutcome? after, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<RecordedOutcome> page = _database.Read(session => session.QueryAll(
            """
            SELECT json FROM outcomes WHERE day = $1 AND (execution, image, outcome) > ($2, $3, $4)
            ORDER BY execution, image, outcome LIMIT $5
            """,
            row => JsonSerializer.Deserialize(row.GetString(0), StoreJson.Default.RecordedOutcome)!,
            Format(day), after?.Execution ?? "", after?.ImageId ?? "", after?.Outcome ?? "", limit));
        return Task.FromResult(page);
    }

    /// <summary>Number of outcomes, which only grows while none grows old.</summary>
    public long Count() => _database.Read(session => session.QueryNumber("SELECT count(*) FROM outcomes"));

    /// <summary>Removes outcomes that are older than <see cref="Days"/> days.</summary>
    /// <returns>Number of removed outcomes.</returns>
    public Task<int> SweepAsync(CancellationToken cancellationToken) =>
        _database.WriteAsync(session => session.Execute("DELETE FROM outcomes WHERE day < $1", Format(FirstDay)), cancellationToken);

    private DateOnly FirstDay => DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime).AddDays(-Days);

    private static string Format(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    private static DateOnly Parse(string day) => DateOnly.ParseExact(day, "O", CultureInfo.InvariantCulture);
}
