using Pipeline.Core.Validation;

namespace Pipeline.Core.Deployment;

/// <summary>Environment variables that the functions read and the deployment sets: one place for both.</summary>
public static class FunctionEnvironment
{
    /// <summary>Name of the pipeline (project and stack): dimension of its metrics.</summary>
    public const string PipelineName = "PIPELINE_NAME";

    /// <summary>Name of the catalogue's table.</summary>
    public const string Table = "PIPELINE_TABLE";

    /// <summary>Name of the bucket that renditions are written to.</summary>
    public const string RenditionsBucket = "PIPELINE_RENDITIONS_BUCKET";

    /// <summary>Largest upload in bytes; see <see cref="Validation.ImageLimits"/>.</summary>
    public const string MaxBytes = "PIPELINE_MAX_BYTES";

    /// <summary>Most pixels, summed over frames.</summary>
    public const string MaxPixels = "PIPELINE_MAX_PIXELS";

    /// <summary>Most frames or pages.</summary>
    public const string MaxFrames = "PIPELINE_MAX_FRAMES";

    /// <summary>Name of the method that the generated Main of Amazon.Lambda.Annotations shall run.</summary>
    public const string AnnotationsHandler = "ANNOTATIONS_HANDLER";

    /// <summary>The rendition set, in the folder of the function's assembly; only Validate has it.</summary>
    public const string RenditionsFile = "renditions.json";
}
