using Pipeline.Aws.Tests.Lambda;
using Pipeline.Core.Contracts;
using Pipeline.Core.Renditions;
using Pipeline.Core.Resizing;
using Pipeline.Imaging.Codecs;
using Pipeline.Testing.Pictures;

namespace Pipeline.Aws.Tests.Resize;

public sealed class ResizeFunctionTests
{
    [Fact]
    public async Task RenditionIsLoggedWithItsTimings()
    {
        await using var functions = new FunctionsUnderTest();
        var validated = await functions.Validate.Validate(await functions.UploadPictureAsync("cats/1.png"), LogLines.CreateContext());

        var response = await functions.Resize.Resize(
            new(FunctionsUnderTest.Execution, validated.Original!, validated.Groups![0].Plans), LogLines.CreateContext());

        var line = functions.Lines.Read()[^1];
        Assert.Equal(ResizeOutcome.Made, response.Outcome);
        Assert.Equal(
            [
                "timestamp", "level", "message", "requestId", "function", "execution", "imageId", "version", "rendition", "outcome", "bytes",
                "durationMilliseconds", "Pipeline", "RenditionBytes", "DecodeTime", "ResampleTime", "EncodeTime", "StoreTime", "_aws",
            ],
            LogLines.GetMembers(line));
        Assert.Equal(
            ("resize", "small", "made", response.Renditions![0].Rendition.Bytes),
            ((string?)line["function"], (string?)line["rendition"], (string?)line["outcome"], (long?)line["bytes"]));
        LogLines.AssertEmbedsMetrics(line, "RenditionBytes", "DecodeTime", "ResampleTime", "EncodeTime", "StoreTime");
    }

    [Fact]
    public async Task GroupIsLoggedWithAllItsRenditionsAndTheirSums()
    {
        await using var functions = new FunctionsUnderTest();
        var (validated, plans) = await ValidateGroupAsync(functions);

        var response = await functions.Resize.Resize(new(FunctionsUnderTest.Execution, validated.Original!, plans), LogLines.CreateContext());

        var line = functions.Lines.Read()[^1];
        Assert.Equal(2, response.Renditions!.Count);
        Assert.Equal(
            ("small, other", response.Renditions.Sum(made => made.Rendition.Bytes)), ((string?)line["rendition"], (long?)line["bytes"]));
        Assert.Equal(response.Renditions.Sum(made => made.Timings!.Encode), (double)line["EncodeTime"]!, tolerance: 0.11);
    }

    [Fact]
    public async Task RenditionOfAGroupThatFailsIsLoggedByName()
    {
        await using var functions = new FunctionsUnderTest();
        var (validated, plans) = await ValidateGroupAsync(functions);
        plans = [plans[0], plans[1] with { Rendition = plans[1].Rendition with { Watermark = new("mark") } }];

        var fault = await Assert.ThrowsAsync<RenditionFailedException>(
            () => functions.Resize.Resize(new(FunctionsUnderTest.Execution, validated.Original!, plans), LogLines.CreateContext()));

        var line = functions.Lines.Read()[^1];
        Assert.Equal(("ERROR", "other"), ((string?)line["level"], (string?)line["rendition"]));
        Assert.Equal(fault.Message, (string?)line["errorMessage"]);
        Assert.StartsWith("uploads/cats/1.png: the rendition 'other' could not be made: ", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>From an execution that began before a deployment with groups.</summary>
    [Fact]
    public async Task RequestWithoutGroupsIsAnsweredInItsForm()
    {
        await using var functions = new FunctionsUnderTest();
        var request = await functions.UploadPictureAsync("cats/1.png");
        var validated = await functions.Validate.Validate(request with { Groups = false }, LogLines.CreateContext());

        var response = await functions.Resize.Resize(
            new(FunctionsUnderTest.Execution, validated.Original!, Plan: Assert.Single(validated.Renditions!)), LogLines.CreateContext());

        Assert.Null(validated.Groups);
        Assert.Equal(("small", null), (response.Rendition?.Name, response.Renditions));
        Assert.Equal(("small", response.Rendition!.Bytes), ((string?)functions.Lines.Read()[^1]["rendition"], (long?)functions.Lines.Read()[^1]["bytes"]));
    }

    [Fact]
    public async Task UndecodablePixelsAreLoggedAndThrownAsCorruptImageException()
    {
        await using var functions = new FunctionsUnderTest();
        var whole = SyntheticImages.Jpeg(640, 480);
        var request = await functions.UploadAsync("cats/truncated.jpg", whole[..(whole.Length / 2)]);
        var validated = await functions.Validate.Validate(request, LogLines.CreateContext());

        await Assert.ThrowsAsync<CorruptImageException>(() => functions.Resize.Resize(
            new(FunctionsUnderTest.Execution, validated.Original!, validated.Groups![0].Plans), LogLines.CreateContext()));

        var line = functions.Lines.Read()[^1];
        Assert.Equal(
            ("ERROR", "CorruptImageException", "uploads/cats/truncated.jpg"),
            ((string?)line["level"], (string?)line["errorType"], (string?)line["imageId"]));
    }

    private static async Task<(ValidateResponse Validated, IReadOnlyList<RenditionPlan> Plans)> ValidateGroupAsync(FunctionsUnderTest functions)
    {
        var validated = await functions.Validate.Validate(await functions.UploadPictureAsync("cats/1.png"), LogLines.CreateContext());
        var plan = validated.Groups![0].Plans[0];
        return (validated, [plan, plan with { Rendition = plan.Rendition with { Name = "other" }, Key = plan.Key + ".other" }]);
    }
}
