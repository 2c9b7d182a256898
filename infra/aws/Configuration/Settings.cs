using System.Text.RegularExpressions;
using Pipeline.Core.Backfill;
using Pipeline.Core.Deployment;
using Pipeline.Core.Describing;
using Pipeline.Core.Grouping;
using Pipeline.Core.Photos;
using Pipeline.Core.Validation;

namespace Pipeline.Infra.Configuration;

/// <summary>All settings of a stack.</summary>
internal static partial class Settings
{
    // ---- images and events
    public static readonly TextSetting Renditions = new("renditions", AnyText(), "the path of a file, relative to the folder of Pulumi.yaml",
        "statemachine/samples/renditions.json", "The rendition set, or sets by prefix of keys, in the format of the local host's option `--renditions`.");

    public static readonly TextSetting UploadsBucket = new("uploadsBucket", BucketName(), "the name of a bucket in the stack's region", "",
        "An existing bucket to use for uploads. It is not changed: turn on its EventBridge notifications yourself.");

    public static readonly TextSetting UploadsBucketKmsKey = new("uploadsBucketKmsKeyArn", KeyArn(), "the ARN of a KMS key", "",
        "The key that encrypts the existing `uploadsBucket`, if it has one.");

    public static readonly TextSetting KeyPrefix = new("keyPrefix", AnyText(), "1 to 1,024 bytes", "",
        "Only keys that begin with this prefix are images. Adds an event bus and a second rule.");

    public static readonly ListSetting KeySuffixes = new("keySuffixes", AnyText(), "1 to 1,024 bytes, not ending in a slash", 64,
        "Only keys that end in one of these suffixes, in upper or lower case, are images.");

    public static readonly NumberSetting EventArchiveDays = new("eventArchiveDays", null, 1, 3_650, "days",
        "How long EventBridge archives the events of uploads and deletions, for `events replay`. If it is not set, there is no archive.");

    // The functions check the same bounds.
    public static readonly NumberSetting MaxBytes = new("maxBytes", new ImageLimits().MaxBytes, 1, 200_000_000, "bytes", "Maximum size of an upload. Photos of 108 and 200 megapixels have 20 to 60 MB.");

    public static readonly NumberSetting MaxPixels = new("maxPixels", null, 1, 500_000_000, "pixels",
        "One maximum number of pixels, summed over the frames of an animation, for every format. If it is not set, each format has its own limit (see the limits in the root README). `resizeMemory` must have room for an image of that size in every format: for 100 megapixels of AVIF, 2,210 MB.");

    public static readonly NumberSetting MaxFrames = new("maxFrames", new ImageLimits().MaxFrames, 1, 1_024, "frames", "Maximum number of frames of an animation.");

    public static readonly ChoiceSetting OverLimit = new("overLimit", LimitWords.All<OverLimit>(), LimitWords.Of(new ImageLimits().OverLimit),
        "What becomes of an animation with more frames or pixels than allowed: it is rejected, or its renditions show its first frame.");

    public static readonly ChoiceSetting Damage = new("damage", LimitWords.All<Damage>(), LimitWords.Of(new ImageLimits().Damage),
        "What becomes of an image whose pixel data are damaged or cut off: it is rejected, or decoded as far as possible, and its record says `damaged`.");

    public static readonly NumberSetting MaxMemory = new("maxMemory", null, 128, 10_240, "MB",
        "An upload whose rendition may need more memory is rejected before it is decoded. If it is not set, the value of `resizeMemory`, which is also its maximum.");

    public static readonly ChoiceSetting KeepLocation = new("keepLocation", LimitWords.All<KeepLocation>(), LimitWords.Of(Core.Photos.KeepLocation.Off),
        "How much of the place where a photo was taken goes into its record and announcement: none, the exact place, or the place rounded to 0.1 degrees. Renditions never have it.");

    public static readonly FlagSetting KeepTags = new("keepTags", false,
        "Whether the tags of an original go into its record, besides its user metadata. Reading them costs a request to S3 for each upload and the permission `s3:GetObjectTagging`.");

