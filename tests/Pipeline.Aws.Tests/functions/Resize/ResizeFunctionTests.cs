using Pipeline.Aws.Tests.Lambda;
using Pipeline.Core.Contracts;
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
            new(FunctionsUnderTest.Execution, validated.Original!, validated.Renditions![0]), LogLines.CreateContext());

        var line = functions.Lines.Read()[^1];
        Assert.Equal(ResizeOutcome.Made, response.Outcome);
        Assert.Equal(
            [
                "timestamp", "level", "message", "requestId", "function", "execution", "imageId", "version", "rendition", "outcome", "bytes",
                "durationMilliseconds", "Pipeline", "RenditionBytes", "DecodeTime", "ResampleTime", "EncodeTime", "StoreTime", "_aws",
            ],
            LogLines.GetMembers(line));
        Assert.Equal(
            ("resize", "small", "made", response.Rendition!.Bytes),
            ((string?)line["function"], (string?)line["rendition"], (string?)line["outcome"], (long?)line["bytes"]));
        LogLines.AssertEmbedsMetrics(line, "RenditionBytes", "DecodeTime", "ResampleTime", "EncodeTime", "StoreTime");
    }

    [Fact]
    public async Task UndecodablePixelsAreLoggedAndThrownAsCorruptImageException()
    {
        await using var functions = new FunctionsUnderTest();
        var whole = SyntheticImages.Jpeg(640, 480);
        var request = await functions.UploadAsync("cats/truncated.jpg", whole[..(whole.Length / 2)]);
        var validated = await functions.Validate.Validate(request, LogLines.CreateContext());

        await Assert.ThrowsAsync<CorruptImageException>(() => functions.Resize.Resize(
            new(FunctionsUnderTest.Execution, validated.Original!, validated.Renditions![0]), LogLines.CreateContext()));

        var line = functions.Lines.Read()[^1];
        Assert.Equal(
            ("ERROR", "CorruptImageException", "uploads/cats/truncated.jpg"),
            ((string?)line["level"], (string?)line["errorType"], (string?)line["imageId"]));
    }
}
