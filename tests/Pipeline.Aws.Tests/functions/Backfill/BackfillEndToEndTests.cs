using System.Text.Json.Nodes;
using Pipeline.Aws.Tests.Aws;
using Pipeline.Aws.Tests.Aws.Emulators;
using Pipeline.Cloud.Costs;
using Pipeline.Core.Backfill;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Costs;
using Pipeline.Core.Renditions;
using Pipeline.Host.Store.Records;
using Pipeline.Interpreter.Executions;
using Pipeline.Testing.Emulators;
using Pipeline.Testing.Pictures;

namespace Pipeline.Aws.Tests.Backfill;

/// <summary>Backfills of buckets and manifests on emulators of S3 and DynamoDB.</summary>
[Collection(Emulated.ByDynalite)]
public sealed class BackfillEndToEndTests(Fauxqs s3, Dynalite dynamoDb)
{
    private static readonly RenditionSet OtherSet = new([new("small", 30)]);

    [Fact]
    public async Task EveryOriginalOfTheBucketGetsRenditionsAndOneSummaryIsAnnounced()
    {
        await using var pipeline = await AwsPipelineUnderTest.CreateAsync(s3, dynamoDb);
        var backfill = new BackfillUnderTest(s3, pipeline, await s3.CreateBucketAsync());
        for (var i = 0; i < 6; i++)
        {
            await backfill.PutAsync($"photos/{i}.png", SyntheticImages.Png(40 + i, 30, seed: i));
        }

        await backfill.PutAsync("photos/", []);
        await backfill.PutAsync("photos/notes.txt", "no image"u8.ToArray());
        await pipeline.UploadAsync("photos/known.png", SyntheticImages.Png(50, 50, seed: 99));

        var summary = await backfill.SucceedAsync("first", new());

        Assert.Equal(new(Accepted: 6, Unchanged: 1, Rejected: 1, Skipped: 1), summary.Counts);
        Assert.Equal(backfill.Internal, summary.Results.Bucket);
        Assert.Matches("^backfills/first/.+/manifest.json$", summary.Results.Key);
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(ImageStatus.Ready, (await pipeline.RecordAsync($"photos/{i}.png")).Status);
        }

