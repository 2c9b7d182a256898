using Pipeline.Aws.Tests.Aws.Emulators;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Events;
using Pipeline.Core.Grouping;
using Pipeline.Core.Reconciliation;
using Pipeline.Host.Store.Records;
using Pipeline.Testing.Emulators;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;

namespace Pipeline.Aws.Tests.Aws;

/// <summary>From the upload through the S3 API to renditions in the bucket, an item in the table, and an announcement.</summary>
public abstract class EndToEndContract(S3Emulator s3, DynamoDbEmulator dynamoDb)
{
    [Fact]
    public async Task UploadEndsInPublishedRenditionsARecordAndAnAnnouncement()
    {
        await using var pipeline = await AwsPipelineUnderTest.CreateAsync(s3, dynamoDb);

        Assert.Equal("AnnounceSuccess", await pipeline.UploadAsync("cats/ü 1+1%.jpg", SyntheticImages.Jpeg(2000, 1000)));

        var record = await pipeline.RecordAsync("cats/ü 1+1%.jpg");
        Assert.Equal((ImageStatus.Ready, pipeline.Uploads), (record.Status, record.Bucket));
        await AssertRenditionsAsync(pipeline, record);
        var announcement = Assert.Single(await pipeline.AnnouncementsAsync(AnnouncementTopic.Success));
        Assert.Equal(("succeeded", record.ImageId), (announcement.Outcome, announcement.ImageId));
        Assert.Equal(record, announcement.Record! with { Current = record.Current });
        foreach (var status in ImageStatuses.Listed)
        {
            Assert.Empty((await pipeline.Catalogue.ListAsync(status, 10, null, CancellationToken.None)).Records);
        }
    }

    [Fact]
    public async Task UploadInOneGroupEndsInTheSamePublishedRenditions()
    {
        var content = SyntheticImages.Jpeg(2000, 1000);
        await using var each = await AwsPipelineUnderTest.CreateAsync(s3, dynamoDb);
        await using var auto = await AwsPipelineUnderTest.CreateAsync(s3, dynamoDb, ResizeGrouping.Auto);

        Assert.Equal("AnnounceSuccess", await each.UploadAsync("a.jpg", content));
        Assert.Equal("AnnounceSuccess", await auto.UploadAsync("a.jpg", content));

        var (one, other) = (await each.RecordAsync("a.jpg"), await auto.RecordAsync("a.jpg"));
        Assert.Equal(one.Current!.Renditions, other.Current!.Renditions);
        Assert.Equal(one.Current.Placeholder, other.Current.Placeholder);
        await AssertRenditionsAsync(auto, other);
    }

    [Fact]
    public async Task SameUploadAgainIsUnchanged()
    {
        await using var pipeline = await AwsPipelineUnderTest.CreateAsync(s3, dynamoDb);
        var content = SyntheticImages.Png(300, 200);

        Assert.Equal("AnnounceSuccess", await pipeline.UploadAsync("a.png", content));
        var first = await pipeline.RecordAsync("a.png");
        Assert.Equal("Unchanged", await pipeline.UploadAsync("a.png", content));
        var second = await pipeline.RecordAsync("a.png");

        Assert.Equal(first.Current!.Prefix, second.Current!.Prefix);
        Assert.True(Sequencer.Compare(second.Sequencer, first.Sequencer) > 0);
        await AssertRenditionsAsync(pipeline, second);
        Assert.Single(await pipeline.AnnouncementsAsync(AnnouncementTopic.Success));
    }

    [Fact]
    public async Task OldRenditionsAreSweptAfterTheGracePeriod()
    {
        await using var pipeline = await AwsPipelineUnderTest.CreateAsync(s3, dynamoDb);

        Assert.Equal("AnnounceSuccess", await pipeline.UploadAsync("a.png", SyntheticImages.Png(300, 200, seed: 1)));
        var first = await pipeline.RecordAsync("a.png");
        Assert.Equal("AnnounceSuccess", await pipeline.UploadAsync("a.png", SyntheticImages.Png(300, 200, seed: 2)));
        var second = await pipeline.RecordAsync("a.png");

        Assert.NotEqual(first.Current!.Prefix, second.Current!.Prefix);
        Assert.NotEmpty(await pipeline.Store.ListRenditionsAsync(first.Current.Prefix, CancellationToken.None));
        var later = new ManualTimeProvider { Now = DateTimeOffset.UtcNow.AddDays(8) };
        Assert.Equal(1, await new RenditionSweeper(pipeline.Catalogue, pipeline.Store, later).SweepAsync(CancellationToken.None));
        await AssertRenditionsAsync(pipeline, second);
    }

    [Fact]
    public async Task DeletionRemovesRenditionsAndMarksTheRecord()
    {
        await using var pipeline = await AwsPipelineUnderTest.CreateAsync(s3, dynamoDb);
        await pipeline.UploadAsync("a.png", SyntheticImages.Png(300, 200));

        Assert.Equal("AnnounceRemoval", await pipeline.DeleteAsync("a.png"));

        var record = await pipeline.RecordAsync("a.png");
        Assert.Equal((ImageStatus.Deleted, null), (record.Status, record.Current));
        Assert.NotNull(record.ExpiresAt);
        Assert.Empty(await pipeline.Store.ListRenditionsAsync("a.png/", CancellationToken.None));
        Assert.Equal("removed", (await pipeline.AnnouncementsAsync(AnnouncementTopic.Success))[^1].Outcome);
    }

