using Pipeline.Aws.Tests.Lambda;
using Pipeline.Core.Contracts;

namespace Pipeline.Aws.Tests.Validate;

public sealed class ValidateFunctionTests
{
    [Fact]
    public async Task AcceptedImageIsLoggedWithItsVersionAndBytes()
    {
        await using var functions = new FunctionsUnderTest();
        var request = await functions.UploadPictureAsync("cats/1.png");

        var response = await functions.Validate.Validate(request, LogLines.CreateContext());

        var line = functions.Lines.Single();
        Assert.Equal(ValidationOutcome.Accepted, response.Outcome);
        Assert.Equal(
            [
                "timestamp", "level", "message", "requestId", "function", "execution", "imageId", "version", "outcome", "bytes", "durationMilliseconds",
                "Pipeline", "OriginalBytes", "_aws",
            ],
            LogLines.GetMembers(line));
        Assert.Equal(
            (FunctionsUnderTest.Execution, "uploads/cats/1.png", response.Original!.Sha256, "accepted", response.Original.Bytes),
            ((string?)line["execution"], (string?)line["imageId"], (string?)line["version"], (string?)line["outcome"], (long?)line["bytes"]));
        LogLines.AssertEmbedsMetrics(line, "OriginalBytes");
    }

    [Fact]
    public async Task RejectionIsLoggedWithItsReasonAndNoMetric()
    {
        await using var functions = new FunctionsUnderTest();
        var request = await functions.UploadAsync("notes.txt", "not a picture"u8.ToArray());

        await functions.Validate.Validate(request, LogLines.CreateContext());

        var line = functions.Lines.Single();
        Assert.Equal(("INFO", "rejected", "unsupportedFormat"), ((string?)line["level"], (string?)line["outcome"], (string?)line["reason"]));
        Assert.DoesNotContain("_aws", LogLines.GetMembers(line));
    }
}