    // ---- descriptions
    public static readonly FlagSetting Describe = new("describe", false,
        "Whether a model of Amazon Bedrock looks at every image and writes an alternative text, labels and what may be objectionable into its record. Sends a JPEG of at most 800 pixels of each image to Bedrock, and nothing else.");

    public static readonly TextSetting DescribeModel = new("describeModel", ModelId(), "the id or ARN of a model of Bedrock that takes images and tools, or of an inference profile for one", "",
        "The model. If it is not set, Amazon Nova Lite: in regions that begin with us-, eu- and ap- by the inference profile of that part of the world, which never leaves it.");

    public static readonly TextSetting DescribeLanguages = new("describeLanguages", LanguageTags(), "1 to 10 BCP 47 tags, separated by commas, such as en,de-CH", DescriptionSettings.DefaultLanguage,
        "The language of texts and labels, then those that the text is translated into. Each costs about 60 tokens of an answer.");

    public static readonly NumberSetting DescribeMaxTokens = new("describeMaxTokens", DescriptionSettings.DefaultMaxTokens, 100, 10_000, "tokens",
        "Maximum length of an answer. One that is cut off is not used.");

    public static readonly FractionSetting DescribeTemperature = new("describeTemperature", null, 1, "", "How freely the model chooses words. If neither it nor `describeTopP` is set, as the model does by default.");

    public static readonly FractionSetting DescribeTopP = new("describeTopP", null, 1, "", "The share of likely words that the model chooses from. Set it or `describeTemperature`, never both.");

    public static readonly NumberSetting DescribeDailyImages = new("describeDailyImages", DescriptionSettings.DefaultDailyImages, 0, 100_000_000, "images a day",
        "Budget: how many images are described in a day, in UTC. Those beyond it go on without a description, or into quarantine. 0: no maximum.");

    public static readonly FractionSetting DescribeInputPrice = new("describeInputPrice", null, 10_000, "US dollars for a million tokens",
        "Price of what the model reads, for the log and the metric `ModelPrice`. If it is not set, that of the default model (0.06), or none with another model.");

    public static readonly FractionSetting DescribeOutputPrice = new("describeOutputPrice", null, 10_000, "US dollars for a million tokens",
        "Price of what the model writes. If it is not set, that of the default model (0.24), or none with another model.");

    public static readonly ChoiceSetting ModerationAction = new("moderationAction", LimitWords.All<ModerationAction>(), LimitWords.Of(Core.Describing.ModerationAction.Record),
        "What becomes of an image in which the model finds something objectionable: its record says so, or it is not published until somebody releases it. With `quarantine`, so is every image that no model has looked at.");

    public static readonly FractionSetting ModerationConfidence = new("moderationConfidence", (decimal)ModerationPolicy.DefaultMinConfidence, 1, "",
        "From which confidence of the model on `moderationAction: quarantine` applies.");

    // ---- functions and state machine
    public static readonly ChoiceSetting Architecture = new("architecture", ["arm64", "x86_64"], "arm64", "Processor architecture of the functions.");

    public static readonly ChoiceSetting Codecs = new("codecs", ["both", "vips", "magick"], "both",
        "Image libraries in the packages of Validate and Resize: libvips, ImageMagick for what libvips does not read faithfully (HEIC and BMP among it), or both.");

    public static readonly ChoiceSetting ResizeGrouping = new("resizeGrouping", LimitWords.All<ResizeGrouping>(), LimitWords.Of(Core.Grouping.ResizeGrouping.Each),
        "Which renditions one call of Resize makes: `each` makes one, as histories show best; `auto` makes as many as fit by estimated work and memory, at less cost.");

    public static readonly FlagSetting SnapStart = new("snapStart", false,
        "Functions start from a snapshot, which Lambda bills for every published version (see the costs). Excludes provisioned concurrency.");

