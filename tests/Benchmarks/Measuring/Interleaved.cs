using System.Diagnostics;

namespace Pipeline.Benchmarks.Measuring;

/// <summary>Runs that take turns: every round runs each of them once, in reverse order every other round. Warm-up rounds do not count.</summary>
internal static class Interleaved
{
    public const int DefaultWarmUpRounds = 2;

    /// <summary>Measures the runs.</summary>
    /// <param name="runs">Runs by name, each returning its time in milliseconds.</param>
    /// <param name="rounds">Number of rounds that count.</param>
    /// <param name="warmUpRounds">Number of rounds before these.</param>
    /// <param name="budget">Time after which no further round starts, once a round has counted; null for no limit.</param>
    /// <returns>Times in milliseconds by name, one per round, in the order of the rounds.</returns>
    public static IReadOnlyDictionary<string, IReadOnlyList<double>> Measure(
        IReadOnlyList<(string Name, Func<double> Run)> runs, int rounds, int warmUpRounds = DefaultWarmUpRounds, TimeSpan? budget = null)
    {
        var times = runs.ToDictionary(run => run.Name, _ => new List<double>(rounds));
        var watch = Stopwatch.StartNew();
        for (var round = -warmUpRounds; round < rounds; round++)
        {
            if (round > 0 && watch.Elapsed > budget)
            {
                break;
            }

            foreach (var (name, run) in round % 2 == 0 ? runs : runs.Reverse())
            {
                var time = run();
                if (round >= 0)
                {
                    times[name].Add(time);
                }
            }
        }

        return times.ToDictionary(entry => entry.Key, entry => (IReadOnlyList<double>)entry.Value);
    }
}
