namespace Pipeline.Core.Deployment;

/// <summary>Environment variables that the deployment sets and the functions read.</summary>
public static class FunctionEnvironment
{
    /// <summary>Name of the pipeline (project and stack), which is the dimension of its metrics.</summary>
    public const string PipelineName = "PIPELINE_NAME";

    /// <summary>Name of the catalogue's table.</summary>
    public const string Table = "PIPELINE_TABLE";

    /// <summary>Whether outcomes are kept in the table for exports: <c>true</c> or <c>false</c>. Only Persist, Remove and Reconcile have it.</summary>
    public const string Outcomes = "PIPELINE_OUTCOMES";

    /// <summary>Number of segments of an export, from 1. Only Export has it.</summary>
    public const string LakeSegments = "PIPELINE_LAKE_SEGMENTS";

    /// <summary>Name of the internal bucket. Only Export has it.</summary>
    public const string InternalBucket = "PIPELINE_INTERNAL_BUCKET";

    /// <summary>Name of the bucket that renditions are written to.</summary>
    public const string RenditionsBucket = "PIPELINE_RENDITIONS_BUCKET";

    /// <summary>Name of the uploads bucket. Only the functions of the HTTP API have it.</summary>
    public const string UploadsBucket = "PIPELINE_UPLOADS_BUCKET";

    /// <summary>Address below which renditions are delivered, with a slash at its end; not set without delivery. Only Persist and the HTTP API have it.</summary>
    public const string RenditionsUrl = "PIPELINE_RENDITIONS_URL";

    /// <summary>
    /// Id of the CDN's distribution, from which renditions of deleted images and of those in quarantine are taken; not set if they are not. Only Remove and
    /// Persist have it.
    /// </summary>
    public const string Distribution = "PIPELINE_DISTRIBUTION";

    /// <summary>Whether callers with a token may only use keys that begin with its subject: <c>true</c> or <c>false</c>. Only the HTTP API has it.</summary>
    public const string CallerPrefix = "PIPELINE_CALLER_PREFIX";

    /// <summary>How long a request for an image may wait for the end of its upload, in seconds; not set if it may not. Only the HTTP API has it.</summary>
    public const string ApiWait = "PIPELINE_API_WAIT";

    /// <summary>Prefix of the keys that the event pattern routes; not set for any. Only the HTTP API has it.</summary>
    public const string KeyPrefix = "PIPELINE_KEY_PREFIX";

    /// <summary>Suffixes of the keys that the event pattern routes, a JSON array; not set for any. Only the HTTP API has it.</summary>
    public const string KeySuffixes = "PIPELINE_KEY_SUFFIXES";

    /// <summary>Maximum size of an upload, in bytes; see <see cref="Validation.ImageLimits"/>.</summary>
    public const string MaxBytes = "PIPELINE_MAX_BYTES";

    /// <summary>Maximum number of pixels, summed over frames; not set for the limit of each format.</summary>
    public const string MaxPixels = "PIPELINE_MAX_PIXELS";

    /// <summary>Maximum number of frames of an animation.</summary>
    public const string MaxFrames = "PIPELINE_MAX_FRAMES";

    /// <summary>What becomes of an animation over these limits: <c>reject</c> or <c>firstFrame</c>.</summary>
    public const string OverLimit = "PIPELINE_OVER_LIMIT";

    /// <summary>Maximum memory that making a rendition may need, in MB: that of the function that makes them.</summary>
    public const string MaxMemory = "PIPELINE_MAX_MEMORY";

    /// <summary>ARN of the topic for failures. Only Reconcile has it.</summary>
    public const string FailureTopic = "PIPELINE_FAILURE_TOPIC";

    /// <summary>URLs of all webhooks: a JSON array. Only Webhook has it.</summary>
    public const string WebhookUrls = "PIPELINE_WEBHOOK_URLS";

    /// <summary>ARN of the parameter or secret with the secrets of webhooks. Only Webhook has it.</summary>
    public const string WebhookSecretArn = "PIPELINE_WEBHOOK_SECRET_ARN";

    /// <summary>Whether webhooks may lead to private addresses: <c>true</c> or <c>false</c>. Only Webhook has it.</summary>
    public const string WebhookAllowPrivate = "PIPELINE_WEBHOOK_ALLOW_PRIVATE";

    /// <summary>How long a replaced version lives on, in days, from 0. Only Persist has it.</summary>
    public const string RenditionGraceDays = "PIPELINE_RENDITION_GRACE_DAYS";

    /// <summary>How long an execution can run, in seconds; one of <see cref="ExecutionTimeLimits"/>.</summary>
    public const string ExecutionTimeLimit = "PIPELINE_EXECUTION_TIME_LIMIT";

    /// <summary>What becomes of an image with damaged pixel data: <c>reject</c> or <c>tolerate</c>.</summary>
    public const string Damage = "PIPELINE_DAMAGE";

