namespace Pipeline.Host.Engine.Executions;

/// <summary>A fault of the machine that keeps executions from going on, for example a full disk. They are tried again until they succeed.</summary>
/// <param name="Message">What is wrong and what to do.</param>
/// <param name="IsDiskFull">Whether the disk is full.</param>
/// <param name="Waiting">Names of the executions that wait.</param>
/// <param name="Since">When the first of them was interrupted.</param>
/// <param name="NextAttempt">When one of them is tried again.</param>
public sealed record HostInterruption(string Message, bool IsDiskFull, IReadOnlyList<string> Waiting, DateTimeOffset Since, DateTimeOffset NextAttempt);
