using System.Text.RegularExpressions;
using Pipeline.Core.Validation;

namespace Pipeline.Infra.Configuration;

/// <summary>Every setting there is.</summary>
internal static partial class Settings
{
    // ---- images and events
    public static readonly TextSetting Renditions = new("renditions", AnyText(), "the path of a file, from the folder of Pulumi.yaml",
        "statemachine/samples/renditions.json", "The rendition set: the file that the local host takes as `--renditions`.");

    public static readonly TextSetting UploadsBucket = new("uploadsBucket", BucketName(), "the name of a bucket in the stack's region", "",
        "An uploads bucket that exists, instead of a new one. It is left as it is; turn on its EventBridge notifications.");

    public static readonly TextSetting UploadsBucketKmsKey = new("uploadsBucketKmsKeyArn", KeyArn(), "the ARN of a KMS key", "",
        "The key that encrypts the existing `uploadsBucket`, where one does.");

    public static readonly TextSetting KeyPrefix = new("keyPrefix", AnyText(), "1 to 1,024 bytes", "",
        "Only keys that begin with it are images. Takes a second rule, on a bus of its own.");

    public static readonly ListSetting KeySuffixes = new("keySuffixes", AnyText(), "1 to 1,024 bytes, not ending in a slash", 64,
        "Only keys that end in one of these, whatever the case, are images.");

    // The functions take the same bounds.
    public static readonly NumberSetting MaxBytes = new("maxBytes", new ImageLimits().MaxBytes, 1, 200_000_000, "bytes", "Largest upload that may pass.");

    public static readonly NumberSetting MaxPixels = new("maxPixels", new ImageLimits().MaxPixels, 1, 500_000_000, "pixels",
        "Most pixels, summed over frames. Resize holds 8 bytes for each: `resizeMemory` must have room for them.");

    public static readonly NumberSetting MaxFrames = new("maxFrames", new ImageLimits().MaxFrames, 1, 1_024, "frames", "Most frames or pages.");

    // ---- functions and state machine
    public static readonly ChoiceSetting Architecture = new("architecture", ["arm64", "x86_64"], "arm64", "Processor of the functions.");

    public static readonly FlagSetting SnapStart = new("snapStart", false,
        "Functions start from a snapshot, called through an alias. Not together with provisioned concurrency.");

    public static readonly ChoiceSetting StateMachineType = new("stateMachineType", ["STANDARD", "EXPRESS"], "STANDARD",
        "EXPRESS is cheaper, ends after 5 minutes, and its executions cannot be listed: those that fail are in its log.");

    public static readonly FlagSetting Tracing = new("tracing", true, "X-Ray traces of executions and functions.");

    public static readonly NumberChoiceSetting LogRetention = new("logRetentionDays",
        [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], 30, "days", "How long logs are kept.");

    public static readonly FlagSetting LogExecutionData = new("logExecutionData", false,
        "Whether the state machine's log has inputs and outputs (keys and metadata, never images).");

    // ---- storage
    public static readonly TextSetting KmsKey = new("kmsKeyArn", KeyArn(), "the ARN of a KMS key", "",
        "Encrypts both buckets and the table; without, S3 and DynamoDB use keys of their own. Its policy must leave access to IAM, as the default one does.");

    public static readonly ListSetting CorsOrigins = new("corsOrigins", Origin(), "as https://example.com, or *", 100,
        "Origins whose pages may upload to the uploads bucket and read renditions.");

    public static readonly NumberSetting NoncurrentVersionDays = new("noncurrentVersionDays", 30, 1, 3_650, "days",
        "How long overwritten and deleted originals are kept.");

    public static readonly FlagSetting DeletionProtection = new("deletionProtection", false, "`pulumi destroy` refuses buckets and table.");

    public static readonly FlagSetting ForceDestroy = new("forceDestroy", false, "`pulumi destroy` deletes the buckets with all that is in them.");

    // ---- who hears of what
    public static readonly ListSetting FailureEmails = new("failureEmails", Email(), "an e-mail address", 50,
        "Hear of failed and rejected images, and of alarms. Each must confirm once.");

    public static readonly ListSetting FailureEndpoints = new("failureEndpoints", HttpsUrl(), "an https:// URL", 50, "As `failureEmails`, by POST.");

    public static readonly ListSetting SuccessEndpoints = new("successEndpoints", HttpsUrl(), "an https:// URL", 50,
        "Hear of new renditions and of removals, by POST.");

    public static readonly NumberSetting AlarmFailedExecutions = new("alarmFailedExecutions", 1, 1, 100_000, "in 5 minutes",
        "Failed executions from which on there is an alarm.");

    public static readonly NumberSetting AlarmFunctionErrors = new("alarmFunctionErrors", 5, 1, 100_000, "in 5 minutes",
        "Errors of one function from which on there is an alarm; each is retried, and corrupt images count.");

    public static readonly NumberSetting AlarmThrottles = new("alarmThrottles", 50, 1, 100_000, "in 5 minutes",
        "Throttled calls of one function from which on there is an alarm; each is retried.");

