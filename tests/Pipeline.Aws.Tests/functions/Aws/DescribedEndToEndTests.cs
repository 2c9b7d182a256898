using System.Text.Json.Nodes;
using Pipeline.Aws.Tests.Aws.Emulators;
using Pipeline.Aws.Tests.Aws.Models;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Describing;
using Pipeline.Host.Engine;
using Pipeline.Host.Store.Records;
using Pipeline.Testing.Emulators;
using Pipeline.Testing.Pictures;

namespace Pipeline.Aws.Tests.Aws;

/// <summary>From the upload through S3, Bedrock and DynamoDB to an image that is described, in quarantine, released or captioned.</summary>
public abstract class DescribedEndToEndContract(S3Emulator s3, DynamoDbEmulator dynamoDb) : IAsyncLifetime
{
    private static readonly ModerationPolicy Quarantine = new(ModerationAction.Quarantine);

    private ScriptedBedrock _bedrock = null!;

    public async Task InitializeAsync() => _bedrock = await ScriptedBedrock.StartAsync();

    public async Task DisposeAsync() => await _bedrock.DisposeAsync();

    [Fact]
    public async Task UploadIsDescribedAndNothingOfThePictureForTheModelStays()
    {
        await using var pipeline = await CreateAsync();

        Assert.Equal("AnnounceSuccess", await pipeline.UploadAsync("cats/ü 1.jpg", SyntheticImages.Jpeg(2000, 1000)));

        var record = await pipeline.RecordAsync("cats/ü 1.jpg");
        var description = record.Description!;
        Assert.Equal((ImageStatus.Ready, "A red bicycle leans against a wall", "en", record.Current!.Sha256), (record.Status, description.AltText, description.Language, description.Sha256));
        Assert.Equal(("eu.amazon.nova-lite-v1:0", Settings().Schema), (description.Model, description.Schema));
        Assert.Equal(description.AltText, Assert.Single(await pipeline.AnnouncementsAsync(AnnouncementTopic.Success)).Record!.Description!.AltText);
        Assert.Equal(
            record.Current.Renditions.Select(rendition => rendition.Key).Distinct().Order(StringComparer.Ordinal),
            await pipeline.Store.ListRenditionsAsync("cats/ü 1.jpg/", CancellationToken.None));
        var picture = Convert.FromBase64String((string)Assert.Single(_bedrock.Calls).Request["messages"]![0]!["content"]![0]!["image"]!["source"]!["bytes"]!);
        var info = AwsPipelineUnderTest.Inspect(picture, Pipeline.Imaging.Formats.ImageFormat.Jpeg);
        Assert.Equal((800, 400), (info.Width, info.Height));
    }

    [Fact]
    public async Task ObjectionableUploadIsTaggedAnnouncedAndPublishedOnceSomebodyReleasesIt()
    {
        _bedrock.Answer(ScriptedBedrock.Describe("Two men fight", ("violence", 0.9)));
        await using var pipeline = await CreateAsync(Quarantine);

        Assert.Equal("AnnounceQuarantine", await pipeline.UploadAsync("a.jpg", SyntheticImages.Jpeg(300, 200)));

        var record = await pipeline.RecordAsync("a.jpg");
        Assert.Equal((ImageStatus.Quarantined, ReasonCodes.Moderated, null), (record.Status, record.Reason!.Code, record.Current));
        var keys = await pipeline.Store.ListRenditionsAsync("a.jpg/", CancellationToken.None);
        Assert.NotEmpty(keys);
        foreach (var key in keys)
        {
            var tag = Assert.Single((await pipeline.RenditionAsync(key)).Tags);
            Assert.Equal(("quarantined", "true"), (tag.Key, tag.Value));
        }

        Assert.Equal("quarantined", Assert.Single(await pipeline.AnnouncementsAsync(AnnouncementTopic.Failure)).Outcome);
        Assert.Empty(await pipeline.AnnouncementsAsync(AnnouncementTopic.Success));
        Assert.Equal(record.ImageId, Assert.Single((await pipeline.Catalogue.ListAsync(ImageStatus.Quarantined, 10, null, CancellationToken.None)).Records).ImageId);

        Assert.Equal("AnnounceSuccess", await pipeline.DecideAsync("Image Released", "a.jpg", new() { ["etag"] = record.ETag }));

        var released = await pipeline.RecordAsync("a.jpg");
        Assert.Equal((ImageStatus.Ready, true, keys.Count), (released.Status, released.Description!.Released, released.Current!.Renditions.Select(rendition => rendition.Key).Distinct().Count()));
        foreach (var key in keys)
        {
            Assert.Empty((await pipeline.RenditionAsync(key)).Tags);
        }

        Assert.Equal("succeeded", Assert.Single(await pipeline.AnnouncementsAsync(AnnouncementTopic.Success)).Outcome);
    }

