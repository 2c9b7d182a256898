using System.Net;
using System.Text.RegularExpressions;
using Pipeline.Aws.Tests.Lambda;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;

namespace Pipeline.Aws.Tests.Remove;

/// <summary>Deletions with <c>deletionInvalidates</c>.</summary>
public sealed partial class RemovalLogicTests : IDisposable
{
    private readonly ScriptedCloudFront _cloudFront = new();

    public void Dispose() => _cloudFront.Dispose();

    [Fact]
    public async Task DeletionInvalidatesTheFolderOfTheRenditions()
    {
        await using var functions = CreateFunctions();

        var response = await DeleteAsync(functions, "cats/1 (2).png");

        Assert.Equal(RemoveOutcome.Removed, response.Outcome);
        Assert.Equal(["/cats/1%20%282%29.png/*", "/cats/1%20(2).png/*"], Paths().Matches(Assert.Single(_cloudFront.Bodies)).Select(match => match.Groups[1].Value));
        Assert.DoesNotContain("warning", LogLines.GetMembers(functions.Lines.Read()[^1]));
    }

    /// <summary>Every delivery of an event and every retry is the same request to CloudFront, which bills it once.</summary>
    [Fact]
    public async Task SameDeletionHasTheSameReferenceAndAnotherOneAnother()
    {
        await using var functions = CreateFunctions();
        await DeleteAsync(functions, "cats/1.png", calls: 2);
        await DeleteAsync(functions, "cats/1.png");

        var references = _cloudFront.Bodies.Select(body => References().Match(body).Groups[1].Value).ToArray();
        Assert.Equal(3, references.Length);
        Assert.Equal(references[0], references[1]);
        Assert.NotEqual(references[0], references[2]);
        Assert.All(references, reference => Assert.Matches("^[0-9a-f]{64}$", reference));
    }

    [Fact]
    public async Task RefusedInvalidationDoesNotLoseTheDeletionAndIsInTheLog()
    {
        _cloudFront.Answer = (HttpStatusCode.Forbidden, "AccessDenied");
        await using var functions = CreateFunctions();

        var response = await DeleteAsync(functions, "cats/1.png");

        Assert.Equal((RemoveOutcome.Removed, ImageStatus.Deleted), (response.Outcome, response.Record!.Status));
        Assert.Empty(await functions.Store.Images.ListRenditionsAsync("cats/1.png/", CancellationToken.None));
        var line = functions.Lines.Read()[^1];
        Assert.Equal("removed", (string?)line["outcome"]);
        Assert.Contains("/cats/1.png/*: 403 AccessDenied", (string?)line["warning"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThrottledInvalidationEndsBeforeTheCallDoes()
    {
        _cloudFront.Answer = (HttpStatusCode.BadRequest, "TooManyInvalidationsInProgress");
        await using var functions = CreateFunctions();

        var response = await DeleteAsync(functions, "cats/1.png", seconds: 4);

        Assert.Equal(RemoveOutcome.Removed, response.Outcome);
        Assert.InRange(_cloudFront.Bodies.Count, 1, 4);
        Assert.Contains("TooManyInvalidationsInProgress", (string?)functions.Lines.Read()[^1]["warning"], StringComparison.Ordinal);
        Assert.Empty(functions.Lines.Ends);
    }

    [Fact]
    public async Task DeletionThatANewerUploadOvertookInvalidatesNothing()
    {
        await using var functions = CreateFunctions();
        await functions.Validate.Validate(await functions.UploadPictureAsync("cats/1.png"), LogLines.CreateContext());
        var deletion = await functions.Store.Uploads.DeleteAsync("cats/1.png", CancellationToken.None);
        var newer = await functions.UploadPictureAsync("cats/1.png");
        await functions.Validate.Validate(newer, LogLines.CreateContext());
        await functions.Persist.Persist(new(PersistResult.Failed, newer.Execution, newer.Event, Fault: new("States.Timeout")), LogLines.CreateContext());

        var response = await functions.Remove.Remove(new(FunctionsUnderTest.Execution, deletion!), LogLines.CreateContext());

        Assert.Equal(RemoveOutcome.Superseded, response.Outcome);
        Assert.Empty(_cloudFront.Bodies);
    }

    private FunctionsUnderTest CreateFunctions() => new(_cloudFront.Cache);

    private static async Task<RemoveResponse> DeleteAsync(FunctionsUnderTest functions, string key, int calls = 1, double seconds = 60)
    {
        await functions.Validate.Validate(await functions.UploadPictureAsync(key), LogLines.CreateContext());
        var deletion = await functions.Store.Uploads.DeleteAsync(key, CancellationToken.None);
        RemoveResponse? response = null;
        for (var call = 0; call < calls; call++)
        {
            response = await functions.Remove.Remove(new(FunctionsUnderTest.Execution, deletion!), LogLines.CreateContext(seconds));
        }

        return response!;
    }

    [GeneratedRegex("<Path>([^<]*)</Path>")]
    private static partial Regex Paths();

    [GeneratedRegex("<CallerReference>([^<]*)</CallerReference>")]
    private static partial Regex References();
}
