namespace Pipeline.Core.Deployment;

/// <summary>
/// CloudWatch metrics that the functions write in embedded metric format and the dashboard shows. Each has the dimension
/// <see cref="Pipeline"/>; rejections also have the dimension <see cref="Reason"/>.
/// </summary>
public static class PipelineMetrics
{
    public const string Namespace = "ImagePipeline";

    /// <summary>Dimension: the pipeline's name, <see cref="FunctionEnvironment.PipelineName"/>.</summary>
    public const string Pipeline = "Pipeline";

    /// <summary>Dimension of <see cref="RejectedImages"/>: one of <see cref="Catalogue.ReasonCodes"/>.</summary>
    public const string Reason = "Reason";

    /// <summary>Count, from Persist: rejections recorded.</summary>
    public const string RejectedImages = "RejectedImages";

    /// <summary>Bytes, from Validate: originals accepted.</summary>
    public const string OriginalBytes = "OriginalBytes";

    /// <summary>Bytes, from Resize: renditions written.</summary>
    public const string RenditionBytes = "RenditionBytes";

    /// <summary>Milliseconds, from Resize: reading and decoding the original.</summary>
    public const string DecodeTime = "DecodeTime";

    /// <summary>Milliseconds, from Resize: resampling.</summary>
    public const string ResampleTime = "ResampleTime";

    /// <summary>Milliseconds, from Resize: encoding.</summary>
    public const string EncodeTime = "EncodeTime";

    /// <summary>Milliseconds, from Resize: writing the rendition.</summary>
    public const string StoreTime = "StoreTime";

    /// <summary>Count, from Describe: images that a model described.</summary>
    public const string DescribedImages = "DescribedImages";

    /// <summary>Count, from Describe: tokens of requests to a model.</summary>
    public const string ModelInputTokens = "ModelInputTokens";

    /// <summary>Count, from Describe: tokens of a model's answers.</summary>
    public const string ModelOutputTokens = "ModelOutputTokens";

    /// <summary>US dollars, from Describe: price of those tokens, if the settings have prices.</summary>
    public const string ModelPrice = "ModelPrice";
}