    public static readonly ChoiceSetting StateMachineType = new("stateMachineType", ["STANDARD", "EXPRESS"], "STANDARD",
        "EXPRESS is cheaper, but executions end after 5 minutes and cannot be listed: the log shows those that fail.");

    public static readonly NumberSetting BackfillConcurrency = new("backfillConcurrency", BackfillInput.DefaultConcurrency, 1, BackfillInput.ConcurrencyLimit, "images at once",
        "How many images a backfill processes at once, at most. Uploads need calls of Lambda, too: leave them some of the account's concurrency. `backfill --max-concurrency` sets another number for one run.");

    public static readonly ChoiceSetting BackfillExecutions = new("backfillExecutions", [BackfillSettings.Auto, BackfillDefinition.Express, BackfillDefinition.Standard], BackfillSettings.Auto,
        "Type of the executions that a backfill starts for its images. EXPRESS costs a hundredth and keeps no histories; its five minutes are too short for a `resizeTimeout` over 240. STANDARD needs `stateMachineType` STANDARD. auto: EXPRESS if `resizeTimeout` allows it.");

    // ---- data lake
    public static readonly FlagSetting Lake = new("lake", false,
        "Whether the stack exports the catalogue to files every night, for SQL with Athena. Outcomes are then kept in the table for a week, which costs one more write for each.");

    public static readonly TextSetting LakeSchedule = new("lakeSchedule", ScheduleExpression(), "cron(minutes hours day month weekday year) or rate(N hours) or rate(N days)", "cron(30 2 * * ? *)",
        "When exports start, in UTC, as EventBridge Scheduler spells it. Let one end before the next one starts.");

    public static readonly NumberSetting LakeSegments = new("lakeSegments", Core.Deployment.LakeSchedule.DefaultSegments, 1, Core.Deployment.LakeSchedule.MaxSegments, "calls at once",
        "How many calls of Lambda read the table at once in an export.");

    public static readonly NumberSetting LakeDays = new("lakeDays", Core.Deployment.LakeSchedule.DefaultDays, CatalogueTable.OutcomeDays, 3_650, "days",
        "How long the files of an export are kept. Queries see that many days.");

    public static readonly NumberSetting LakeByteLimit = new("lakeByteLimit", 1_000, 10, 2_000, "MB",
        "Athena stops a query that reads more than this. It bills $5 a TB, so 1,000 MB are half a cent.");

    // ---- HTTP API
    public static readonly FlagSetting Api = new("api", true, "Whether the stack has an HTTP API for uploads, records and lists.");

    public static readonly ChoiceSetting ApiAuthorizer = new("apiAuthorizer", [ApiSettings.Iam, ApiSettings.Jwt, ApiSettings.None], ApiSettings.Iam,
        "Who may call the API: `iam` lets in requests signed by identities of the account that have `execute-api:Invoke`; `jwt` lets in tokens of `apiJwtIssuer`; `none` lets in everybody.");

    public static readonly TextSetting ApiJwtIssuer = new("apiJwtIssuer", HttpsUrl(), "an https:// URL", "",
        "Issuer of the tokens, exactly as in their claim `iss`. API Gateway reads its keys from `/.well-known/openid-configuration` below it. Required with `apiAuthorizer: jwt`.");

    public static readonly ListSetting ApiJwtAudience = new("apiJwtAudience", AnyText(), "the text of a claim", 50,
        "Audiences, one of which the claim `aud` (or `client_id`) of a token must have. Required with `apiAuthorizer: jwt`.");

    public static readonly FlagSetting ApiCallerPrefix = new("apiCallerPrefix", true,
        "With `apiAuthorizer: jwt`, whether every key is below its caller's prefix, which is the claim `sub` and a slash. Callers then reach only their own images.");

    public static readonly NumberSetting ApiReservedConcurrency = new("apiReservedConcurrency", null, 1, 10_000, "calls at once",
        "Concurrency set aside for `GET /v1/images/{key+}`, which may then wait for the end of an upload (`?wait=20`). If it is not set, requests do not wait: each would take one of the account's calls for as long.");