    /// <summary>Which renditions of an image are made in one call, a <see cref="Grouping.ResizeGrouping"/> in lower case: <c>each</c> or <c>auto</c>.</summary>
    public const string ResizeGrouping = "PIPELINE_RESIZE_GROUPING";

    /// <summary>Time limit of the function that makes renditions, in seconds.</summary>
    public const string ResizeTimeLimit = "PIPELINE_RESIZE_TIME_LIMIT";

    /// <summary>How much of a photo's location is kept: <c>off</c>, <c>exact</c> or <c>city</c>. Only Validate has it.</summary>
    public const string KeepLocation = "PIPELINE_KEEP_LOCATION";

    /// <summary>Whether the tags of originals are kept: <c>true</c> or <c>false</c>. Only Validate has it.</summary>
    public const string KeepTags = "PIPELINE_KEEP_TAGS";

    /// <summary>How models are asked, see <see cref="Describing.DescriptionSettings.Schema"/>; not set if images are not described. Only Validate has it.</summary>
    public const string DescribeSchema = "PIPELINE_DESCRIBE_SCHEMA";

    /// <summary>Id or ARN of the model that describes images, or of an inference profile. Only Describe has it.</summary>
    public const string DescribeModel = "PIPELINE_DESCRIBE_MODEL";

    /// <summary>Languages of descriptions, a JSON array of BCP 47 tags. Only Describe has it.</summary>
    public const string DescribeLanguages = "PIPELINE_DESCRIBE_LANGUAGES";

    /// <summary>Maximum number of tokens of an answer. Only Describe has it.</summary>
    public const string DescribeMaxTokens = "PIPELINE_DESCRIBE_MAX_TOKENS";

    /// <summary>Temperature, 0 to 1; not set for the model's. Only Describe has it.</summary>
    public const string DescribeTemperature = "PIPELINE_DESCRIBE_TEMPERATURE";

    /// <summary>Top P, 0 to 1; not set for the model's. Only Describe has it.</summary>
    public const string DescribeTopP = "PIPELINE_DESCRIBE_TOP_P";

    /// <summary>Maximum number of images that are described in a day; 0 for no maximum. Only Describe has it.</summary>
    public const string DescribeDailyImages = "PIPELINE_DESCRIBE_DAILY_IMAGES";

    /// <summary>US dollars for a million tokens of requests; not set if not known. Only Describe has it.</summary>
    public const string DescribeInputPrice = "PIPELINE_DESCRIBE_INPUT_PRICE";

    /// <summary>US dollars for a million tokens of answers; not set if not known. Only Describe has it.</summary>
    public const string DescribeOutputPrice = "PIPELINE_DESCRIBE_OUTPUT_PRICE";

    /// <summary>What becomes of objectionable images, a <see cref="Describing.ModerationAction"/> in lower case; not set if images are not described. Only Persist has it.</summary>
    public const string ModerationAction = "PIPELINE_MODERATION_ACTION";

    /// <summary>From which confidence on a finding counts, 0 to 1. Only Persist has it.</summary>
    public const string ModerationConfidence = "PIPELINE_MODERATION_CONFIDENCE";

    /// <summary>Image libraries that the function's package carries, a <see cref="Imaging.Codecs.CodecSelection"/> in lower case.</summary>
    public const string Codecs = "PIPELINE_CODECS";

    /// <inheritdoc cref="Imaging.Codecs.CodecTimeLimit.Variable"/>
    public const string CodecTimeLimit = Imaging.Codecs.CodecTimeLimit.Variable;

    /// <summary>Name of the method that the Main generated by Amazon.Lambda.Annotations runs.</summary>
    public const string AnnotationsHandler = "ANNOTATIONS_HANDLER";

    /// <summary>Tells .NET how much it may spend to keep its heap small.</summary>
    /// <seealso href="https://learn.microsoft.com/dotnet/core/runtime-config/garbage-collector#conserve-memory"/>
    public const string ConserveMemory = "DOTNET_GCConserveMemory";

    /// <summary>Number of heaps of glibc's malloc. By default each thread may leave freed memory in a heap of its own.</summary>
    /// <seealso href="https://man7.org/linux/man-pages/man3/mallopt.3.html"/>
    public const string MallocArenas = "MALLOC_ARENA_MAX";

    /// <summary>File name of the rendition set, in the folder of the function's assembly. Only Validate has it.</summary>
    public const string RenditionsFile = "renditions.json";

    /// <summary>
    /// Path of a watermark's PNG in the folder of the function's assembly. Validate has the watermarks because the hash of the rendition set
    /// depends on them, Resize because it draws them.
    /// </summary>
    public static string WatermarkFile(string sha256) => $"watermarks/{sha256}.png";
}
