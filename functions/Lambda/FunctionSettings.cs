using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Deployment;
using Pipeline.Core.Describing;
using Pipeline.Core.Events;
using Pipeline.Core.Grouping;
using Pipeline.Core.Photos;
using Pipeline.Core.Renditions;
using Pipeline.Core.Validation;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Lambda;

/// <summary>
/// A function's settings from its deployment: environment variables, and for Validate a file. They are read at cold start, so that
/// a wrong one stops the start.
/// </summary>
/// <param name="readVariable">Returns the value of an environment variable; null if it is not set.</param>
public sealed class FunctionSettings(Func<string, string?> readVariable)
{
    // Large originals are in /tmp, which has 512 MB: room for two, if a call was given up and still reads its original.
    private const long MaxBytes = 200_000_000;
    private const long MaxPixels = 500_000_000;
    private const int MaxFrames = 1_024;
    private const long MaxMegabytes = 10_240;
    private const long MaxExecutionSeconds = 365 * 24 * 60 * 60;
    private const long MaxFunctionSeconds = 15 * 60;
    private const long MaxApiWaitSeconds = 20;
    private const long MaxTokens = 100_000;
    private const long MaxDailyImages = 100_000_000;
    private const double MaxTokenPrice = 10_000;
    private const long Megabyte = 1024 * 1024;

    public static FunctionSettings FromEnvironment() => new(Environment.GetEnvironmentVariable);

    /// <inheritdoc cref="FunctionEnvironment.PipelineName"/>
    public string PipelineName => ReadRequired(FunctionEnvironment.PipelineName, "the pipeline's name, which its metrics use");

    /// <inheritdoc cref="FunctionEnvironment.Table"/>
    public string Table => ReadRequired(FunctionEnvironment.Table, "the name of the catalogue's table");

    /// <summary>Whether outcomes are kept for exports; not if there is no variable.</summary>
    /// <exception cref="InvalidSettingException">The variable is neither <c>true</c> nor <c>false</c>.</exception>
    public bool KeepsOutcomes => ReadSwitch(FunctionEnvironment.Outcomes);

    /// <summary>Number of segments of an export; one if there is no variable.</summary>
    /// <exception cref="InvalidSettingException">The variable is not a number within its bounds.</exception>
    public int LakeSegments => (int)(ReadNumber(FunctionEnvironment.LakeSegments, LakeSchedule.MaxSegments) ?? 1);

    /// <inheritdoc cref="FunctionEnvironment.InternalBucket"/>
    public string InternalBucket => ReadRequired(FunctionEnvironment.InternalBucket, "the name of the internal bucket");

    /// <inheritdoc cref="FunctionEnvironment.RenditionsBucket"/>
    public string RenditionsBucket => ReadRequired(FunctionEnvironment.RenditionsBucket, "the name of the bucket for renditions");

    /// <inheritdoc cref="FunctionEnvironment.UploadsBucket"/>
    public string UploadsBucket => ReadRequired(FunctionEnvironment.UploadsBucket, "the name of the uploads bucket");

    /// <inheritdoc cref="FunctionEnvironment.RenditionsUrl"/>
    public string? RenditionsUrl => readVariable(FunctionEnvironment.RenditionsUrl) is { Length: > 0 } url ? url : null;

    /// <inheritdoc cref="FunctionEnvironment.Distribution"/>
    public string? Distribution => readVariable(FunctionEnvironment.Distribution) is { Length: > 0 } id ? id : null;

    /// <inheritdoc cref="FunctionEnvironment.CallerPrefix"/>
    /// <exception cref="InvalidSettingException">The variable is neither <c>true</c> nor <c>false</c>.</exception>
    public bool HasCallerPrefix => ReadSwitch(FunctionEnvironment.CallerPrefix);

    /// <summary>How long a request for an image may wait; zero if there is no variable.</summary>
    /// <exception cref="InvalidSettingException">The variable is not a number of seconds within its bounds.</exception>
    public TimeSpan ApiWait => TimeSpan.FromSeconds(ReadNumber(FunctionEnvironment.ApiWait, MaxApiWaitSeconds) ?? 0);

    /// <summary>The keys that the event pattern routes.</summary>
    /// <exception cref="InvalidSettingException">The suffixes are not a JSON array of strings.</exception>
    public KeyFilter KeyFilter
    {
        get
        {
            var prefix = readVariable(FunctionEnvironment.KeyPrefix) is { Length: > 0 } text ? text : null;
            return readVariable(FunctionEnvironment.KeySuffixes) is { Length: > 0 } suffixes ? new(prefix, ReadTexts(FunctionEnvironment.KeySuffixes, suffixes)) : new(prefix);
        }
    }

    /// <inheritdoc cref="FunctionEnvironment.FailureTopic"/>
    public string FailureTopic => ReadRequired(FunctionEnvironment.FailureTopic, "the ARN of the topic for failures");

