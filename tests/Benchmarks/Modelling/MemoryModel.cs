using Pipeline.Terminal.Tuning;

namespace Pipeline.Benchmarks.Modelling;

/// <summary>
/// Computes what a call of Resize takes and costs with a memory size, from its work on one whole processor. Lambda gives a function a share of the
/// processors in proportion to its memory: one whole at 1,769 MB. The codec uses one thread, so more than that does not help it.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html"/>
internal static class MemoryModel
{
    /// <summary>Memory in MB with which a function has one whole processor.</summary>
    private const int WholeProcessor = 1_769;

    /// <summary>List prices of us-east-1 on arm64, as in <c>infra/cloud/Costs/Prices.cs</c>.</summary>
    private static readonly CallPrice Price = new(13.3334m / 1_000_000, 0.20m / 1_000_000);

    /// <summary>Time that a call waits for S3, whatever its memory: the assumption of the cost page.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(100);

    /// <summary>Share of a processor that a call has.</summary>
    public static double ShareOf(int memory) => Math.Min(1, (double)memory / WholeProcessor);

    /// <summary>Computes a row.</summary>
    /// <param name="photo">Name of the photo.</param>
    /// <param name="memory">Memory in MB.</param>
    /// <param name="work">Time of the processor for each call.</param>
    /// <param name="peak">The most memory that the process had, in MB of 1,048,576 bytes; null if it is not known.</param>
    public static MemoryRow Compute(string photo, int memory, IReadOnlyCollection<TimeSpan> work, int? peak) => Compute(
        photo, memory, TrimmedTimes.Of([.. work.Select(time => Wait + (time / ShareOf(memory)))]), peak);

    /// <summary>Prices measured or computed times.</summary>
    /// <inheritdoc cref="Compute(string, int, IReadOnlyCollection{TimeSpan}, int?)"/>
    public static MemoryRow Compute(string photo, int memory, TrimmedTimes times, int? peak) => peak > memory
        ? new(photo, memory, null, "out of memory", null, peak, 0)
        : new(photo, memory, times, null, null, peak, Price.OfMillion(memory, times.Mean));
}