    public static readonly NumberSetting ApiThrottlingRate = new("apiThrottlingRate", 50, 1, 10_000, "requests a second", "Requests a second that the API answers; others get 429.");

    public static readonly NumberSetting ApiThrottlingBurst = new("apiThrottlingBurst", 100, 1, 5_000, "requests", "Requests above that rate which the API still answers in a rush.");

    // ---- CDN
    public static readonly FlagSetting Cdn = new("cdn", true,
        "Whether CloudFront delivers the renditions. Everybody who has the URL of one can then load it, unless `cdnPublicKey` is set.");

    public static readonly TextSetting CdnDomain = new("cdnDomain", DomainName(), "a host name in lower case, such as images.example.com", "",
        "Host name of the CDN. Needs `cdnCertificateArn`, and a CNAME or alias record of yours that points to the output `cdnHost`.");

    public static readonly TextSetting CdnCertificateArn = new("cdnCertificateArn", CertificateArn(), "the ARN of an ACM certificate in us-east-1, the only region that CloudFront takes them from", "",
        "Certificate of `cdnDomain`, issued and valid.");

    public static readonly TextSetting CdnPublicKey = new("cdnPublicKey", AnyText(), "public keys in PEM form, RSA of 2,048 bits or ECDSA on P-256, at most 5 one after the other", "",
        "Only URLs and cookies signed by one of these keys load renditions; the outputs are not signed. Several keys let you replace one without a pause.");

    public static readonly ChoiceSetting CdnPriceClass = new("cdnPriceClass", ["PriceClass_100", "PriceClass_200", "PriceClass_All"], "PriceClass_100",
        "Where CloudFront keeps renditions: in North America, Europe and Israel; also in Asia, the Middle East and Africa; or everywhere. The rest of the world is served from the nearest of these, at their prices.");

    public static readonly FlagSetting DeletionInvalidates = new("deletionInvalidates", false,
        "Whether the deletion of an original also takes its renditions out of CloudFront's caches, within about a minute. Otherwise they stay there until they are evicted, a year at most. $0.005 for each deletion after the first 1,000 of a month.");

    public static readonly FlagSetting Tracing = new("tracing", true, "Whether X-Ray traces executions and functions.");

    public static readonly NumberChoiceSetting LogRetention = new("logRetentionDays",
        [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], 30, "days", "How long logs are kept.");

    public static readonly FlagSetting LogExecutionData = new("logExecutionData", false,
        "Whether the state machine's log contains inputs and outputs (keys and metadata, never images).");

    // ---- storage
    public static readonly TextSetting KmsKey = new("kmsKeyArn", KeyArn(), "the ARN of a KMS key", "",
        "Encrypts all buckets of the stack and the table. If it is not set, S3 and DynamoDB use their own keys. The key policy must let IAM grant access, as the default policy does. With `cdn`, it must also let CloudFront decrypt: add the output `cdnKeyStatement` to it.");

    public static readonly ListSetting CorsOrigins = new("corsOrigins", Origin(), "as https://example.com, or *", 100,
        "Origins whose pages may upload images, read renditions and call the API.");

    public static readonly NumberSetting NoncurrentVersionDays = new("noncurrentVersionDays", 30, 1, 3_650, "days",
        "How long overwritten and deleted originals are kept.");

    public static readonly NumberSetting RenditionGraceDays = new("renditionGraceDays", RenditionGrace.DefaultDays, 0, RenditionGrace.MaxDays, "days",
        "How long the renditions of a version live on after another has replaced it, for pages and caches that still point to them. 0: they are removed at once. The deletion of the original always removes them at once.");

    public static readonly ChoiceSetting OriginalsStorageClass = new("originalsStorageClass", ["STANDARD", "INTELLIGENT_TIERING", "STANDARD_IA", "ONEZONE_IA", "GLACIER_IR"], "STANDARD",
        "Storage class to which originals move: STANDARD_IA and ONEZONE_IA after 30 days, as S3 requires, the others within a day or two. Reading from the last three costs per GB.");

