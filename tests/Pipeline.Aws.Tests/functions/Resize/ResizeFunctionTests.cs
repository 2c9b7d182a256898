using Pipeline.Aws.Tests.Lambda;
using Pipeline.Core.Contracts;
using Pipeline.Imaging.Codecs;
using Pipeline.Testing.Pictures;

namespace Pipeline.Aws.Tests.Resize;

public sealed class ResizeFunctionTests
{
    [Fact]
    public async Task ARenditionIsLoggedWithItsTimings()
    {
        await using var functions = new FunctionsUnderTest();
        var validated = await functions.Validate.Validate(await functions.UploadPictureAsync("cats/1.png"), LogLines.Context());

        var response = await functions.Resize.Resize(
            new(FunctionsUnderTest.Execution, validated.Original!, validated.Renditions![0]), LogLines.Context());

        var line = functions.Lines.Read()[^1];
        Assert.Equal(ResizeOutcome.Made, response.Outcome);
        Assert.Equal(
            [
                "timestamp", "level", "message", "requestId", "function", "execution", "imageId", "version", "rendition", "outcome", "bytes",
                "durationMilliseconds", "Pipeline", "RenditionBytes", "DecodeTime", "ResampleTime", "EncodeTime", "StoreTime", "_aws",
            ],
            LogLines.Members(line));
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
        var request = await functions.UploadAsync("cats/cut.jpg", whole[..(whole.Length / 2)]);
        var validated = await functions.Validate.Validate(request, LogLines.Context());

        await Assert.ThrowsAsync<CorruptImageException>(() => functions.Resize.Resize(
            new(FunctionsUnderTest.Execution, validated.Original!, validated.Renditions![0]), LogLines.Context()));

        var line = functions.Lines.Read()[^1];
        Assert.Equal(
            ("ERROR", "CorruptImageException", "uploads/cats/cut.jpg"),
            ((string?)line["level"], (string?)line["errorType"], (string?)line["imageId"]));
    }
}
