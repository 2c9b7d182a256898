using Pipeline.Host.Console.Contracts;

namespace Pipeline.Host.Console.Numbers;

/// <summary>Percentiles by nearest rank: the smallest value such that at least that percentage of all values do not exceed it.</summary>
internal static class Percentiles
{
    /// <param name="sorted">Values in ascending order.</param>
    /// <param name="percent">Above 0, at most 100.</param>
    /// <returns>The percentile, which is always one of the values; 0 if there are none.</returns>
    public static double NearestRank(IReadOnlyList<double> sorted, double percent) =>
        sorted.Count == 0 ? 0 : sorted[Math.Max(0, (int)Math.Ceiling(percent / 100 * sorted.Count) - 1)];

    /// <param name="milliseconds">Durations in any order, in milliseconds.</param>
    public static DurationNumbers Summarize(IEnumerable<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        return new(
            sorted.Length,
            Round(NearestRank(sorted, 50)), Round(NearestRank(sorted, 95)), Round(NearestRank(sorted, 99)), Round(NearestRank(sorted, 100)));
    }

    // Digits below a microsecond are noise.
    private static double Round(double milliseconds) => Math.Round(milliseconds, 3);
}