    public static readonly NumberSetting OriginalsExpireDays = new("originalsExpireDays", null, 1, 36_500, "days",
        "Days from the upload until an original expires. It is then an old version, which is kept for `noncurrentVersionDays`. If it is not set, originals never expire.");

    public static readonly ChoiceSetting ExpiredOriginals = new("expiredOriginals", ["removeRenditions", "keepRenditions"], "removeRenditions",
        "What becomes of the renditions when a lifecycle rule expires an original, also in an existing `uploadsBucket`. Deletions by people and programs always remove them.");

    public static readonly FlagSetting DeletionProtection = new("deletionProtection", false, "`pulumi destroy` refuses to delete the buckets and the table.");

    public static readonly FlagSetting ForceDestroy = new("forceDestroy", false, "`pulumi destroy` deletes the buckets even if they contain objects.");

    // ---- notifications
    public static readonly ListSetting FailureEmails = new("failureEmails", Email(), "an e-mail address", 50,
        "Addresses that are notified of failed images and of alarms. Each must confirm once.");

    public static readonly FlagSetting MailRejections = new("mailRejections", false,
        "Whether `failureEmails` also get a mail for every image that is rejected or quarantined. Failed images and alarms are always mailed.");

    public static readonly ListSetting FailureEndpoints = new("failureEndpoints", WebUrl(), "an https:// URL", 50,
        "URLs that are notified of failed and rejected images and of alarms by signed POST. They need `webhookSecret` or `webhookSecretArn`.");

    public static readonly ListSetting SuccessEndpoints = new("successEndpoints", WebUrl(), "an https:// URL", 50,
        "URLs that are notified of new renditions and of removals by signed POST. They need `webhookSecret` or `webhookSecretArn`.");

    public static readonly SecretSetting WebhookSecret = new("webhookSecret", "whsec_ and 24 to 64 random bytes in base64, or several of these, separated by spaces",
        "Signs what `failureEndpoints` and `successEndpoints` get. The stack keeps it in a parameter of Systems Manager. Set it with `pulumi config set --secret`.");

    public static readonly TextSetting WebhookSecretArn = new("webhookSecretArn", SecretArn(), "the ARN of a parameter of Systems Manager or of a secret of Secrets Manager", "",
        "A parameter (`SecureString`) or secret of your own, whose text is the secrets, in place of `webhookSecret`.");

    public static readonly TextSetting WebhookSecretKmsKey = new("webhookSecretKmsKeyArn", KeyArn(), "the ARN of a KMS key", "",
        "The key that encrypts `webhookSecretArn`, if it is a key of yours.");

    public static readonly FlagSetting WebhookAllowPrivate = new("webhookAllowPrivate", false,
        "Whether `failureEndpoints` and `successEndpoints` may lead to private addresses, and be http:// URLs.");

    public static readonly NumberSetting AlarmFailedExecutions = new("alarmFailedExecutions", 1, 1, 100_000, "in 5 minutes",
        "Number of failed executions that triggers an alarm.");

    public static readonly NumberSetting AlarmFunctionErrors = new("alarmFunctionErrors", 5, 1, 100_000, "in 5 minutes",
        "Number of errors of one function that triggers an alarm. Errors are retried; corrupt images count too.");

    public static readonly NumberSetting AlarmThrottles = new("alarmThrottles", 50, 1, 100_000, "in 5 minutes",
        "Number of throttled calls of one function, of throttled state transitions, or of throttled reads or writes of the table that triggers an alarm. All are retried.");

    public static readonly NumberSetting AlarmConcurrency = new("alarmConcurrency", 800, 1, 1_000_000, "calls at once",
        "Concurrent Lambda calls of the whole account and region, reserved and provisioned ones included, that trigger an alarm. Set it to 80 % of your quota: a new account's is 10.");

