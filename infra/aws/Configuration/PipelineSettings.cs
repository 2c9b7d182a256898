using Pipeline.Core.Backfill;
using Pipeline.Core.Deployment;
using Pipeline.Core.Events;
using Pipeline.Core.Photos;
using Pipeline.Core.Renditions;
using Pipeline.Core.Validation;

namespace Pipeline.Infra.Configuration;

/// <summary>The validated configuration of one stack. <see cref="Settings"/> gives the meaning, bounds and default of each setting.</summary>
/// <param name="RenditionsFile">Full path of a valid rendition set.</param>
/// <param name="Keys">Which keys are images.</param>
/// <param name="EventArchiveDays">How long events are archived; null for no archive.</param>
/// <param name="Limits">Maximum size of an upload in bytes, pixels and frames, and what becomes of an animation over it.</param>
/// <param name="Metadata">What of an upload's metadata goes into its record.</param>
/// <param name="Describe">How images are described; null if they are not.</param>
/// <param name="Functions">Processor, memory, timeout and concurrency of the functions.</param>
/// <param name="StateMachine">Type and log of the state machine.</param>
/// <param name="Backfill">Concurrency and executions of backfills.</param>
/// <param name="Lake">The data lake; null for none.</param>
/// <param name="Api">The HTTP API; null for none.</param>
/// <param name="Delivery">The CDN; null for none.</param>
/// <param name="Logs">Retention and tracing.</param>
/// <param name="Storage">Buckets, table and encryption keys.</param>
/// <param name="Subscriptions">Subscribers of the topics.</param>
/// <param name="Webhooks">URLs that get announcements; null for none.</param>
/// <param name="Alarms">Thresholds of the alarms.</param>
/// <param name="Budget">Monthly budget; null for none.</param>
/// <param name="Tags">Tags of every resource.</param>
internal sealed record PipelineSettings(
    string RenditionsFile,
    KeyFilter Keys,
    int? EventArchiveDays,
    ImageLimits Limits,
    MetadataSettings Metadata,
    DescribeSettings? Describe,
    FunctionsSettings Functions,
    StateMachineSettings StateMachine,
    BackfillSettings Backfill,
    LakeSettings? Lake,
    ApiSettings? Api,
    DeliverySettings? Delivery,
    LogSettings Logs,
    StorageSettings Storage,
    SubscriptionSettings Subscriptions,
    WebhookSettings? Webhooks,
    AlarmSettings Alarms,
    BudgetSettings? Budget,
    IReadOnlyDictionary<string, string> Tags)
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>Seconds of an Express execution that its other states need.</summary>
    private const int ExpressReserve = 60;

    /// <summary>How often a rendition can be tried in all: four times, and all of it once more by the Map.</summary>
    private const int ResizeAttempts = 8;

    /// <summary>The longest timeout of Resize, in seconds, with which an Express execution has time for its other states.</summary>
    private static int MaxExpressTimeout => (int)ExecutionTimeLimits.Express.TotalSeconds - ExpressReserve;

    /// <summary>Type of the executions that a backfill starts for its images.</summary>
    public string BackfillExecutionType => Backfill.ExecutionType != BackfillSettings.Auto ? Backfill.ExecutionType
        : Functions.Resize.Timeout > MaxExpressTimeout ? BackfillDefinition.Standard
        : BackfillDefinition.Express;

    /// <summary>How long an execution can run. A longer timeout of Resize makes each of its attempts longer.</summary>
    public TimeSpan ExecutionTimeLimit => StateMachine.IsExpress
        ? ExecutionTimeLimits.Express
        : ExecutionTimeLimits.Standard + TimeSpan.FromSeconds(ResizeAttempts * Math.Max(0, Functions.Resize.Timeout - Settings.Resize.Timeout.DefaultNumber!.Value));

    /// <summary>Reads and validates the configuration.</summary>
    /// <param name="get">Returns the text of a setting by name: JSON for a list or a map, null if it is not set.</param>
    /// <param name="configured">Names of all settings that are set, so that a misspelled name is reported.</param>
    /// <param name="root">Folder of <c>Pulumi.yaml</c>; relative paths start here.</param>
    /// <exception cref="InvalidConfigurationException">The configuration is not valid. The exception lists every problem.</exception>
    public static PipelineSettings Read(Func<string, string?> get, IEnumerable<string> configured, string root)
    {
        var source = new SettingSource(get);
        _ = LimitWords.TryParse<OverLimit>(Settings.OverLimit.Read(source), out var overLimit);
        _ = LimitWords.TryParse<Damage>(Settings.Damage.Read(source), out var damage);
        _ = LimitWords.TryParse<KeepLocation>(Settings.KeepLocation.Read(source), out var keepLocation);
        var limits = new ImageLimits(Settings.MaxBytes.Read(source)!.Value, Settings.MaxPixels.Read(source), Settings.MaxFrames.ReadInt(source), overLimit, damage,
            Settings.MaxMemory.Read(source) * Megabyte);
        var (renditionsFile, renditionSets) = ReadRenditions(source, root);
        var settings = new PipelineSettings(
            renditionsFile,
            ReadKeyFilter(source, root),
            Settings.EventArchiveDays.ReadOptionalInt(source),
            limits,
            new(keepLocation, Settings.KeepTags.Read(source)),
            DescribeSettings.Read(source),
            FunctionsSettings.Read(source, limits, renditionSets),
            new(Settings.StateMachineType.Read(source), Settings.LogExecutionData.Read(source)),
            new(Settings.BackfillConcurrency.ReadInt(source), Settings.BackfillExecutions.Read(source)),
            LakeSettings.Read(source),
            ApiSettings.Read(source),
            DeliverySettings.Read(source),
            new(Settings.LogRetention.Read(source), Settings.Tracing.Read(source)),
            StorageSettings.Read(source),
            new(Settings.FailureEmails.Read(source), Settings.MailRejections.Read(source)),
            WebhookSettings.Read(source),
            new(Settings.AlarmFailedExecutions.ReadInt(source), Settings.AlarmFunctionErrors.ReadInt(source), Settings.AlarmThrottles.ReadInt(source), Settings.AlarmConcurrency.ReadInt(source)),
            BudgetSettings.Read(source),
            Settings.Tags.Read(source));
        settings.CheckExpress(source);
        if (settings.Api is not null)
        {
            ApiSettings.CheckOrigins(source, settings.Storage.CorsOrigins);
        }
        else if (settings.Delivery is not null)
        {
            DeliverySettings.CheckOrigins(source, settings.Storage.CorsOrigins);
        }

        foreach (var unknown in configured.Except(Settings.All.Select(setting => setting.Name)).Order(StringComparer.Ordinal))
        {
            source.AddProblem($"{unknown} is not a setting; infra/aws/README.md lists all settings");
        }

        return source.Problems.Count == 0 ? settings : throw new InvalidConfigurationException(source.Problems);
    }

    private void CheckExpress(SettingSource source)
    {
        if (StateMachine.IsExpress && Backfill.ExecutionType == BackfillDefinition.Standard)
        {
            source.AddProblem($"{Settings.BackfillExecutions.Name} is STANDARD, and {Settings.StateMachineType.Name} is EXPRESS, whose claims end after five minutes; "
                + $"set {Settings.BackfillExecutions.Name} to EXPRESS");
        }

        if (!StateMachine.IsExpress && Backfill.ExecutionType == BackfillDefinition.Express && Functions.Resize.Timeout > MaxExpressTimeout)
        {
            source.AddProblem($"{Settings.Resize.Timeout.Name} is {Functions.Resize.Timeout} seconds; with {Settings.BackfillExecutions.Name} EXPRESS, executions of a backfill end after "
                + $"{ExecutionTimeLimits.Express.TotalSeconds}, so it must be at most {MaxExpressTimeout}");
        }

        if (StateMachine.IsExpress && Functions.Resize.Timeout > MaxExpressTimeout)
        {
            source.AddProblem($"{Settings.Resize.Timeout.Name} is {Functions.Resize.Timeout} seconds; with {Settings.StateMachineType.Name} EXPRESS, executions end after "
                + $"{ExecutionTimeLimits.Express.TotalSeconds}, so it must be at most {MaxExpressTimeout}");
        }
    }

    /// <summary>Returns the file's path, and its sets; null if there is a problem with it.</summary>
    private static (string File, RenditionSets? Sets) ReadRenditions(SettingSource source, string root)
    {
        var path = Path.GetFullPath(Settings.Renditions.Read(source)!, root);
        try
        {
            return (path, RenditionSetReader.Read(File.ReadAllText(path), Path.GetFileName(path), Path.GetDirectoryName(path)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            source.AddProblem(Settings.Renditions, $"{path}, which cannot be read");
        }
        catch (InvalidRenditionSetException exception)
        {
            foreach (var problem in exception.Problems)
            {
                source.AddProblem($"{exception.FileName}: {problem.Path} {problem.Message}");
            }
        }

        return (path, null);
    }

    private static KeyFilter ReadKeyFilter(SettingSource source, string root)
    {
        var suffixes = Settings.KeySuffixes.Read(source);
        var keys = new KeyFilter(Settings.KeyPrefix.Read(source), suffixes.Count > 0 ? suffixes : null);
        try
        {
            // Only the filled pattern shows whether EventBridge accepts the filter. A bucket name has at most 63 characters.
            ImageEventsPattern.Fill(File.ReadAllText(Path.Combine(root, "statemachine", "image-events.pattern.json")), new string('b', 63), keys);
        }
        catch (InvalidKeyFilterException exception)
        {
            foreach (var problem in exception.Problems)
            {
                source.AddProblem($"{Settings.KeyPrefix.Name}, {Settings.KeySuffixes.Name}: {problem}");
            }
        }

        return keys;
    }
}
