using System.Text.Json;
using Pipeline.Aws.Tests.Lambda;
using Pipeline.Core.Contracts;
using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;

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
    public async Task PhotoIsInTheResponseButNotInTheLog()
    {
        await using var functions = new FunctionsUnderTest();
        var request = await functions.UploadAsync("photo.jpg", CameraPhoto.Write(SyntheticImages.Jpeg(64, 48), keywords: "harbour"));

        var response = await functions.Validate.Validate(request, LogLines.CreateContext());

        Assert.Equal(("Canon", "1", "harbour"), (response.Metadata!.Photo!.Make, response.Metadata.PhotoSchema, Assert.Single(response.Metadata.Photo.Keywords!)));
        var line = functions.Lines.Single().ToJsonString();
        Assert.All(["Canon", "harbour", "2025", "48.1"], text => Assert.DoesNotContain(text, line.Replace((string)functions.Lines.Single()["timestamp"]!, "", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.DoesNotContain("48.1", JsonSerializer.Serialize(response, PipelineJson.Default.ValidateResponse), StringComparison.Ordinal);
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
