using Pipeline.Core.Catalogue;

namespace Pipeline.Core.Deployment;

/// <summary>
/// CloudWatch metrics that the functions write, in embedded metric format, and the dashboard shows. Each has the dimension
/// <see cref="Pipeline"/>; rejections are counted by <see cref="Reason"/>, too.
/// </summary>
public static class PipelineMetrics
{
    public const string Namespace = "ImagePipeline";

    /// <summary>Dimension: the pipeline's name, <see cref="FunctionEnvironment.PipelineName"/>.</summary>
    public const string Pipeline = "Pipeline";

    /// <summary>Dimension of <see cref="RejectedImages"/>: one of <see cref="Catalogue.ReasonCodes"/>.</summary>
    public const string Reason = "Reason";

    /// <summary>Count, by Persist: rejections recorded.</summary>
    public const string RejectedImages = "RejectedImages";

    /// <summary>Bytes, by Validate: originals accepted.</summary>
    public const string OriginalBytes = "OriginalBytes";

    /// <summary>Bytes, by Resize: renditions written.</summary>
    public const string RenditionBytes = "RenditionBytes";

    /// <summary>Milliseconds, by Resize, until the pixels are there: reading the original included.</summary>
    public const string DecodeTime = "DecodeTime";

    /// <summary>Milliseconds, by Resize.</summary>
    public const string ResampleTime = "ResampleTime";

    /// <summary>Milliseconds, by Resize.</summary>
    public const string EncodeTime = "EncodeTime";

    /// <summary>Milliseconds, by Resize: writing the rendition.</summary>
    public const string StoreTime = "StoreTime";
}