    /// <inheritdoc cref="FunctionEnvironment.WebhookUrls"/>
    /// <exception cref="InvalidSettingException">The variable is not a JSON array of strings.</exception>
    public IReadOnlyList<string> WebhookUrls =>
        ReadTexts(FunctionEnvironment.WebhookUrls, ReadRequired(FunctionEnvironment.WebhookUrls, "the URLs of the webhooks, as a JSON array"));

    /// <inheritdoc cref="FunctionEnvironment.WebhookSecretArn"/>
    public string WebhookSecretArn => ReadRequired(FunctionEnvironment.WebhookSecretArn, "the ARN of the parameter or secret that has the webhooks' secrets");

    /// <inheritdoc cref="FunctionEnvironment.WebhookAllowPrivate"/>
    /// <exception cref="InvalidSettingException">The variable is neither <c>true</c> nor <c>false</c>.</exception>
    public bool AllowsPrivateWebhooks => ReadSwitch(FunctionEnvironment.WebhookAllowPrivate);

    /// <summary>Limits of uploads. A limit without a variable has the default of <see cref="ImageLimits"/>.</summary>
    /// <exception cref="InvalidSettingException">A limit is not a whole number within its bounds, or a word is not one of its words.</exception>
    public ImageLimits Limits
    {
        get
        {
            var defaults = new ImageLimits();
            return new(
                ReadNumber(FunctionEnvironment.MaxBytes, MaxBytes) ?? defaults.MaxBytes,
                ReadNumber(FunctionEnvironment.MaxPixels, MaxPixels),
                (int)(ReadNumber(FunctionEnvironment.MaxFrames, MaxFrames) ?? defaults.MaxFrames),
                ReadWord(FunctionEnvironment.OverLimit, defaults.OverLimit),
                ReadWord(FunctionEnvironment.Damage, defaults.Damage),
                ReadNumber(FunctionEnvironment.MaxMemory, MaxMegabytes) * Megabyte);
        }
    }

    /// <summary>How long an execution can run; <see cref="ExecutionTimeLimits.Standard"/> if there is no variable.</summary>
    /// <exception cref="InvalidSettingException">The variable is not a number of seconds.</exception>
    public TimeSpan ExecutionTimeLimit => ReadNumber(FunctionEnvironment.ExecutionTimeLimit, MaxExecutionSeconds) is { } seconds
        ? TimeSpan.FromSeconds(seconds)
        : ExecutionTimeLimits.Standard;

    /// <summary>How long a replaced version lives on; <see cref="RenditionGrace.Default"/> if there is no variable.</summary>
    /// <exception cref="InvalidSettingException">The variable is not a number of days within its bounds.</exception>
    public TimeSpan RenditionGracePeriod => TimeSpan.FromDays(ReadNumber(FunctionEnvironment.RenditionGraceDays, RenditionGrace.MaxDays, min: 0) ?? RenditionGrace.DefaultDays);

    /// <summary>How much of a photo's location is kept; none if there is no variable.</summary>
    /// <exception cref="InvalidSettingException">The variable is not one of the words.</exception>
    public KeepLocation KeepLocation => ReadWord(FunctionEnvironment.KeepLocation, KeepLocation.Off);

    /// <summary>Whether the tags of originals are kept; not if there is no variable.</summary>
    /// <exception cref="InvalidSettingException">The variable is neither <c>true</c> nor <c>false</c>.</exception>
    public bool KeepTags => ReadSwitch(FunctionEnvironment.KeepTags);

    /// <inheritdoc cref="FunctionEnvironment.DescribeSchema"/>
    public string? DescriptionSchema => readVariable(FunctionEnvironment.DescribeSchema) is { Length: > 0 } schema ? schema : null;

    /// <summary>How a model is asked about images. A number without a variable has the default of <see cref="DescriptionSettings"/>.</summary>
    /// <exception cref="InvalidSettingException">A variable is missing, or is not within its bounds.</exception>
    public DescriptionSettings Description => new(
        ReadRequired(FunctionEnvironment.DescribeModel, "the id or ARN of a model of Bedrock, or of an inference profile"),
        ReadLanguages(),
        (int)(ReadNumber(FunctionEnvironment.DescribeMaxTokens, MaxTokens) ?? DescriptionSettings.DefaultMaxTokens),
        ReadFraction(FunctionEnvironment.DescribeTemperature),
        ReadFraction(FunctionEnvironment.DescribeTopP),
        (int)(ReadNumber(FunctionEnvironment.DescribeDailyImages, MaxDailyImages, min: 0) ?? DescriptionSettings.DefaultDailyImages) is var images and > 0 ? images : null,
        (decimal?)ReadFraction(FunctionEnvironment.DescribeInputPrice, MaxTokenPrice),
        (decimal?)ReadFraction(FunctionEnvironment.DescribeOutputPrice, MaxTokenPrice));

    /// <summary>Which images are kept from readers; null for none.</summary>
    /// <exception cref="InvalidSettingException">A variable is not one of its words, or not within its bounds.</exception>
    public ModerationPolicy? Moderation => readVariable(FunctionEnvironment.ModerationAction) is { Length: > 0 }
        ? new(
            ReadWord(FunctionEnvironment.ModerationAction, ModerationAction.Record),
            ReadFraction(FunctionEnvironment.ModerationConfidence) ?? ModerationPolicy.DefaultMinConfidence)
        : null;