    [Fact]
    public async Task DamagedUploadIsRejectedAndTheLastGoodVersionStays()
    {
        await using var pipeline = await AwsPipelineUnderTest.CreateAsync(s3, dynamoDb);
        await pipeline.UploadAsync("a.jpg", SyntheticImages.Jpeg(300, 200));
        var good = await pipeline.RecordAsync("a.jpg");

        Assert.Equal("AnnounceRejection", await pipeline.UploadAsync("a.jpg", SyntheticImages.Jpeg(300, 200, seed: 1)[..3000]));

        var record = await pipeline.RecordAsync("a.jpg");
        Assert.Equal((ImageStatus.Rejected, ReasonCodes.CorruptImage), (record.Status, record.Reason!.Code));
        Assert.Equal(good.Current!.Prefix, record.Current!.Prefix);
        await AssertRenditionsAsync(pipeline, record);
        Assert.Equal("rejected", Assert.Single(await pipeline.AnnouncementsAsync(AnnouncementTopic.Failure)).Outcome);
    }

    [Fact]
    public async Task OriginalWithTheLongestKeyHasRenditions()
    {
        await using var pipeline = await AwsPipelineUnderTest.CreateAsync(s3, dynamoDb);
        var key = string.Concat(Enumerable.Repeat("ü", 510)) + ".jpg";

        Assert.Equal("AnnounceSuccess", await pipeline.UploadAsync(key, SyntheticImages.Jpeg(300, 200)));

        await AssertRenditionsAsync(pipeline, await pipeline.RecordAsync(key));
    }

    [Fact]
    public async Task FolderMarkersAreNotRouted()
    {
        await using var pipeline = await AwsPipelineUnderTest.CreateAsync(s3, dynamoDb);

        Assert.Null(await pipeline.UploadAsync("folder/", []));
    }

    [MaterialTheory("images")]
    [InlineData("camera-12mp.jpg", "AnnounceSuccess")]
    [InlineData("photo.avif", "AnnounceSuccess")]
    [InlineData("alpha-1024x768.png", "AnnounceSuccess")]
    [InlineData("orientation-6.jpg", "AnnounceSuccess")]
    [InlineData("animated.webp", "AnnounceSuccess")]
    [InlineData("truncated.jpg", "AnnounceRejection")]
    [InlineData("bomb-65536x65536.png", "AnnounceRejection")]
    public async Task PhotographHasTheExpectedOutcome(string file, string outcome)
    {
        await using var pipeline = await AwsPipelineUnderTest.CreateAsync(s3, dynamoDb);

        Assert.Equal(outcome, await pipeline.UploadAsync(file, File.ReadAllBytes(Path.Combine(Repository.Material!, "images", file))));

        await AssertRenditionsAsync(pipeline, await pipeline.RecordAsync(file));
    }

    /// <summary>Asserts that all renditions of the record exist as it says, are published, and that there are no others.</summary>
    private static async Task AssertRenditionsAsync(AwsPipelineUnderTest pipeline, ImageRecord record)
    {
        var renditions = record.Current?.Renditions ?? [];
        Assert.Equal(
            renditions.Select(rendition => rendition.Key).Distinct().Order(StringComparer.Ordinal),
            await pipeline.Store.ListRenditionsAsync(GetFolder(record), CancellationToken.None));
        foreach (var rendition in renditions)
        {
            var (stored, content, tags) = await pipeline.RenditionAsync(rendition.Key);
            Assert.Equal(rendition.ContentType, stored.Headers.ContentType);
            Assert.Equal(record.Current!.Sha256, stored.Metadata["source-version"]);
            Assert.Empty(tags);
            Assert.Equal(rendition.Bytes, content.Length);
            var info = AwsPipelineUnderTest.Inspect(content, rendition.Format);
            Assert.Equal((rendition.Width, rendition.Height, rendition.Frames), (info.Width, info.Height, info.Frames));
        }
    }

    /// <summary>Returns the folder with all versions of an image.</summary>
    private static string GetFolder(ImageRecord record) =>
        record.Current is { Prefix: var prefix } ? prefix[..(prefix.LastIndexOf('/', prefix.Length - 2) + 1)] : record.Key + "/";
}

[Collection(Emulated.ByDynalite)]
public sealed class DynaliteEndToEndTests(Fauxqs fauxqs, Dynalite dynalite) : EndToEndContract(fauxqs, dynalite);

[Collection(Emulated.ByDynamoDbLocal)]
public sealed class DynamoDbLocalEndToEndTests(Fauxqs fauxqs, DynamoDbLocal dynamoDbLocal) : EndToEndContract(fauxqs, dynamoDbLocal);