        Assert.Equal(ImageStatus.Rejected, (await pipeline.RecordAsync("photos/notes.txt")).Status);
        // The upload was announced by itself, and nothing that the backfill found.
        var announcements = await ListMessagesAsync(pipeline, AnnouncementTopic.Success);
        Assert.Equal(["backfilled", "succeeded"], announcements.Select(message => (string)message["outcome"]!).Order());
        Assert.Equal(6, (int)announcements.Single(message => (string?)message["outcome"] == "backfilled")["counts"]!["accepted"]!);
        Assert.Empty(await ListMessagesAsync(pipeline, AnnouncementTopic.Failure));
    }

    [Fact]
    public async Task SecondBackfillIsUnchangedAndCallsNothingButValidate()
    {
        await using var pipeline = await AwsPipelineUnderTest.CreateAsync(s3, dynamoDb);
        var backfill = new BackfillUnderTest(s3, pipeline, await s3.CreateBucketAsync());
        for (var i = 0; i < 4; i++)
        {
            await backfill.PutAsync($"{i}.png", SyntheticImages.Png(40 + i, 30, seed: i));
        }

        await backfill.SucceedAsync("first", new());
        var record = await pipeline.RecordAsync("0.png");
        var summary = await backfill.SucceedAsync("second", new());

        Assert.Equal(new(Unchanged: 4), summary.Counts);
        Assert.Equal((4, 0, 0), (backfill.CallsOf("validate"), backfill.CallsOf("resize"), backfill.CallsOf("persist")));
        Assert.Equal(record.UpdatedAt, (await pipeline.RecordAsync("0.png")).UpdatedAt);
    }

    /// <summary>What the cost model counts for Standard children.</summary>
    [Fact]
    public async Task ChildEntersAsManyStatesAsTheCostsSay()
    {
        await using var pipeline = await AwsPipelineUnderTest.CreateAsync(s3, dynamoDb);
        var backfill = new BackfillUnderTest(s3, pipeline, await s3.CreateBucketAsync(), executionType: BackfillDefinition.Standard);
        await backfill.PutAsync("a.png", SyntheticImages.Png(2_000, 1_500));
        await backfill.SucceedAsync("made", new());
        await backfill.SucceedAsync("unchanged", new());
        await backfill.SucceedAsync("announced", new(Announcements: BackfillAnnouncements.Each));

        int[] entered = [.. backfill.MapRuns.MapRunArns.Select(run => backfill.MapRuns.ReadHistory(run, 0).Count(@event => @event.Type.EndsWith("StateEntered", StringComparison.Ordinal)))];

        Assert.Equal(
            [TransitionsOf(BackfillCosts.Unchanged(CostSettings.Default, BackfillDefinition.Standard)), TransitionsOf(BackfillCosts.Unchanged(CostSettings.Default, BackfillDefinition.Standard)),
                TransitionsOf(BackfillCosts.Made(CostSettings.Default, RenditionSet.Default, BackfillDefinition.Standard, announces: false))],
            entered.Order());
    }

    [Fact]
    public async Task PrefixLimitsTheListAndKeyFilterTheImages()
    {
        await using var pipeline = await AwsPipelineUnderTest.CreateAsync(s3, dynamoDb);
        var backfill = new BackfillUnderTest(s3, pipeline, await s3.CreateBucketAsync(), new("photos/", [".png"]));
        foreach (var key in new[] { "photos/a.PNG", "photos/b.gif", "photos-old/c.png", "other/d.png" })
        {
            await backfill.PutAsync(key, SyntheticImages.Png(40, 30));
        }

        var summary = await backfill.SucceedAsync("prefix", new("photos"));

        Assert.Equal(new(Accepted: 1, Skipped: 2), summary.Counts);
        Assert.Null(await pipeline.Catalogue.GetAsync(ImageIds.Create(pipeline.Uploads, "photos/b.gif"), CancellationToken.None));
    }

    [Fact]
    public async Task ManifestOfOutdatedImagesIsMadeAgainWithTheNewSet()
    {
        await using var before = await AwsPipelineUnderTest.CreateAsync(s3, dynamoDb);
        await before.UploadAsync("a.png", SyntheticImages.Png(60, 40, seed: 1));
        await before.UploadAsync("b.png", SyntheticImages.Png(60, 40, seed: 2));
        await using var pipeline = before.Redeploy(s3, dynamoDb, OtherSet);
        var backfill = new BackfillUnderTest(s3, pipeline, await s3.CreateBucketAsync());
        var (a, b) = (await pipeline.RecordAsync("a.png"), await pipeline.RecordAsync("b.png"));
        await backfill.WriteManifestAsync("manifests/1.jsonl", [new("a.png", a.ETag!, 1), new("b.png", b.ETag!, 1), new("gone.png", "0", 1)]);

        var summary = await backfill.SucceedAsync("outdated", new(Manifest: "manifests/1.jsonl", Announcements: BackfillAnnouncements.Each));

        Assert.Equal(new(Accepted: 2, Superseded: 1), summary.Counts);
        foreach (var record in new[] { await pipeline.RecordAsync("a.png"), await pipeline.RecordAsync("b.png") })
        {
            Assert.Equal(["small"], record.Current!.Renditions.Select(rendition => rendition.Name));
            Assert.NotNull(record.Sequencer);
        }

        Assert.Equal(["succeeded", "succeeded"], (await ListMessagesAsync(pipeline, AnnouncementTopic.Success)).Select(message => (string)message["outcome"]!));
    }

    [Fact]
    public async Task NoMoreImagesAreProcessedAtOnceThanTheInputAllows()
    {
        await using var pipeline = await AwsPipelineUnderTest.CreateAsync(s3, dynamoDb);
        var backfill = new BackfillUnderTest(s3, pipeline, await s3.CreateBucketAsync());
        for (var i = 0; i < 8; i++)
        {
            await backfill.PutAsync($"{i}.txt", "no image"u8.ToArray());
        }

        await backfill.SucceedAsync("default", new(Announcements: BackfillAnnouncements.None));
        Assert.InRange(backfill.MaxRunning, 2, 3);
        Assert.Empty(await ListMessagesAsync(pipeline, AnnouncementTopic.Success));
    }

    [Fact]
    public async Task RejectionsAreAnnouncedOneByOneIfTheInputSaysSo()
    {
        await using var pipeline = await AwsPipelineUnderTest.CreateAsync(s3, dynamoDb);
        var backfill = new BackfillUnderTest(s3, pipeline, await s3.CreateBucketAsync());
        await backfill.PutAsync("a.txt", "no image"u8.ToArray());
        await backfill.PutAsync("b.jpg", SyntheticImages.Jpeg(300, 200, seed: 1)[..3000]);

        var summary = await backfill.SucceedAsync("each", new(Announcements: BackfillAnnouncements.Each));

        Assert.Equal(new(Rejected: 2), summary.Counts);
        Assert.Equal(["rejected", "rejected"], (await ListMessagesAsync(pipeline, AnnouncementTopic.Failure)).Select(message => (string)message["outcome"]!));
    }

    [Fact]
    public async Task FewFailuresAreCountedAndEndNoBackfill()
    {
        await using var pipeline = await AwsPipelineUnderTest.CreateAsync(s3, dynamoDb);
        var backfill = new BackfillUnderTest(s3, pipeline, await s3.CreateBucketAsync()) { Unreadable = ["07"] };
        for (var i = 0; i < 30; i++)
        {
            await backfill.PutAsync($"{i:00}.txt", "no image"u8.ToArray());
        }

        var summary = await backfill.SucceedAsync("few", new());

        Assert.Equal(new(Rejected: 29, Failed: 1), summary.Counts);
        Assert.Equal(ImageStatus.Failed, (await pipeline.RecordAsync("07.txt")).Status);
        // No message for each image, also not for the one that failed.
        Assert.Empty(await ListMessagesAsync(pipeline, AnnouncementTopic.Failure));
    }

    [Fact]
    public async Task TooManyFailuresEndTheBackfillAndItsRedriveAnnouncesTheSummaryOnce()
    {
        await using var pipeline = await AwsPipelineUnderTest.CreateAsync(s3, dynamoDb);
        var backfill = new BackfillUnderTest(s3, pipeline, await s3.CreateBucketAsync()) { Unreadable = ["bad"] };
        foreach (var key in new[] { "bad-1.txt", "bad-2.txt", "good-1.txt", "good-2.txt" })
        {
            await backfill.PutAsync(key, "no image"u8.ToArray());
        }

        var failed = await backfill.RunAsync("many", "{}");
        Assert.Equal((ExecutionStatus.Failed, "States.ExceedToleratedFailureThreshold"), (failed.Status, failed.Error));
        Assert.Empty(await ListMessagesAsync(pipeline, AnnouncementTopic.Success));

        backfill.Unreadable = [];
        var redriven = await backfill.RedriveAsync();

        Assert.True(redriven.Status == ExecutionStatus.Succeeded, $"{redriven.Status}: {redriven.Error} {redriven.Cause}");
        Assert.Equal(4, (int)redriven.Output!["counts"]!["rejected"]!);
        var announcement = Assert.Single(await ListMessagesAsync(pipeline, AnnouncementTopic.Success));
        Assert.Equal(4, (int)announcement["counts"]!["rejected"]!);
    }

    /// <summary>People start it in the console, too.</summary>
    [Fact]
    public async Task EmptyInputHasTheDefaults()
    {
        await using var pipeline = await AwsPipelineUnderTest.CreateAsync(s3, dynamoDb);
        var backfill = new BackfillUnderTest(s3, pipeline, await s3.CreateBucketAsync());
        await backfill.PutAsync("a.png", SyntheticImages.Png(40, 30));

        var result = await backfill.RunAsync("empty", "{}");

        Assert.Equal((ExecutionStatus.Succeeded, 1), (result.Status, (int)result.Output!["counts"]!["accepted"]!));
        Assert.Single(await ListMessagesAsync(pipeline, AnnouncementTopic.Success));
    }

    /// <summary>Those of the child: one more is the start.</summary>
    private static int TransitionsOf(CostEstimate estimate) => (int)estimate.Lines.Where(line => line.Price == Prices.Transitions).Sum(line => line.Amount) - 1;

    private static async Task<IReadOnlyList<JsonNode>> ListMessagesAsync(AwsPipelineUnderTest pipeline, AnnouncementTopic topic) =>
        [.. (await pipeline.Local.Announcements.ListAsync(topic, null, false, 100, CancellationToken.None)).Select(record => JsonNode.Parse(record.Message)!)];
}