    /// <summary>Image libraries to use; <see cref="CodecSelection.Both"/> if there is no variable.</summary>
    /// <exception cref="InvalidSettingException">The variable names no selection.</exception>
    public CodecSelection Codecs => readVariable(FunctionEnvironment.Codecs) switch
    {
        null or "" => CodecSelection.Both,
        var text when Enum.TryParse<CodecSelection>(text, ignoreCase: true, out var selection) && Enum.IsDefined(selection) => selection,
        var text => throw new InvalidSettingException(
            $"The environment variable {FunctionEnvironment.Codecs} is '{text}'; it must be both, vips or magick."),
    };

    /// <summary>
    /// Creates what decides which renditions are made in one call: one in each if there is no variable. A group has the time and memory of the
    /// function that makes it.
    /// </summary>
    /// <exception cref="InvalidSettingException">A variable is not one of its words or not a number of seconds.</exception>
    public RenditionGrouper CreateGrouper() => new(
        ReadWord(FunctionEnvironment.ResizeGrouping, ResizeGrouping.Each),
        new(
            ReadNumber(FunctionEnvironment.ResizeTimeLimit, MaxFunctionSeconds) is { } seconds ? TimeSpan.FromSeconds(seconds) : GroupLimits.Default.TimeLimit,
            Limits.MaxMemory));

    /// <summary>Reads the rendition sets from <see cref="FunctionEnvironment.RenditionsFile"/>.</summary>
    /// <param name="folder">Folder of the function's assembly.</param>
    /// <exception cref="InvalidSettingException">The file is missing.</exception>
    /// <exception cref="InvalidRenditionSetException">The file is not a valid rendition set.</exception>
    public static RenditionSets ReadRenditions(string folder)
    {
        var path = Path.Combine(folder, FunctionEnvironment.RenditionsFile);
        return File.Exists(path)
            ? RenditionSetReader.Read(File.ReadAllText(path), FunctionEnvironment.RenditionsFile, folder)
            : throw new InvalidSettingException($"{path} is missing: the deployment must put the rendition set next to the function's assembly.");
    }

    /// <summary>Reads a watermark's PNG.</summary>
    /// <param name="folder">Folder of the function's assembly.</param>
    /// <param name="sha256">SHA-256 of the PNG.</param>
    /// <returns>Empty if this deployment does not have it.</returns>
    public static ReadOnlyMemory<byte> ReadWatermark(string folder, string sha256)
    {
        var path = Path.Combine(folder, FunctionEnvironment.WatermarkFile(sha256));
        return File.Exists(path) ? File.ReadAllBytes(path) : default(ReadOnlyMemory<byte>);
    }

    private string ReadRequired(string name, string meaning) => readVariable(name) is { Length: > 0 } value
        ? value
        : throw new InvalidSettingException($"The environment variable {name} is missing. Set it to {meaning}.");

    private static string[] ReadTexts(string name, string json)
    {
        try
        {
            return [.. (JsonNode.Parse(json) as JsonArray ?? throw new JsonException()).Select(text => (text as JsonValue ?? throw new JsonException()).GetValue<string>())];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new InvalidSettingException($"The environment variable {name} is '{json}'; it must be a JSON array of strings.");
        }
    }

    private long? ReadNumber(string name, long max, long min = 1)
    {
        if (readVariable(name) is not { Length: > 0 } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new InvalidSettingException($"The environment variable {name} is '{text}'; it must be a whole number from {min} to {max}.");
    }

    private string[] ReadLanguages() => readVariable(FunctionEnvironment.DescribeLanguages) is { Length: > 0 } languages
        ? ReadTexts(FunctionEnvironment.DescribeLanguages, languages) is { Length: > 0 } tags
            ? tags
            : throw new InvalidSettingException($"The environment variable {FunctionEnvironment.DescribeLanguages} is '{languages}'; it must have at least one language.")
        : [DescriptionSettings.DefaultLanguage];

    private double? ReadFraction(string name, double max = 1)
    {
        if (readVariable(name) is not { Length: > 0 } text)
        {
            return null;
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= max
            ? number
            : throw new InvalidSettingException(string.Create(CultureInfo.InvariantCulture, $"The environment variable {name} is '{text}'; it must be a number from 0 to {max}."));
    }

    private bool ReadSwitch(string name) => readVariable(name) switch
    {
        null or "" or "false" => false,
        "true" => true,
        var text => throw new InvalidSettingException($"The environment variable {name} is '{text}'; it must be true or false."),
    };

    private T ReadWord<T>(string name, T defaultValue)
        where T : struct, Enum
    {
        if (readVariable(name) is not { Length: > 0 } text)
        {
            return defaultValue;
        }

        return LimitWords.TryParse<T>(text, out var value)
            ? value
            : throw new InvalidSettingException($"The environment variable {name} is '{text}'; it must be {string.Join(" or ", LimitWords.All<T>())}.");
    }
}
