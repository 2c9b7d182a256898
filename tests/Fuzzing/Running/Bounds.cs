namespace Pipeline.Fuzzing.Running;

/// <summary>What one input may cost.</summary>
/// <param name="Time">Processor time: a busy machine makes nobody late.</param>
/// <param name="AllocatedBytes">Managed memory that it allocates.</param>
/// <param name="ProcessBytes">Memory of the whole process, native memory included.</param>
internal sealed record Bounds(TimeSpan Time, long AllocatedBytes, long ProcessBytes)
{
    public static Bounds Default { get; } = new(TimeSpan.FromSeconds(10), 1_000_000_000, 1_500_000_000);
}
