using Pipeline.Core.Grouping;
using Pipeline.Core.Photos;
using Pipeline.Core.Renditions;
using Pipeline.Core.Validation;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Engine.Fence;
using Pipeline.Host.Engine.Memory;

namespace Pipeline.Host.Engine;

/// <summary>Settings of a local pipeline.</summary>
/// <param name="DataFolder">Folder of originals, renditions and the database.</param>
/// <param name="RenditionSets">The renditions to make of every image.</param>
public sealed record PipelineOptions(string DataFolder, RenditionSets RenditionSets)
{
    public ImageLimits Limits { get; init; } = new();

    /// <summary>Which renditions of an image are made in one iteration of the Map.</summary>
    public ResizeGrouping ResizeGrouping { get; init; }

    /// <summary>How long the renditions of a version live on after another has replaced it; zero if they are removed at once.</summary>
    public TimeSpan RenditionGrace { get; init; } = Core.Deployment.RenditionGrace.Default;

    /// <summary>Reads what photos say of themselves; null to read nothing of it.</summary>
    public PhotoReading? Photos { get; init; }

    /// <summary>Whether the tags of an original go into its record, besides its user metadata.</summary>
    public bool KeepTags { get; init; }

    /// <summary>How images are described, quarantined and released; null if they are not.</summary>
    public DescribingOptions? Describing { get; init; }

    /// <summary>File of the state machine's definition.</summary>
    public string DefinitionFile { get; init; } = PipelineDefinition.FilePath;

    /// <summary>Files of other definitions that executions can run, by name. The backfill's is always there.</summary>
    public IReadOnlyDictionary<string, string> FurtherDefinitions { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether that file is reloaded whenever it changes.</summary>
    public bool WatchDefinition { get; init; }

    /// <summary>Number of cores to use.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Maximum number of renditions that are decoded, resampled or encoded at the same time. One more than the cores, because codecs hand
    /// work over between their own threads. A rendition that waits for the disk, or for a decode in progress, does not count.
    /// </summary>
    internal int ConcurrentRenditions => Parallelism + 1;

    /// <summary>
    /// Maximum number of executions that run at the same time. One more than the cores, so that no core idles while records are written.
    /// </summary>
    public int ConcurrentExecutions => Parallelism + 1;

    /// <summary>Maximum size of the cache of decoded pixels, in bytes. With little memory, it is smaller.</summary>
    public long DecodeCacheBytes { get; init; } = 128 << 20;

    /// <summary>
    /// Memory of the process. A picture waits until there is room for it; one that may need more is rejected. The default is the limit of the
    /// container, or the memory of the machine.
    /// </summary>
    public MemoryBound Memory { get; init; } = MemoryBound.Default;

    /// <summary>Runs the image libraries in processes of their own; null to run them in this one.</summary>
    public FenceOptions? Fence { get; init; }

    /// <summary>The memory without what fenced processes take before they decode anything.</summary>
    internal MemoryBound PictureMemory => Fence is null ? Memory : Memory.WithoutProcesses(Fence.Processes);

    /// <summary>The limits of images, with what fits into the memory.</summary>
    internal ImageLimits AdmittedLimits => Limits with { MaxMemory = Math.Min(Limits.MaxMemory ?? long.MaxValue, PictureMemory.Bytes) };
}
