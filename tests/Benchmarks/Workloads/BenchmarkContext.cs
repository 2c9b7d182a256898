using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Material;
using Pipeline.Benchmarks.Measuring;

namespace Pipeline.Benchmarks.Workloads;

/// <summary>What every workload works with.</summary>
/// <param name="Originals">Files.</param>
/// <param name="Installation">Contenders.</param>
/// <param name="Quick">Few rounds, and sharp only.</param>
/// <param name="Log">Progress.</param>
internal sealed record BenchmarkContext(Originals Originals, Installation Installation, bool Quick, Action<string> Log)
{
    /// <summary>Time for one row of a table in a quick run; otherwise there is no limit.</summary>
    public TimeSpan? Budget => Quick ? TimeSpan.FromSeconds(1) : null;

    /// <summary>Rounds before those that count: in a quick run, the check of the output has warmed everybody up.</summary>
    public int Dropped => Quick ? 0 : Measuring.Interleaved.Dropped;

    public int Rounds(int full, int quick) => Quick ? quick : full;

    /// <summary>A folder that is empty, and goes after use.</summary>
    public static string TemporaryFolder() => Directory.CreateTempSubdirectory("pipeline-benchmark-").FullName;
}
