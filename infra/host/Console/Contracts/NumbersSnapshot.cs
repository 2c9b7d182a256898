namespace Pipeline.Host.Console.Contracts;

/// <summary>Numbers of the pipeline since its first execution, also across restarts. Durations are in milliseconds.</summary>
/// <param name="Since">When the first counted execution started; now if there is none.</param>
/// <param name="Throughput">The last 60 minutes, oldest first, including those in which nothing happened.</param>
/// <param name="States">Visited states, in the order of the definition.</param>
/// <param name="Executions">How long the last 1,000 executions that ended ran, without their waits.</param>
/// <param name="Waits">How long those executions waited for a turn.</param>
/// <param name="Outcomes">Outcomes of executions, most frequent first.</param>
internal sealed record NumbersSnapshot(
    DateTimeOffset Since,
    IReadOnlyList<MinuteNumbers> Throughput,
    IReadOnlyList<StateNumbers> States,
    DurationNumbers Executions,
    DurationNumbers Waits,
    IReadOnlyList<OutcomeNumbers> Outcomes);

/// <param name="Minute">Start of the minute.</param>
/// <param name="Started">Executions that started.</param>
/// <param name="Ended">Executions that ended.</param>
/// <param name="Bytes">Size of the originals that were stored, in bytes.</param>
internal sealed record MinuteNumbers(DateTimeOffset Minute, int Started, int Ended, long Bytes);

/// <summary>
/// The last 1,000 visits of a state. A visit lasts from entering the state to leaving it, including all attempts and the waits
/// between them. Percentiles are by nearest rank.
/// </summary>
/// <param name="Name">Name of the state.</param>
/// <param name="Count">Number of visits.</param>
/// <param name="P50Ms">50th percentile of the durations, in milliseconds.</param>
/// <param name="P95Ms">95th percentile of the durations, in milliseconds.</param>
/// <param name="P99Ms">99th percentile of the durations, in milliseconds.</param>
/// <param name="MaxMs">Longest duration, in milliseconds.</param>
/// <param name="Retries">Attempts after the first of a visit.</param>
/// <param name="Failures">Visits that did not succeed, caught or not.</param>
internal sealed record StateNumbers(
    string Name, int Count, double P50Ms, double P95Ms, double P99Ms, double MaxMs, int Retries, int Failures);

/// <summary>Durations. Percentiles are by nearest rank; all values are 0 if there are no durations.</summary>
/// <param name="Count">Number of durations.</param>
/// <param name="P50Ms">50th percentile, in milliseconds.</param>
/// <param name="P95Ms">95th percentile, in milliseconds.</param>
/// <param name="P99Ms">99th percentile, in milliseconds.</param>
/// <param name="MaxMs">Longest duration, in milliseconds.</param>
internal sealed record DurationNumbers(int Count, double P50Ms, double P95Ms, double P99Ms, double MaxMs);

/// <param name="Outcome">Outcome as <c>process</c> prints it: succeeded, rejected…</param>
/// <param name="Reason">Code of the reason; null if there is none.</param>
/// <param name="Count">Number of executions.</param>
internal sealed record OutcomeNumbers(string Outcome, string? Reason, long Count);
