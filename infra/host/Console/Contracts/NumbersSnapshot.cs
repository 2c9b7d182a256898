namespace Pipeline.Host.Console.Contracts;

/// <summary>How the pipeline does, since the host started. Durations are milliseconds.</summary>
/// <param name="Since">When counting began.</param>
/// <param name="Throughput">The last 60 minutes, the oldest first, quiet ones too.</param>
/// <param name="States">States that were visited, in the definition's order.</param>
/// <param name="Executions">The last 1,000 executions that ended.</param>
/// <param name="Outcomes">How executions ended, the most frequent first.</param>
internal sealed record NumbersSnapshot(
    DateTimeOffset Since,
    IReadOnlyList<MinuteNumbers> Throughput,
    IReadOnlyList<StateNumbers> States,
    DurationNumbers Executions,
    IReadOnlyList<OutcomeNumbers> Outcomes);

/// <param name="Minute">Its beginning.</param>
/// <param name="Started">Executions that started.</param>
/// <param name="Ended">Executions that ended.</param>
/// <param name="Bytes">Bytes of originals that were stored.</param>
internal sealed record MinuteNumbers(DateTimeOffset Minute, int Started, int Ended, long Bytes);

/// <summary>The last 1,000 visits of a state. Percentiles are by nearest rank.</summary>
/// <param name="Name">The state.</param>
/// <param name="Count">Visits.</param>
/// <param name="P50Ms">From entering to leaving, attempts and waiting for them included.</param>
/// <param name="P95Ms">As before.</param>
/// <param name="P99Ms">As before.</param>
/// <param name="MaxMs">As before.</param>
/// <param name="Retries">Attempts after the first of a visit.</param>
/// <param name="Failures">Visits that did not succeed, caught or not.</param>
internal sealed record StateNumbers(
    string Name, int Count, double P50Ms, double P95Ms, double P99Ms, double MaxMs, int Retries, int Failures);

/// <param name="Count">How many; where it is 0, all others are.</param>
/// <param name="P50Ms">Percentile by nearest rank.</param>
/// <param name="P95Ms">Percentile by nearest rank.</param>
/// <param name="P99Ms">Percentile by nearest rank.</param>
/// <param name="MaxMs">The longest.</param>
internal sealed record DurationNumbers(int Count, double P50Ms, double P95Ms, double P99Ms, double MaxMs);

/// <param name="Outcome">As <c>process</c> names it: succeeded, rejected…</param>
/// <param name="Reason">Code of the reason; null where there is none.</param>
/// <param name="Count">Executions.</param>
internal sealed record OutcomeNumbers(string Outcome, string? Reason, long Count);
