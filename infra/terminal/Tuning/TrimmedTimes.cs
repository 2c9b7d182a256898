namespace Pipeline.Terminal.Tuning;

/// <summary>
/// Durations of calls without the extremes: a fifth of them is left out at either end, such as the first call, whose code is compiled, and
/// calls that the network held up.
/// </summary>
/// <param name="Count">Number of calls that are left.</param>
/// <param name="Median">Their median.</param>
/// <param name="P95">The time that 95 % of them are within.</param>
/// <param name="Mean">Their mean, which decides the price.</param>
public sealed record TrimmedTimes(int Count, TimeSpan Median, TimeSpan P95, TimeSpan Mean)
{
    /// <summary>One in this many is left out at either end.</summary>
    public const int TrimmedShare = 5;

    /// <param name="times">Durations, in any order; at least one.</param>
    public static TrimmedTimes Of(IReadOnlyCollection<TimeSpan> times)
    {
        ArgumentOutOfRangeException.ThrowIfZero(times.Count);
        var trimmed = times.Count / TrimmedShare;
        TimeSpan[] left = [.. times.Order().Skip(trimmed).Take(times.Count - (2 * trimmed))];
        var median = (left[(left.Length - 1) / 2] + left[left.Length / 2]) / 2;
        var p95 = left[(int)Math.Ceiling(left.Length * 0.95) - 1];
        return new(left.Length, median, p95, TimeSpan.FromTicks((long)left.Average(time => time.Ticks)));
    }
}
