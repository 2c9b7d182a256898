using Pipeline.Core.Renditions;
using Pipeline.Core.Validation;
using Pipeline.Host.Engine.Definitions;

namespace Pipeline.Host.Engine;

/// <summary>How the local host runs the pipeline.</summary>
/// <param name="DataFolder">Where originals, renditions and the database lie.</param>
/// <param name="RenditionSet">What is made of every image.</param>
public sealed record PipelineOptions(string DataFolder, RenditionSet RenditionSet)
{
    public ImageLimits Limits { get; init; } = new();

    /// <summary>File of the state machine's definition.</summary>
    public string DefinitionFile { get; init; } = PipelineDefinition.FilePath;

    /// <summary>Whether that file is read anew whenever it changes.</summary>
    public bool WatchDefinition { get; init; }

    /// <summary>Cores to keep busy.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Decodes, resamplings and encodings at the same time: one more than cores, since codecs hand over between threads of their own.
    /// Who waits for the disk, or for a decode that is under way, is not counted.
    /// </summary>
    public int ConcurrentRenditions => Parallelism + 1;

    /// <summary>Executions under way at the same time: one more than cores, so that none idles while records are written.</summary>
    public int ConcurrentExecutions => Parallelism + 1;

    /// <summary>Bytes of decoded pixels kept for renditions yet to come.</summary>
    public long DecodeCacheBytes { get; init; } = 128 << 20;
}