    public static readonly NumberSetting MonthlyBudget = new("monthlyBudget", null, 1, 1_000_000, "US dollars",
        "Warns `budgetEmails` at 80 % of this, and when the month's forecast passes it.");

    public static readonly ListSetting BudgetEmails = new("budgetEmails", Email(), "an e-mail address", 10, "Who is warned; needed with `monthlyBudget`.");

    public static readonly ChoiceSetting BudgetScope = new("budgetScope", ["account", "pipeline"], "account",
        "What the budget counts. `pipeline` works once the tag `pipeline` is activated as a cost allocation tag in the billing console.");

    public static readonly MapSetting Tags = new("tags", TagKey(), TagValue(),
        "a map of at most 40 tags: keys of 1 to 128, values of up to 256 letters, digits, spaces and _ . : / = + - @", 40,
        "On every resource, beside `pipeline`, `project` and `stack`.");

    /// <summary>
    /// Memory and time of each function, with reasons. Timeouts end below the TimeoutSeconds of the state that calls the
    /// function, so that a log says what timed out. Memory buys processor: 1,769 MB is one full vCPU.
    /// </summary>
    public static readonly FunctionSettingDefinitions Validate = new("validate",
        1_024, "Holds an original once, and computes its SHA-256; no pixel is decoded.", 55, 60);

    public static readonly FunctionSettingDefinitions Resize = new("resize",
        1_769, "One full vCPU, as the codec uses one thread.", 115, 120);

    public static readonly FunctionSettingDefinitions Persist = new("persist", 512, "Waits for S3 and DynamoDB; more would only shorten the cold start.", 55, 60);

    public static readonly FunctionSettingDefinitions Remove = new("remove", 512, "As Persist.", 115, 120);

    /// <summary>In the order of README's table.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Renditions, UploadsBucket, UploadsBucketKmsKey, KeyPrefix, KeySuffixes, MaxBytes, MaxPixels, MaxFrames,
        Architecture, .. Validate.All, .. Resize.All, .. Persist.All, .. Remove.All, SnapStart,
        StateMachineType, Tracing, LogRetention, LogExecutionData,
        KmsKey, CorsOrigins, NoncurrentVersionDays, DeletionProtection, ForceDestroy,
        FailureEmails, FailureEndpoints, SuccessEndpoints, AlarmFailedExecutions, AlarmFunctionErrors, AlarmThrottles,
        MonthlyBudget, BudgetEmails, BudgetScope, Tags,
    ];

    [GeneratedRegex(@"^[\s\S]+$")]
    private static partial Regex AnyText();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
    private static partial Regex BucketName();

    [GeneratedRegex(@"^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key/[A-Za-z0-9-]+$")]
    private static partial Regex KeyArn();

    [GeneratedRegex(@"^(\*|https?://[A-Za-z0-9.*-]+(:\d{1,5})?)$")]
    private static partial Regex Origin();

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
    private static partial Regex Email();

    [GeneratedRegex(@"^https://[^\s/]+(/\S*)?$")]
    private static partial Regex HttpsUrl();

    [GeneratedRegex(@"^(?!aws:)[\p{L}\p{N}\p{Zs}_.:/=+\-@]{1,128}$", RegexOptions.IgnoreCase)]
    private static partial Regex TagKey();

    [GeneratedRegex(@"^[\p{L}\p{N}\p{Zs}_.:/=+\-@]{0,256}$")]
    private static partial Regex TagValue();
}

/// <summary>The settings of one function.</summary>
/// <param name="function">As <c>resize</c>.</param>
/// <param name="memory">Default, MB.</param>
/// <param name="reason">Why that much.</param>
/// <param name="timeout">Default, seconds.</param>
/// <param name="stateTimeout">TimeoutSeconds of the states that call it.</param>
internal sealed class FunctionSettingDefinitions(string function, int memory, string reason, int timeout, int stateTimeout)
{
    public NumberSetting Memory { get; } = new($"{function}Memory", memory, 128, 10_240, "MB", reason);

    public NumberSetting Timeout { get; } = new($"{function}Timeout", timeout, 1, stateTimeout, "seconds", "Ends a call; below the state's own time limit.");

    public NumberSetting ReservedConcurrency { get; } = new($"{function}ReservedConcurrency", null, 1, 10_000, "calls at once",
        "Set aside for the function, and its limit; taken from the account's.");

    public NumberSetting ProvisionedConcurrency { get; } = new($"{function}ProvisionedConcurrency", null, 1, 10_000, "environments",
        "Kept warm, called through an alias.");

    public IReadOnlyList<Setting> All => [Memory, Timeout, ReservedConcurrency, ProvisionedConcurrency];

    public FunctionSettings Read(SettingSource source) => new(
        Memory.ReadInt(source), Timeout.ReadInt(source), ReservedConcurrency.ReadOptionalInt(source), ProvisionedConcurrency.ReadOptionalInt(source));
}
