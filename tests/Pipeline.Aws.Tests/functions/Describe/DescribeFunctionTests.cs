using Pipeline.Aws.Tests.Aws.Models;
using Pipeline.Aws.Tests.Lambda;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Describing;
using Pipeline.Describe;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Hosts;

namespace Pipeline.Aws.Tests.Describe;

public sealed class DescribeFunctionTests
{
    private const string Picture = "uploads/a.jpg/0011-2233/description/picture.jpg";

    private static readonly DescriptionSettings Settings = new("amazon.nova-lite-v1:0", ["en"], InputPrice: 0.06m, OutputPrice: 0.24m);

    [Fact]
    public async Task TokensPriceAndOutcomeAreLoggedAndNothingOfThePicture()
    {
        await using var bedrock = await ScriptedBedrock.StartAsync();
        using var lines = new LogLines();

        var response = await DescribeAsync(bedrock, lines, new Budget(1));

        Assert.Equal(("A red bicycle leans against a wall", new(1482, 96, 0.00011196m)), (response.Description!.AltText, response.Usage));
        var line = lines.Single();
        Assert.Equal(
            ["timestamp", "level", "message", "requestId", "function", "execution", "imageId", "version", "outcome", "durationMilliseconds", "Pipeline",
                "DescribedImages", "ModelInputTokens", "ModelOutputTokens", "ModelPrice", "_aws"],
            LogLines.GetMembers(line));
        LogLines.AssertEmbedsMetrics(line, "DescribedImages", "ModelInputTokens", "ModelOutputTokens", "ModelPrice");
        Assert.Equal(("described", "uploads/a.jpg", 1482, 0.00011196), ((string?)line["outcome"], (string?)line["imageId"], (int?)line["ModelInputTokens"], (double?)line["ModelPrice"]));
        Assert.DoesNotContain("bicycle", line.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SpentBudgetIsLoggedAndNobodyIsAsked()
    {
        await using var bedrock = await ScriptedBedrock.StartAsync();
        using var lines = new LogLines();

        var response = await DescribeAsync(bedrock, lines, new Budget(0));

        Assert.Equal((DescribeOutcome.Exhausted, null), (response.Outcome, response.Usage));
        Assert.Equal(("exhausted", "the budget of 1,000 images a day is spent"), ((string?)lines.Single()["outcome"], (string?)lines.Single()["warning"]));
        Assert.Empty(bedrock.Calls);
    }

    [Fact]
    public async Task AnswerThatCannotBeUsedIsLoggedWithWhatItCost()
    {
        await using var bedrock = await ScriptedBedrock.StartAsync();
        using var lines = new LogLines();
        bedrock.Answer("""{"output": {}, "stopReason": "guardrail_intervened", "usage": {"inputTokens": 1482, "outputTokens": 1}}""");

        await DescribeAsync(bedrock, lines, new Budget(1));

        var line = lines.Single();
        Assert.Equal(("unanswered", "a guardrail stopped amazon.nova-lite-v1:0"), ((string?)line["outcome"], (string?)line["warning"]));
        LogLines.AssertEmbedsMetrics(line, "ModelInputTokens", "ModelOutputTokens", "ModelPrice");
    }

    [Fact]
    public async Task FailureOfTheModelIsLoggedWithoutThePicture()
    {
        await using var bedrock = await ScriptedBedrock.StartAsync();
        using var lines = new LogLines();
        bedrock.Answer(403, "AccessDeniedException", """{"message":"no access"}""");

        await Assert.ThrowsAnyAsync<Exception>(() => DescribeAsync(bedrock, lines, new Budget(1)));

        var line = lines.Single();
        Assert.Equal(("ERROR", "ModelAccessDeniedException"), ((string?)line["level"], (string?)line["errorType"]));
        Assert.DoesNotContain("/9j/", line.ToJsonString(), StringComparison.Ordinal);
    }

    private static async Task<DescribeResponse> DescribeAsync(ScriptedBedrock bedrock, LogLines lines, IDescriptionBudget budget)
    {
        await using var store = new TemporaryStore();
        await store.Store.Images.WriteRenditionAsync(new(Picture, "image/jpeg", new string('a', 64), new byte[] { 0xFF, 0xD8, 0xFF, 0xD9 }), CancellationToken.None);
        var function = new DescribeFunction(new(store.Store.Images, bedrock.CreateModel(), budget, Settings, TimeProvider.System), lines.CreateCalls("describe"));
        var original = new Original("uploads", "a.jpg", null, null, new string('a', 64), 1, "set", "uploads/a.jpg/0011-2233/", new(ImageFormat.Jpeg, 800, 600), DecodeOptions.FullSize);
        var made = new MadeRendition(new RenditionRecord(DescriptionPicture.Plan("").Rendition.Name, Picture, ImageFormat.Jpeg, "image/jpeg", 800, 600, 1, 4));
        return await function.Describe(new(FunctionsUnderTest.Execution, original, [new(ResizeOutcome.Made, [made])]), LogLines.CreateContext());
    }

    /// <param name="images">Images that may still be described.</param>
    private sealed class Budget(int images) : IDescriptionBudget
    {
        private int _left = images;

        public Task<bool> TryTakeAsync(DateOnly day, int limit, CancellationToken cancellationToken) => Task.FromResult(_left-- > 0);
    }
}