    [Fact]
    public async Task UploadThatAModelCannotLookAtIsPublishedWithoutDescription()
    {
        _bedrock.Answer(403, "AccessDeniedException", """{"message":"no access to the model"}""");
        await using var pipeline = await CreateAsync();

        Assert.Equal("AnnounceSuccess", await pipeline.UploadAsync("a.jpg", SyntheticImages.Jpeg(300, 200)));

        var record = await pipeline.RecordAsync("a.jpg");
        Assert.Equal((ImageStatus.Ready, null), (record.Status, record.Description));
    }

    [Fact]
    public async Task UploadThatNoModelLookedAtIsNotPublishedIfObjectionableOnesAreNot()
    {
        _bedrock.Answer(403, "AccessDeniedException", """{"message":"no access to the model"}""");
        await using var pipeline = await CreateAsync(Quarantine);

        Assert.Equal("AnnounceQuarantine", await pipeline.UploadAsync("a.jpg", SyntheticImages.Jpeg(300, 200)));

        var record = await pipeline.RecordAsync("a.jpg");
        Assert.Equal((ImageStatus.Quarantined, ReasonCodes.NotDescribed), (record.Status, record.Reason!.Code));
        Assert.Contains("ModelAccessDeniedException", record.Reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SpentBudgetAsksNobody()
    {
        await using var pipeline = await CreateAsync(new(ModerationAction.Record), dailyImages: 1);

        Assert.Equal("AnnounceSuccess", await pipeline.UploadAsync("a.jpg", SyntheticImages.Jpeg(300, 200)));
        Assert.Equal("AnnounceSuccess", await pipeline.UploadAsync("b.jpg", SyntheticImages.Jpeg(300, 200, seed: 1)));

        Assert.Single(_bedrock.Calls);
        Assert.NotNull((await pipeline.RecordAsync("a.jpg")).Description);
        Assert.Null((await pipeline.RecordAsync("b.jpg")).Description);
    }

    [Fact]
    public async Task TextOfAPersonOutlivesTheNextUpload()
    {
        await using var pipeline = await CreateAsync();
        await pipeline.UploadAsync("a.jpg", SyntheticImages.Jpeg(300, 200));
        var caption = new JsonObject { ["altText"] = "My bicycle", ["language"] = "en" };

        Assert.Equal("AnnounceSuccess", await pipeline.DecideAsync("Image Captioned", "a.jpg", [], caption));
        Assert.Equal("AnnounceSuccess", await pipeline.UploadAsync("a.jpg", SyntheticImages.Jpeg(300, 200, seed: 1)));

        var description = (await pipeline.RecordAsync("a.jpg")).Description!;
        Assert.Equal(("My bicycle", true, 2), (description.AltText, description.ByPerson, _bedrock.Calls.Count));
    }

    private static DescriptionSettings Settings(int? dailyImages = 100) => new("eu.amazon.nova-lite-v1:0", ["en"], DailyImages: dailyImages);

    private Task<AwsPipelineUnderTest> CreateAsync(ModerationPolicy? moderation = null, int dailyImages = 100) =>
        AwsPipelineUnderTest.CreateAsync(s3, dynamoDb, new DescribingOptions(new(_bedrock.CreateModel(), Settings(dailyImages)), moderation ?? new(ModerationAction.Record)));
}

[Collection(Emulated.ByDynalite)]
public sealed class DynaliteDescribedEndToEndTests(Fauxqs fauxqs, Dynalite dynalite) : DescribedEndToEndContract(fauxqs, dynalite);

[Collection(Emulated.ByDynamoDbLocal)]
public sealed class DynamoDbLocalDescribedEndToEndTests(Fauxqs fauxqs, DynamoDbLocal dynamoDbLocal) : DescribedEndToEndContract(fauxqs, dynamoDbLocal);
