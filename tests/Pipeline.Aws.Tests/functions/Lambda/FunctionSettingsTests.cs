using Pipeline.Core.Deployment;
using Pipeline.Core.Describing;
using Pipeline.Core.Grouping;
using Pipeline.Core.Photos;
using Pipeline.Core.Renditions;
using Pipeline.Core.Validation;
using Pipeline.Imaging.Formats;
using Pipeline.Lambda;
using Pipeline.Testing.Environments;

namespace Pipeline.Aws.Tests.Lambda;

public sealed class FunctionSettingsTests
{
    [Fact]
    public void MissingVariableIsNamed()
    {
        var settings = Settings();

        Assert.Contains("PIPELINE_TABLE", Assert.Throws<InvalidSettingException>(() => settings.Table).Message, StringComparison.Ordinal);
        Assert.Contains("PIPELINE_NAME", Assert.Throws<InvalidSettingException>(() => settings.PipelineName).Message, StringComparison.Ordinal);
        Assert.Contains("PIPELINE_RENDITIONS_BUCKET", Assert.Throws<InvalidSettingException>(() => settings.RenditionsBucket).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EmptyVariableCountsAsMissing() =>
        Assert.Throws<InvalidSettingException>(() => Settings((FunctionEnvironment.Table, "")).Table);

    [Fact]
    public void UnsetLimitsAreTheDefaults() => Assert.Equal(new ImageLimits(), Settings().Limits);

    [Fact]
    public void LimitsAreRead() => Assert.Equal(
        new ImageLimits(1_000, 2_000, 3, OverLimit.FirstFrame),
        Settings(
            (FunctionEnvironment.MaxBytes, "1000"), (FunctionEnvironment.MaxPixels, "2000"), (FunctionEnvironment.MaxFrames, "3"),
            (FunctionEnvironment.OverLimit, "firstFrame")).Limits);

    [Theory]
    [InlineData("", 7)]
    [InlineData("0", 0)]
    [InlineData("365", 365)]
    public void GracePeriodIsReadInDays(string value, int days) =>
        Assert.Equal(TimeSpan.FromDays(days), Settings((FunctionEnvironment.RenditionGraceDays, value)).RenditionGracePeriod);

    [Theory]
    [InlineData("366")]
    [InlineData("-1")]
    public void GracePeriodOutOfBoundsIsNamedWithItsBounds(string value)
    {
        var message = Assert.Throws<InvalidSettingException>(() => Settings((FunctionEnvironment.RenditionGraceDays, value)).RenditionGracePeriod).Message;

        Assert.Contains($"PIPELINE_RENDITION_GRACE_DAYS is '{value}'; it must be a whole number from 0 to 365.", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FunctionEnvironment.MaxBytes, "200000001", "1 to 200000000")]
    [InlineData(FunctionEnvironment.MaxBytes, "0", "1 to 200000000")]
    [InlineData(FunctionEnvironment.MaxPixels, "many", "1 to 500000000")]
    [InlineData(FunctionEnvironment.MaxPixels, "1e6", "1 to 500000000")]
    [InlineData(FunctionEnvironment.MaxFrames, "-1", "1 to 1024")]
    [InlineData(FunctionEnvironment.OverLimit, "first", "reject or firstFrame")]
    public void LimitOutOfBoundsIsNamedWithItsBounds(string name, string value, string bounds)
    {
        var message = Assert.Throws<InvalidSettingException>(() => Settings((name, value)).Limits).Message;

        Assert.Contains($"{name} is '{value}'", message, StringComparison.Ordinal);
        Assert.Contains(bounds, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, 5)]
    [InlineData("each", "115", 5)]
    [InlineData("auto", "115", 1)]
    [InlineData("auto", null, 1)]
    [InlineData("auto", "1", 5)]
    public void GroupingIsReadWithTheTimeOfItsCalls(string? grouping, string? seconds, int groups)
    {
        var source = new GroupSource(new(ImageFormat.Jpeg, 4032, 3024), 4_400_000);

        var grouper = Settings((FunctionEnvironment.ResizeGrouping, grouping ?? ""), (FunctionEnvironment.ResizeTimeLimit, seconds ?? "")).CreateGrouper();

        Assert.Equal(groups, grouper.Group(source, RenditionPlanner.Plan(source.Info, RenditionSet.Default, "p/")).Count);
    }

    [Theory]
    [InlineData(FunctionEnvironment.ResizeGrouping, "all", "each or auto")]
    [InlineData(FunctionEnvironment.ResizeTimeLimit, "901", "1 to 900")]
    public void InvalidGroupingIsNamedWithItsValues(string name, string value, string values)
    {
        var message = Assert.Throws<InvalidSettingException>(() => Settings((name, value)).CreateGrouper()).Message;

        Assert.Contains($"{name} is '{value}'", message, StringComparison.Ordinal);
        Assert.Contains(values, message, StringComparison.Ordinal);
    }

    [Fact]
    public void MetadataSettingsAreReadAndOffByDefault()
    {
        Assert.Equal((KeepLocation.Off, false), (Settings().KeepLocation, Settings().KeepTags));
        var settings = Settings((FunctionEnvironment.KeepLocation, "city"), (FunctionEnvironment.KeepTags, "true"));
        Assert.Equal((KeepLocation.City, true), (settings.KeepLocation, settings.KeepTags));
    }

    [Fact]
    public void WrongMetadataSettingIsNamed()
    {
        var settings = Settings((FunctionEnvironment.KeepLocation, "town"), (FunctionEnvironment.KeepTags, "yes"));

        Assert.Equal(
            "The environment variable PIPELINE_KEEP_LOCATION is 'town'; it must be off or exact or city.",
            Assert.Throws<InvalidSettingException>(() => settings.KeepLocation).Message);
        Assert.Equal(
            "The environment variable PIPELINE_KEEP_TAGS is 'yes'; it must be true or false.",
            Assert.Throws<InvalidSettingException>(() => settings.KeepTags).Message);
    }

    [Fact]
    public void DescriptionSettingsAreReadAndHaveDefaults()
    {
        Assert.Null(Settings().DescriptionSchema);
        Assert.Null(Settings().Moderation);
        var plain = Settings((FunctionEnvironment.DescribeModel, "a-model")).Description;
        Assert.Equal(("a-model", "en", DescriptionSettings.DefaultMaxTokens, DescriptionSettings.DefaultDailyImages), (plain.Model, Assert.Single(plain.Languages), plain.MaxTokens, plain.DailyImages));
        Assert.Equal((null, null, null, null), (plain.Temperature, plain.TopP, plain.InputPrice, plain.OutputPrice));

        var settings = Settings(
            (FunctionEnvironment.DescribeModel, "a-model"), (FunctionEnvironment.DescribeLanguages, """["de-CH","fr"]"""), (FunctionEnvironment.DescribeMaxTokens, "300"),
            (FunctionEnvironment.DescribeTopP, "0.9"), (FunctionEnvironment.DescribeDailyImages, "0"), (FunctionEnvironment.DescribeInputPrice, "0.06"),
            (FunctionEnvironment.DescribeOutputPrice, "0.24"), (FunctionEnvironment.DescribeSchema, "0a1b2c3d"), (FunctionEnvironment.ModerationAction, "quarantine"),
            (FunctionEnvironment.ModerationConfidence, "0.8"));

        Assert.Equal(["de-CH", "fr"], settings.Description.Languages);
        Assert.Equal((300, null, 0.9, null, 0.06m, 0.24m), (settings.Description.MaxTokens, settings.Description.Temperature, settings.Description.TopP,
            settings.Description.DailyImages, settings.Description.InputPrice, settings.Description.OutputPrice));
        Assert.Equal(("0a1b2c3d", new ModerationPolicy(ModerationAction.Quarantine, 0.8)), (settings.DescriptionSchema, settings.Moderation));
    }

    [Theory]
    [InlineData(FunctionEnvironment.DescribeModel, "", "is missing. Set it to the id or ARN of a model of Bedrock")]
    [InlineData(FunctionEnvironment.DescribeLanguages, "[]", "it must have at least one language")]
    [InlineData(FunctionEnvironment.DescribeMaxTokens, "0", "it must be a whole number from 1 to 100000")]
    [InlineData(FunctionEnvironment.DescribeTemperature, "1.5", "it must be a number from 0 to 1")]
    [InlineData(FunctionEnvironment.DescribeTopP, "-0.1", "it must be a number from 0 to 1")]
    [InlineData(FunctionEnvironment.DescribeInputPrice, "free", "it must be a number from 0 to 10000")]
    public void DescriptionSettingOutOfBoundsIsNamed(string name, string value, string problem)
    {
        var settings = name == FunctionEnvironment.DescribeModel ? Settings((name, value)) : Settings((FunctionEnvironment.DescribeModel, "a-model"), (name, value));

        var message = Assert.Throws<InvalidSettingException>(() => settings.Description).Message;

        Assert.Contains(name, message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    [Fact]
    public void OutcomesAreKeptOnlyIfTheVariableSaysSo()
    {
        Assert.Null(FunctionPorts.CreateCanned(Settings()).CreateOutcomeLog());
        Assert.Null(FunctionPorts.CreateCanned(Settings((FunctionEnvironment.Outcomes, "false"))).CreateOutcomeLog());
        Assert.IsType<DynamoOutcomeLog>(FunctionPorts.CreateCanned(Settings((FunctionEnvironment.Outcomes, "true"), (FunctionEnvironment.Table, "catalogue"))).CreateOutcomeLog());
    }

    [Fact]
    public void ExportSettingsAreRead()
    {
        var settings = Settings((FunctionEnvironment.InternalBucket, "internal"), (FunctionEnvironment.LakeSegments, "8"));

        Assert.Equal(("internal", 8, 1), (settings.InternalBucket, settings.LakeSegments, Settings().LakeSegments));
        Assert.Equal(
            "The environment variable PIPELINE_LAKE_SEGMENTS is '41'; it must be a whole number from 1 to 40.",
            Assert.Throws<InvalidSettingException>(() => Settings((FunctionEnvironment.LakeSegments, "41")).LakeSegments).Message);
    }

    [Fact]
    public void WebhookSettingsAreRead()
    {
        var settings = Settings(
            (FunctionEnvironment.WebhookUrls, """["https://example.com/a","https://example.com/b"]"""), (FunctionEnvironment.WebhookSecretArn, "arn"), (FunctionEnvironment.WebhookAllowPrivate, "true"));

        Assert.Equal(["https://example.com/a", "https://example.com/b"], settings.WebhookUrls);
        Assert.Equal(("arn", true, false), (settings.WebhookSecretArn, settings.AllowsPrivateWebhooks, Settings().AllowsPrivateWebhooks));
    }

    [Theory]
    [InlineData("")]
    [InlineData("https://example.com")]
    [InlineData("[1]")]
    public void WebhookSettingThatIsMissingOrWrongIsNamed(string urls)
    {
        var settings = Settings((FunctionEnvironment.WebhookUrls, urls));

        Assert.Contains("PIPELINE_WEBHOOK_URLS", Assert.Throws<InvalidSettingException>(() => settings.WebhookUrls).Message, StringComparison.Ordinal);
        Assert.Contains("PIPELINE_WEBHOOK_SECRET_ARN", Assert.Throws<InvalidSettingException>(() => settings.WebhookSecretArn).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RenditionSetIsReadFromTheFolderOfTheAssembly()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<InvalidSettingException>(() => FunctionSettings.ReadRenditions(folder.Path));

        File.WriteAllText(Path.Combine(folder.Path, FunctionEnvironment.RenditionsFile), """{"renditions": []}""");
        Assert.Throws<InvalidRenditionSetException>(() => FunctionSettings.ReadRenditions(folder.Path));

        File.Copy(Repository.PathOf("statemachine", "samples", "renditions.json"), Path.Combine(folder.Path, FunctionEnvironment.RenditionsFile), overwrite: true);
        Assert.Equal(5, FunctionSettings.ReadRenditions(folder.Path).Default.Renditions.Count);

        File.Copy(Repository.PathOf("statemachine", "samples", "renditions-by-prefix.json"), Path.Combine(folder.Path, FunctionEnvironment.RenditionsFile), overwrite: true);
        Assert.Equal("avatars/", FunctionSettings.ReadRenditions(folder.Path).Find("avatars/1.jpg").Prefix);
    }

    private static FunctionSettings Settings(params (string Name, string Value)[] variables) =>
        new(variables.ToDictionary(variable => variable.Name, variable => variable.Value).GetValueOrDefault);
}
