using Pipeline.Host.Engine.Fence;
using Pipeline.Imaging.Memory;

namespace Pipeline.Host.Engine.Memory;

/// <summary>The one bound for the memory of the process, and how it is shared.</summary>
/// <param name="Bytes">Memory that the process may use.</param>
public sealed record MemoryBound(long Bytes)
{
    /// <summary>The least that the host runs in: the process itself, and room for a photo.</summary>
    public const long MinBytes = 256 << 20;

    private const int CacheShare = 8;

    /// <summary>The limit of the container, or else the memory of the machine.</summary>
    public static MemoryBound Default { get; } = new(Math.Max(MinBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));

    /// <summary>What remains for pictures: decoders, pixels, encoders, and decoded pictures that are kept.</summary>
    private long PictureBytes => Math.Max(Bytes, MinBytes) - MemoryEstimate.BaseBytes;

    /// <summary>Maximum size of decoded pictures that are kept although nobody uses them.</summary>
    public long CacheBytes => PictureBytes / CacheShare;

    /// <summary>What pictures that are decoded or encoded may use together.</summary>
    public long WorkBytes => PictureBytes - CacheBytes;

    /// <summary>Maximum number of fenced processes for which there is room; 0 if there is none.</summary>
    public int MaxFencedProcesses => (int)Math.Clamp((Bytes - MinBytes) / FenceOptions.ProcessBytes, 0, int.MaxValue);

    /// <summary>What remains beside fenced processes, at least <see cref="MinBytes"/>.</summary>
    public MemoryBound WithoutProcesses(int processes) => new(Math.Max(MinBytes, Bytes - processes * FenceOptions.ProcessBytes));
}
