using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Material;

namespace Pipeline.Benchmarks.Workloads;

/// <summary>What every workload works with.</summary>
/// <param name="Originals">Files.</param>
/// <param name="Installation">Contenders.</param>
/// <param name="Quick">Few rounds, and sharp only.</param>
/// <param name="Say">Progress.</param>
internal sealed record Bench(Originals Originals, Installation Installation, bool Quick, Action<string> Say)
{
    public int Rounds(int full, int quick) => Quick ? quick : full;

    /// <summary>A folder that is empty, and goes after use.</summary>
    public static string TemporaryFolder() => Directory.CreateTempSubdirectory("pipeline-benchmark-").FullName;
}
