using Pipeline.Host.Console.Contracts;

namespace Pipeline.Host.Console.Numbers;

/// <summary>Percentiles by nearest rank: the least value that at least so many of all do not exceed. Always one of the values.</summary>
internal static class Percentiles
{
    /// <param name="sorted">Values in ascending order.</param>
    /// <param name="percent">Over 0, to 100.</param>
    /// <returns>The percentile; 0 of no values.</returns>
    public static double NearestRank(IReadOnlyList<double> sorted, double percent) =>
        sorted.Count == 0 ? 0 : sorted[Math.Max(0, (int)Math.Ceiling(percent / 100 * sorted.Count) - 1)];

    /// <param name="milliseconds">Durations in any order.</param>
    public static DurationNumbers Summarize(IEnumerable<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        return new(
            sorted.Length,
            Rounded(NearestRank(sorted, 50)), Rounded(NearestRank(sorted, 95)), Rounded(NearestRank(sorted, 99)), Rounded(NearestRank(sorted, 100)));
    }

    // Below a microsecond is noise.
    private static double Rounded(double milliseconds) => Math.Round(milliseconds, 3);
}
