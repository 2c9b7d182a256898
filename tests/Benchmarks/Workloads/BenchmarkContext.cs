using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Material;
using Pipeline.Benchmarks.Measuring;

namespace Pipeline.Benchmarks.Workloads;

/// <summary>What every workload uses.</summary>
/// <param name="Originals">Files to measure.</param>
/// <param name="Installation">Starts the contenders.</param>
/// <param name="Quick">Whether to run few rounds, against sharp only.</param>
/// <param name="Log">Logs progress.</param>
internal sealed record BenchmarkContext(Originals Originals, Installation Installation, bool Quick, Action<string> Log)
{
    /// <summary>Time limit for one row of a table in a quick run; null otherwise.</summary>
    public TimeSpan? Budget => Quick ? TimeSpan.FromSeconds(1) : null;

    /// <summary>Number of rounds that do not count. A quick run needs none, because the check of the output has warmed up the contenders.</summary>
    public int WarmUpRounds => Quick ? 0 : Interleaved.DefaultWarmUpRounds;

    /// <summary>Short rounds warm up for this long; null for no longer than <see cref="WarmUpRounds"/>.</summary>
    public TimeSpan? WarmUpTime => Quick ? null : Interleaved.DefaultWarmUpTime;

    public int ChooseRounds(int full, int quick) => Quick ? quick : full;

    /// <summary>Creates an empty folder, which the caller deletes.</summary>
    public static string CreateTemporaryFolder() => Directory.CreateTempSubdirectory("pipeline-benchmark-").FullName;
}
