using Pipeline.Aws.Tests.Lambda;
using Pipeline.Core.Contracts;
using Pipeline.Core.Describing;
using Pipeline.Core.Persisting;

namespace Pipeline.Aws.Tests.Persist;

public sealed class PersistFunctionTests
{
    [Fact]
    public async Task RecordedVersionIsLogged()
    {
        await using var functions = new FunctionsUnderTest();
        var request = await functions.UploadPictureAsync("cats/1.png");
        var validated = await functions.Validate.Validate(request, LogLines.CreateContext());
        var resized = await functions.Resize.Resize(new(request.Execution, validated.Original!, validated.Groups![0].Plans), LogLines.CreateContext());

        var response = await functions.Persist.Persist(
            new(PersistResult.Accepted, request.Execution, request.Event, validated.Original, [resized]), LogLines.CreateContext());

        var line = functions.Lines.Read()[^1];
        Assert.Equal(PersistOutcome.Recorded, response.Outcome);
        Assert.Equal(
            ["timestamp", "level", "message", "requestId", "function", "execution", "imageId", "version", "outcome", "durationMilliseconds"],
            LogLines.GetMembers(line));
        Assert.Equal((validated.Original!.Sha256, "recorded"), ((string?)line["version"], (string?)line["outcome"]));
    }

    /// <summary>What is announced has URLs. The catalogue has keys, so that the address can change.</summary>
    [Fact]
    public async Task AnnouncedRecordHasTheUrlsOfItsRenditionsAndTheCatalogueHasNone()
    {
        await using var functions = new FunctionsUnderTest();
        var request = await functions.UploadPictureAsync("cats/a b.png");
        var validated = await functions.Validate.Validate(request, LogLines.CreateContext());
        var resized = await functions.Resize.Resize(new(request.Execution, validated.Original!, validated.Groups![0].Plans), LogLines.CreateContext());

        var response = await new ImagePersister(functions.Store.Catalogue, functions.Store.Images, TimeProvider.System, renditionsUrl: "https://images.example.com/")
            .PersistAsync(new(PersistResult.Accepted, request.Execution, request.Event, validated.Original, [resized]), CancellationToken.None);

        Assert.Equal($"https://images.example.com/cats/a%20b.png/{validated.Original!.Prefix.Split('/')[^2]}/small.jpg", Assert.Single(response.Record.Current!.Renditions).Url);
        var entry = await functions.Store.Catalogue.GetAsync(response.Record.ImageId, CancellationToken.None);
        Assert.Null(Assert.Single(entry!.Record.Current!.Renditions).Url);
    }

    [Fact]
    public async Task RecordedRejectionIsCountedByItsReason()
    {
        await using var functions = new FunctionsUnderTest();
        var request = await functions.UploadAsync("notes.txt", "not a picture"u8.ToArray());
        var validated = await functions.Validate.Validate(request, LogLines.CreateContext());
        var rejection = new PersistRequest(PersistResult.Rejected, request.Execution, request.Event, Reason: validated.Reason);

        await functions.Persist.Persist(rejection, LogLines.CreateContext());

        var line = functions.Lines.Read()[^1];
        LogLines.AssertEmbedsMetrics(line, "RejectedImages");
        Assert.Equal(("unsupportedFormat", 1), ((string?)line["Reason"], (int?)line["RejectedImages"]));
    }

    [Fact]
    public async Task FailureIsLoggedWithItsErrorAndNotCountedAsRejection()
    {
        await using var functions = new FunctionsUnderTest();
        var request = await functions.UploadPictureAsync("cats/1.png");
        await functions.Validate.Validate(request, LogLines.CreateContext());

        await functions.Persist.Persist(
            new(PersistResult.Failed, request.Execution, request.Event, Fault: new("States.Timeout", "took too long")), LogLines.CreateContext());

        var line = functions.Lines.Read()[^1];
        Assert.Equal(("recorded", "States.Timeout"), ((string?)line["outcome"], (string?)line["reason"]));
        Assert.DoesNotContain("_aws", LogLines.GetMembers(line));
    }

    [Fact]
    public async Task QuarantineIsLoggedWithItsReason()
    {
        await using var functions = new FunctionsUnderTest(moderation: new(ModerationAction.Quarantine));
        var request = await functions.UploadPictureAsync("cats/1.png");
        var validated = await functions.Validate.Validate(request, LogLines.CreateContext());
        var resized = await functions.Resize.Resize(new(request.Execution, validated.Original!, validated.Groups![0].Plans), LogLines.CreateContext());

        await functions.Persist.Persist(
            new(PersistResult.Accepted, request.Execution, request.Event, validated.Original, [resized], Described: new(DescribeOutcome.Exhausted, Message: "the budget is spent")),
            LogLines.CreateContext());

        var line = functions.Lines.Read()[^1];
        Assert.Equal(("quarantined", "notDescribed"), ((string?)line["outcome"], (string?)line["reason"]));
    }
}
