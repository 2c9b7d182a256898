namespace Pipeline.Core.Grouping;

/// <summary>What one call of Resize can do.</summary>
/// <param name="TimeLimit">Longest duration of a call.</param>
/// <param name="MaxMemory">Memory of the process in bytes, which also decides its share of a processor; null if it has a whole one and no limit.</param>
public sealed record GroupLimits(TimeSpan TimeLimit, long? MaxMemory = null)
{
    /// <summary>Share of the time limit that the work of a group may be estimated at. The rest is for slow reads and for what the estimate misses.</summary>
    private const double TimeShare = 0.25;

    /// <summary>Memory in bytes with which a function has a whole processor.</summary>
    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html"/>
    private const long ProcessorBytes = 1_769L * 1024 * 1024;

    /// <summary>Longest work of a group, however long a call may take: renditions in the same group are made one after the other, and a fault repeats them all.</summary>
    public static readonly TimeSpan MaxWork = TimeSpan.FromSeconds(10);

    /// <summary>The time limit of the state Resize in the definition, with no limit of memory.</summary>
    public static readonly GroupLimits Default = new(TimeSpan.FromSeconds(120));

    /// <summary>Work that a group may be estimated at, on one whole processor.</summary>
    public TimeSpan WorkBudget => (TimeLimit * TimeShare < MaxWork ? TimeLimit * TimeShare : MaxWork)
        * (MaxMemory is { } memory ? Math.Min(1, (double)memory / ProcessorBytes) : 1);
}
