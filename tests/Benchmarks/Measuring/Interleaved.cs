using System.Diagnostics;

namespace Pipeline.Benchmarks.Measuring;

/// <summary>Runs that take turns: every round runs everybody once, the order reversed from round to round; the first rounds are dropped.</summary>
internal static class Interleaved
{
    public const int Dropped = 2;

    /// <summary>Times by name, a round each, in the order of the rounds.</summary>
    /// <param name="runs">What to run, by name; returns milliseconds.</param>
    /// <param name="rounds">Rounds that count.</param>
    /// <param name="dropped">Rounds before them that do not.</param>
    /// <param name="budget">Time after which no further round is begun, once one has counted; null: all are run.</param>
    public static IReadOnlyDictionary<string, IReadOnlyList<double>> Measure(
        IReadOnlyList<(string Name, Func<double> Run)> runs, int rounds, int dropped = Dropped, TimeSpan? budget = null)
    {
        var times = runs.ToDictionary(run => run.Name, _ => new List<double>(rounds));
        var watch = Stopwatch.StartNew();
        for (var round = -dropped; round < rounds; round++)
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
