using Pipeline.Aws.Tests.Lambda;
using Pipeline.Core.Contracts;

namespace Pipeline.Aws.Tests.Validate;

public sealed class ValidateFunctionTests
{
    [Fact]
    public async Task AnAcceptedImageIsLoggedWithItsVersionAndBytes()
    {
        await using var functions = new FunctionsUnderTest();
        var request = await functions.UploadPictureAsync("cats/1.png");

        var response = await functions.Validate.Validate(request, LogLines.Context());

        var line = functions.Lines.Single();
        Assert.Equal(ValidationOutcome.Accepted, response.Outcome);
        Assert.Equal(
            [
                "timestamp", "level", "message", "requestId", "function", "execution", "imageId", "version", "outcome", "bytes", "durationMilliseconds",
                "Pipeline", "OriginalBytes", "_aws",
            ],
            LogLines.Members(line));
        Assert.Equal(
            (FunctionsUnderTest.Execution, "uploads/cats/1.png", response.Original!.Sha256, "accepted", response.Original.Bytes),
            ((string?)line["execution"], (string?)line["imageId"], (string?)line["version"], (string?)line["outcome"], (long?)line["bytes"]));
        LogLines.AssertEmbedsMetrics(line, "OriginalBytes");
    }

    [Fact]
    public async Task ARejectionIsLoggedWithItsReasonAndNoMetric()
    {
        await using var functions = new FunctionsUnderTest();
        var request = await functions.UploadAsync("notes.txt", "no picture at all"u8.ToArray());

        await functions.Validate.Validate(request, LogLines.Context());

        var line = functions.Lines.Single();
        Assert.Equal(("INFO", "rejected", "unsupportedFormat"), ((string?)line["level"], (string?)line["outcome"], (string?)line["reason"]));
        Assert.DoesNotContain("_aws", LogLines.Members(line));
    }
}