    public static readonly NumberSetting MonthlyBudget = new("monthlyBudget", null, 1, 1_000_000, "US dollars",
        "Warns `budgetEmails` at 80 % of this amount, and when the forecast for the month exceeds it.");

    public static readonly ListSetting BudgetEmails = new("budgetEmails", Email(), "an e-mail address", 10, "Addresses that get the budget warnings; required with `monthlyBudget`.");

    public static readonly ChoiceSetting BudgetScope = new("budgetScope", ["account", "pipeline"], "account",
        "What the budget counts. For `pipeline`, first activate the tag `pipeline` as a cost allocation tag in the billing console.");

    public static readonly MapSetting Tags = new("tags", TagKey(), TagValue(),
        "a map of at most 40 tags: keys of 1 to 128, values of up to 256 letters, digits, spaces and _ . : / = + - @", 40,
        "Tags of every resource, in addition to `pipeline`, `project` and `stack`.");

    /// <summary>
    /// Memory and timeout of each function, with the reason. A function times out before the state that calls it, whose TimeoutSeconds follows,
    /// so that the function's log shows what timed out. The processor share grows with memory: 1,769 MB is one full vCPU.
    /// </summary>
    public static readonly FunctionSettingDefinitions Validate = new("validate",
        1_024, "Validate holds the original once and computes its SHA-256. It decodes no pixels.", 55, 60);

    public static readonly FunctionSettingDefinitions Resize = new("resize",
        1_769, "One full vCPU, because the codec uses one thread.", 115, CallTimeLimits.MaxTimeout);

    public static readonly FunctionSettingDefinitions Persist = new("persist", 512, "Persist waits for S3 and DynamoDB. More memory only shortens the cold start, and costs more in all.", 55, 60);

    public static readonly FunctionSettingDefinitions Remove = new("remove", 512, "The same as for Persist.", 115, 120);

