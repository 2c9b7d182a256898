using System.Net;
using Pipeline.Aws.Tests.Lambda;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Describing;

namespace Pipeline.Aws.Tests.Persist;

/// <summary>Published images that a new look sends into quarantine.</summary>
public sealed class PersistLogicTests : IDisposable
{
    private const string Key = "cats/1.png";

    private readonly ScriptedCloudFront _cloudFront = new();

    public void Dispose() => _cloudFront.Dispose();

    [Fact]
    public async Task ImageThatIsTakenBackIsTakenOutOfTheCdnToo()
    {
        await using var functions = CreateFunctions();
        var refresh = await PublishAsync(functions);

        var response = await functions.Persist.Persist(refresh, LogLines.CreateContext());

        Assert.Equal((PersistOutcome.Quarantined, refresh.Original!.Prefix), (response.Outcome, response.Withdrawn));
        Assert.Contains("<Path>/cats/1.png/*</Path>", Assert.Single(_cloudFront.Bodies), StringComparison.Ordinal);
        Assert.DoesNotContain("warning", LogLines.GetMembers(functions.Lines.Read()[^1]));
    }

    /// <summary>The record may be written and the response lost before CloudFront was asked. It takes the same request twice for one.</summary>
    [Fact]
    public async Task EveryAttemptOfAnExecutionMakesTheSameRequest()
    {
        await using var functions = CreateFunctions();
        var refresh = await PublishAsync(functions);

        await functions.Persist.Persist(refresh, LogLines.CreateContext());
        var again = await functions.Persist.Persist(refresh, LogLines.CreateContext());

        Assert.Equal(PersistOutcome.Quarantined, again.Outcome);
        Assert.Equal(2, _cloudFront.Bodies.Count);
        Assert.Equal(_cloudFront.Bodies[0], _cloudFront.Bodies[1]);
    }

    [Fact]
    public async Task ImageThatNobodyCouldSeeIsNotAskedAbout()
    {
        await using var functions = CreateFunctions();
        var accepted = await AcceptAsync(functions, "first", Objection());

        var response = await functions.Persist.Persist(accepted, LogLines.CreateContext());
        var again = await functions.Persist.Persist(accepted with { Execution = "refresh", Resized = [new(ResizeOutcome.Made, [Picture(accepted.Original!)])] }, LogLines.CreateContext());

        Assert.Equal((PersistOutcome.Quarantined, PersistOutcome.Quarantined), (response.Outcome, again.Outcome));
        Assert.Equal((null, null), (response.Withdrawn, again.Withdrawn));
        Assert.Empty(_cloudFront.Bodies);
    }

    [Fact]
    public async Task RefusedInvalidationDoesNotLoseTheQuarantineAndIsInTheLog()
    {
        _cloudFront.Answer = (HttpStatusCode.Forbidden, "AccessDenied");
        await using var functions = CreateFunctions();
        var refresh = await PublishAsync(functions);

        var response = await functions.Persist.Persist(refresh, LogLines.CreateContext());

        Assert.Equal(ImageStatus.Quarantined, response.Record.Status);
        Assert.Contains("/cats/1.png/*: 403 AccessDenied", (string?)functions.Lines.Read()[^1]["warning"], StringComparison.Ordinal);
    }

    private FunctionsUnderTest CreateFunctions() =>
        new(_cloudFront.Cache, new(ModerationAction.Quarantine));

    /// <summary>Publishes an image in which a model found nothing.</summary>
    /// <returns>What Persist gets after another model has found something.</returns>
    private static async Task<PersistRequest> PublishAsync(FunctionsUnderTest functions)
    {
        var accepted = await AcceptAsync(functions, FunctionsUnderTest.Execution, moderation: []);
        Assert.Equal(PersistOutcome.Recorded, (await functions.Persist.Persist(accepted, LogLines.CreateContext())).Outcome);
        return accepted with
        {
            Execution = "refresh",
            Resized = [new(ResizeOutcome.Made, [Picture(accepted.Original!)])],
            Described = Describe(accepted.Original!, Objection()),
        };
    }

    private static async Task<PersistRequest> AcceptAsync(FunctionsUnderTest functions, string execution, ModerationFinding[] moderation)
    {
        var request = await functions.UploadPictureAsync(Key) with { Execution = execution };
        var validated = await functions.Validate.Validate(request, LogLines.CreateContext());
        var resized = await functions.Resize.Resize(new(execution, validated.Original!, validated.Groups![0].Plans), LogLines.CreateContext());
        return new(PersistResult.Accepted, execution, request.Event, validated.Original, [resized], Described: Describe(validated.Original!, moderation));
    }

    private static DescribeResponse Describe(Original original, ModerationFinding[] moderation) =>
        new(DescribeOutcome.Described, new(original.Sha256, "A square.", "en", [], moderation, DateTimeOffset.UnixEpoch, "model", "schema"));

    private static ModerationFinding[] Objection() => [new("violence", 0.9)];

    private static MadeRendition Picture(Original original)
    {
        var plan = DescriptionPicture.Plan(original.Prefix);
        return new(new(plan.Rendition.Name, plan.Key, plan.Format, "image/jpeg", 64, 48, 1, 1_000));
    }
}
