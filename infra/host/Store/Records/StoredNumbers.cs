namespace Pipeline.Host.Store.Records;

/// <summary>Numbers of the pipeline.</summary>
/// <param name="Since">When the first counted execution started; null before there is one.</param>
/// <param name="Minutes">Minutes in which something happened, oldest first.</param>
/// <param name="Visits">The last visits of each state, at most <see cref="Numbers.NumberStore.WindowLength"/> each.</param>
/// <param name="Ran">How long the last executions that ended ran, in milliseconds.</param>
/// <param name="Waited">How long those executions waited for a turn, in milliseconds.</param>
/// <param name="Outcomes">Outcomes, most frequent first.</param>
public sealed record StoredNumbers(
    DateTimeOffset? Since,
    IReadOnlyList<MinuteCount> Minutes,
    IReadOnlyList<StateVisit> Visits,
    IReadOnlyList<double> Ran,
    IReadOnlyList<double> Waited,
    IReadOnlyList<OutcomeCount> Outcomes);

/// <param name="Minute">Start of the minute.</param>
/// <param name="Started">Executions that started.</param>
/// <param name="Ended">Executions that ended.</param>
/// <param name="Bytes">Size of the originals that were stored, in bytes.</param>
public sealed record MinuteCount(DateTimeOffset Minute, int Started, int Ended, long Bytes);

/// <param name="Outcome">Outcome of executions.</param>
/// <param name="Reason">Code of the reason; null if there is none. The 101st and later ones are <c>other</c>.</param>
/// <param name="Count">Number of executions.</param>
public sealed record OutcomeCount(string Outcome, string? Reason, long Count);

/// <summary>Totals since the data folder exists.</summary>
/// <param name="Started">Executions that started.</param>
/// <param name="Bytes">Size of the originals that were stored, in bytes.</param>
/// <param name="Ended">Executions that ended, by outcome.</param>
/// <param name="Retries">Attempts after the first of a visit, by state.</param>
/// <param name="Announcements">Announcements by topic, in lower case.</param>
public sealed record StoredTotals(
    long Started,
    long Bytes,
    IReadOnlyDictionary<string, long> Ended,
    IReadOnlyDictionary<string, long> Retries,
    IReadOnlyDictionary<string, long> Announcements);
