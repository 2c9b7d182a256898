using System.Diagnostics;

namespace Pipeline.Benchmarks.Measuring;

/// <summary>
/// Runs that take turns: every round runs each of them once, in reverse order every other round. Warm-up rounds do not count. Short ones
/// are repeated for a while, until .NET and JavaScript have compiled what runs often.
/// </summary>
internal static class Interleaved
{
    public const int DefaultWarmUpRounds = 2;
    public static readonly TimeSpan DefaultWarmUpTime = TimeSpan.FromSeconds(4);
    private const int MaxWarmUpRounds = 40;

    /// <summary>Measures the runs.</summary>
    /// <param name="runs">Runs by name, each returning its time in milliseconds.</param>
    /// <param name="rounds">Number of rounds that count.</param>
    /// <param name="warmUpRounds">Minimum number of rounds before these.</param>
    /// <param name="budget">Time after which no further round starts, once a round has counted; null for no limit.</param>
    /// <param name="warmUpTime">Time after which no further warm-up round starts, of at most 40; null for no rounds but the minimum.</param>
    /// <returns>Times in milliseconds by name, one per round, in the order of the rounds.</returns>
    public static IReadOnlyDictionary<string, IReadOnlyList<double>> Measure(
        IReadOnlyList<(string Name, Func<double> Run)> runs, int rounds, int warmUpRounds = DefaultWarmUpRounds, TimeSpan? budget = null,
        TimeSpan? warmUpTime = null)
    {
        var times = runs.ToDictionary(run => run.Name, _ => new List<double>(rounds));
        var watch = Stopwatch.StartNew();
        for (var round = 0; round < warmUpRounds || (round < MaxWarmUpRounds && watch.Elapsed < warmUpTime); round++)
        {
            RunRound(round, (_, _) => { });
        }

        for (var round = 0; round < rounds && (round == 0 || budget is null || watch.Elapsed <= budget); round++)
        {
            RunRound(round, (name, time) => times[name].Add(time));
        }

        return times.ToDictionary(entry => entry.Key, entry => (IReadOnlyList<double>)entry.Value);

        void RunRound(int round, Action<string, double> keep)
        {
            foreach (var (name, run) in round % 2 == 0 ? runs : runs.Reverse())
            {
                keep(name, run());
            }
        }
    }
}
