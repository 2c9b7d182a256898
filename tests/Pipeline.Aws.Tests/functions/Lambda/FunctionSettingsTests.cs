using Pipeline.Core.Deployment;
using Pipeline.Core.Photos;
using Pipeline.Core.Renditions;
using Pipeline.Core.Validation;
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
