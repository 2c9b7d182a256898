using Pipeline.Core.Events;
using Pipeline.Core.Renditions;
using Pipeline.Core.Validation;

namespace Pipeline.Infra.Configuration;

/// <summary>Configuration of one stack, read and checked. <see cref="Settings"/> has each setting's meaning, bounds and default.</summary>
/// <param name="RenditionsFile">Full path of the rendition set; it is valid.</param>
/// <param name="Keys">Which keys are images.</param>
/// <param name="Limits">What an upload may be at most.</param>
/// <param name="Functions">Processor, memory, time, concurrency.</param>
/// <param name="StateMachine">Its type and log.</param>
/// <param name="Logs">Retention and tracing.</param>
/// <param name="Storage">Buckets, table, keys.</param>
/// <param name="Subscriptions">Who hears of what.</param>
/// <param name="Alarms">Their thresholds.</param>
/// <param name="Budget">Null: none.</param>
/// <param name="Tags">For every resource.</param>
internal sealed record PipelineSettings(
    string RenditionsFile,
    KeyFilter Keys,
    ImageLimits Limits,
    FunctionsSettings Functions,
    StateMachineSettings StateMachine,
    LogSettings Logs,
    StorageSettings Storage,
    SubscriptionSettings Subscriptions,
    AlarmSettings Alarms,
    BudgetSettings? Budget,
    IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>What <see cref="ImageEventsPattern"/> fills, to see whether the key filter fits.</summary>
    private const string EmptyPattern =
        $$"""
        {
          "source": ["aws.s3"],
          "detail-type": ["Object Created", "Object Deleted"],
          "detail": { "bucket": { "name": ["{{ImageEventsPattern.BucketPlaceholder}}"] }, "object": { "key": ["{{ImageEventsPattern.KeyPlaceholder}}"] } }
        }
        """;

    /// <param name="get">Text of a setting by its name; JSON where it is a list or a map, null where it is not set.</param>
    /// <param name="configured">Names of everything that is set, so that a misspelled one does not pass for its default.</param>
    /// <param name="root">Folder of <c>Pulumi.yaml</c>: where paths begin.</param>
    /// <exception cref="InvalidConfigurationException">Something is wrong: all of it is told.</exception>
    public static PipelineSettings Read(Func<string, string?> get, IEnumerable<string> configured, string root)
    {
        var source = new SettingSource(get);
        var limits = new ImageLimits(Settings.MaxBytes.Read(source)!.Value, Settings.MaxPixels.Read(source)!.Value, Settings.MaxFrames.ReadInt(source));
        var settings = new PipelineSettings(
            ReadRenditionsFile(source, root),
            ReadKeyFilter(source),
            limits,
            FunctionsSettings.Read(source, limits),
            new(Settings.StateMachineType.Read(source), Settings.LogExecutionData.Read(source)),
            new(Settings.LogRetention.Read(source), Settings.Tracing.Read(source)),
            StorageSettings.Read(source),
            new(Settings.FailureEmails.Read(source), Settings.FailureEndpoints.Read(source), Settings.SuccessEndpoints.Read(source)),
            new(Settings.AlarmFailedExecutions.ReadInt(source), Settings.AlarmFunctionErrors.ReadInt(source), Settings.AlarmThrottles.ReadInt(source)),
            BudgetSettings.Read(source),
            Settings.Tags.Read(source));
        foreach (var unknown in configured.Except(Settings.All.Select(setting => setting.Name)).Order(StringComparer.Ordinal))
        {
            source.AddProblem($"{unknown} is not known; infra/aws/README.md lists the settings");
        }

        return source.Problems.Count == 0 ? settings : throw new InvalidConfigurationException(source.Problems);
    }

    private static string ReadRenditionsFile(SettingSource source, string root)
    {
        var path = Path.GetFullPath(Settings.Renditions.Read(source)!, root);
        try
        {
            RenditionSetReader.Read(File.ReadAllText(path), Path.GetFileName(path));
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

        return path;
    }

    private static KeyFilter ReadKeyFilter(SettingSource source)
    {
        var suffixes = Settings.KeySuffixes.Read(source);
        var keys = new KeyFilter(Settings.KeyPrefix.Read(source), suffixes.Count > 0 ? suffixes : null);
        try
        {
            // Whether EventBridge takes it, only the filled pattern tells; no bucket's name is longer than this one.
            ImageEventsPattern.Fill(EmptyPattern, new string('b', 63), keys);
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