    /// <summary>All settings, in the order of the table in README.md.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Renditions, UploadsBucket, UploadsBucketKmsKey, KeyPrefix, KeySuffixes, EventArchiveDays, MaxBytes, MaxPixels, MaxFrames, OverLimit, Damage, MaxMemory, KeepLocation, KeepTags,
        Describe, DescribeModel, DescribeLanguages, DescribeMaxTokens, DescribeTemperature, DescribeTopP, DescribeDailyImages, DescribeInputPrice, DescribeOutputPrice, ModerationAction, ModerationConfidence,
        Architecture, Codecs, .. Validate.All, .. Resize.All, ResizeGrouping, .. Persist.All, .. Remove.All, SnapStart,
        StateMachineType, BackfillConcurrency, BackfillExecutions,
        Lake, LakeSchedule, LakeSegments, LakeDays, LakeByteLimit,
        Api, ApiAuthorizer, ApiJwtIssuer, ApiJwtAudience, ApiCallerPrefix, ApiReservedConcurrency, ApiThrottlingRate, ApiThrottlingBurst, Cdn, CdnDomain, CdnCertificateArn, CdnPublicKey, CdnPriceClass, DeletionInvalidates, Tracing, LogRetention, LogExecutionData,
        KmsKey, CorsOrigins, NoncurrentVersionDays, RenditionGraceDays, OriginalsStorageClass, OriginalsExpireDays, ExpiredOriginals, DeletionProtection, ForceDestroy,
        FailureEmails, MailRejections, FailureEndpoints, SuccessEndpoints, WebhookSecret, WebhookSecretArn, WebhookSecretKmsKey, WebhookAllowPrivate,
        AlarmFailedExecutions, AlarmFunctionErrors, AlarmThrottles, AlarmConcurrency,
        MonthlyBudget, BudgetEmails, BudgetScope, Tags,
    ];

    [GeneratedRegex(@"^[\s\S]+$")]
    private static partial Regex AnyText();

    [GeneratedRegex(@"^([a-z0-9][A-Za-z0-9.:_-]{2,254}|arn:aws[a-z-]*:bedrock:[a-z0-9-]+:(\d{12})?:[a-z-]+/[A-Za-z0-9.:_/-]+)$")]
    private static partial Regex ModelId();

    [GeneratedRegex(@"^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-([A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*(,[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-([A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*){0,9}$")]
    private static partial Regex LanguageTags();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
    private static partial Regex BucketName();

    [GeneratedRegex(@"^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key/[A-Za-z0-9-]+$")]
    private static partial Regex KeyArn();

    [GeneratedRegex(@"^(\*|https?://[A-Za-z0-9.*-]+(:\d{1,5})?)$")]
    private static partial Regex Origin();

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
    private static partial Regex Email();

    /// <summary>In a cron expression, the day of the month or the weekday is <c>?</c>.</summary>
    [GeneratedRegex(@"^(cron\([0-9*,/-]+ [0-9*,/-]+ (\? [0-9A-Z*,/-]+ [0-9A-Z*,/L#-]+|[0-9*,/LW-]+ [0-9A-Z*,/-]+ \?) [0-9*,/-]+\)|rate\((1 (hour|day)|([2-9]|[1-9][0-9]+) (hours|days))\))$")]
    private static partial Regex ScheduleExpression();

    [GeneratedRegex(@"^https://[^\s/]+(/\S*)?$")]
    private static partial Regex HttpsUrl();

    [GeneratedRegex(@"^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$")]
    private static partial Regex DomainName();

    [GeneratedRegex(@"^arn:aws:acm:us-east-1:\d{12}:certificate/[A-Za-z0-9-]+$")]
    private static partial Regex CertificateArn();

    [GeneratedRegex(@"^https?://[^\s/]+(/\S*)?$")]
    private static partial Regex WebUrl();

    [GeneratedRegex(@"^arn:aws[a-z-]*:(ssm:[a-z0-9-]+:\d{12}:parameter/\S+|secretsmanager:[a-z0-9-]+:\d{12}:secret:\S+)$")]
    private static partial Regex SecretArn();

    [GeneratedRegex(@"^(?!aws:)[\p{L}\p{N}\p{Zs}_.:/=+\-@]{1,128}$", RegexOptions.IgnoreCase)]
    private static partial Regex TagKey();

    [GeneratedRegex(@"^[\p{L}\p{N}\p{Zs}_.:/=+\-@]{0,256}$")]
    private static partial Regex TagValue();
}

/// <summary>The settings of one function.</summary>
/// <param name="function">Prefix of the settings' names, such as <c>resize</c>.</param>
/// <param name="memory">Default memory in MB.</param>
/// <param name="reason">Reason for that default.</param>
/// <param name="timeout">Default timeout in seconds.</param>
/// <param name="maxTimeout">Longest timeout in seconds.</param>
internal sealed class FunctionSettingDefinitions(string function, int memory, string reason, int timeout, int maxTimeout)
{
    public NumberSetting Memory { get; } = new($"{function}Memory", memory, 128, 10_240, "MB", reason);

    public NumberSetting Timeout { get; } = new($"{function}Timeout", timeout, CallTimeLimits.MinTimeout, maxTimeout, "seconds",
        "Ends a call. The states that call the function wait at least 5 seconds longer.");

    public NumberSetting ReservedConcurrency { get; } = new($"{function}ReservedConcurrency", null, 1, 10_000, "calls at once",
        "Concurrency set aside for the function, which is also its limit. Taken from the account's concurrency.");

    public NumberSetting ProvisionedConcurrency { get; } = new($"{function}ProvisionedConcurrency", null, 1, 10_000, "environments",
        "Environments kept warm.");

    public IReadOnlyList<Setting> All => [Memory, Timeout, ReservedConcurrency, ProvisionedConcurrency];

    public FunctionSettings Read(SettingSource source) => new(
        Memory.ReadInt(source), Timeout.ReadInt(source), ReservedConcurrency.ReadOptionalInt(source), ProvisionedConcurrency.ReadOptionalInt(source));
}
