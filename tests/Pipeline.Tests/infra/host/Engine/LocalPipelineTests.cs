using System.Text;
using System.Text.Json;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Events;
using Pipeline.Host.Store.Records;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Host.Engine;

public sealed class LocalPipelineTests
{
    [Fact]
    public async Task UploadEndsInRenditionsARecordAndAnAnnouncement()
    {
        await using var pipeline = new PipelineUnderTest();

        var outcome = await pipeline.UploadAsync("cats/1.jpg", SyntheticImages.Jpeg(2000, 1000));

        Assert.Equal("succeeded", outcome.Name);
        Assert.Equal(ImageStatus.Ready, outcome.Record!.Status);
        var version = outcome.Record.Current!;
        Assert.Equal(
            [("thumb", 128, 128), ("small", 320, 160), ("medium", 800, 400), ("large", 1600, 800), ("large-jpeg", 1600, 800)],
            version.Renditions.Select(rendition => (rendition.Name, rendition.Width, rendition.Height)));
        Assert.Equal($"cats/1.jpg/{version.Sha256[..16]}-{version.RenditionSet}/", version.Prefix);
        Assert.Equal(version.Prefix + "large-jpeg.jpg", version.Renditions[^1].Key);
        Assert.Equal(
            version.Renditions.Select(rendition => rendition.Key).Order(StringComparer.Ordinal), await pipeline.ListRenditionsAsync("cats/1.jpg/"));

        var announcement = Assert.Single(await AnnouncementsAsync(pipeline, AnnouncementTopic.Success));
        Assert.Equal("succeeded", announcement.Outcome);
        Assert.Equal(outcome.Record, announcement.Record! with { Current = outcome.Record.Current });
    }

    [Fact]
    public async Task SameUploadTwiceIsUnchangedTheSecondTime()
    {
        await using var pipeline = new PipelineUnderTest();
        var content = SyntheticImages.Png(300, 200);

        var first = await pipeline.UploadAsync("a.png", content);
        var second = await pipeline.UploadAsync("a.png", content);

        Assert.Equal(("succeeded", "unchanged"), (first.Name, second.Name));
        Assert.Equal(first.Record!.Current!.Prefix, second.Record!.Current!.Prefix);
        Assert.True(Sequencer.Compare(second.Record.Sequencer, first.Record.Sequencer) > 0);
        Assert.Single(await AnnouncementsAsync(pipeline, AnnouncementTopic.Success));
    }

    [Fact]
    public async Task NewContentFlipsTheRecordAndKeepsTheOldRenditionsForSevenDays()
    {
        await using var pipeline = new PipelineUnderTest();

        var first = await pipeline.UploadAsync("a.png", SyntheticImages.Png(300, 200, seed: 1));
        var second = await pipeline.UploadAsync("a.png", SyntheticImages.Png(300, 200, seed: 2));

        Assert.Equal(
            first.Record!.Current!.Renditions.Concat(second.Record!.Current!.Renditions).Select(rendition => rendition.Key).Distinct().Order(StringComparer.Ordinal),
            await pipeline.ListRenditionsAsync("a.png/"));
        var replaced = Assert.Single((await pipeline.GetEntryAsync("a.png"))!.Replaced!);
        Assert.Equal((first.Record.Current.Prefix, second.Record.UpdatedAt.AddDays(7)), (replaced.Prefix, replaced.RemoveAfter));
    }

    [Fact]
    public async Task ReplacedRenditionsWhoseTimeIsOverAreRemovedWhenTheHostStarts()
    {
        await using var pipeline = new PipelineUnderTest(renditionGrace: TimeSpan.FromTicks(1));
        await pipeline.UploadAsync("a.png", SyntheticImages.Png(300, 200, seed: 1));
        var second = await pipeline.UploadAsync("a.png", SyntheticImages.Png(300, 200, seed: 2));
        var expected = second.Record!.Current!.Renditions.Select(rendition => rendition.Key).Distinct().Count();
        Assert.Equal(2 * expected, (await pipeline.ListRenditionsAsync("a.png/")).Count);

        await pipeline.Pipeline.ResumeAsync(CancellationToken.None);

        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await pipeline.GetEntryAsync("a.png"))! is { Replaced: not null } or { Removals.Count: > 0 })
        {
            await Task.Delay(10, timeout.Token);
        }

        Assert.Equal(expected, (await pipeline.ListRenditionsAsync("a.png/")).Count);
    }

    [Fact]
    public async Task WithoutAGracePeriodNewContentRemovesTheOldRenditions()
    {
        await using var pipeline = new PipelineUnderTest(renditionGrace: TimeSpan.Zero);

        var first = await pipeline.UploadAsync("a.png", SyntheticImages.Png(300, 200, seed: 1));
        var second = await pipeline.UploadAsync("a.png", SyntheticImages.Png(300, 200, seed: 2));

        Assert.Equal("succeeded", second.Name);
        Assert.NotEqual(first.Record!.Current!.Prefix, second.Record!.Current!.Prefix);
        Assert.Equal(
            second.Record.Current.Renditions.Select(rendition => rendition.Key).Distinct().Order(StringComparer.Ordinal),
            await pipeline.ListRenditionsAsync("a.png/"));
    }

    [Fact]
    public async Task DeletionRemovesRenditionsAndMarksTheRecord()
    {
        await using var pipeline = new PipelineUnderTest();
        await pipeline.UploadAsync("a.png", SyntheticImages.Png(300, 200));

        var outcome = await pipeline.DeleteAsync("a.png");

        Assert.Equal("removed", outcome.Name);
        Assert.Equal(ImageStatus.Deleted, outcome.Record!.Status);
        Assert.Null(outcome.Record.Current);
        Assert.Empty(await pipeline.ListRenditionsAsync("a.png/"));
        Assert.Equal("removed", (await AnnouncementsAsync(pipeline, AnnouncementTopic.Success))[^1].Outcome);
    }

    [Fact]
    public async Task RejectedUploadKeepsTheLastGoodVersionAndSaysWhy()
    {
        await using var pipeline = new PipelineUnderTest();
        var good = await pipeline.UploadAsync("a.png", SyntheticImages.Png(300, 200));

        var bad = await pipeline.UploadAsync("a.png", Encoding.UTF8.GetBytes("this is no picture"));

        Assert.Equal(("rejected", ReasonCodes.UnsupportedFormat), (bad.Name, bad.Reason?.Code));
        Assert.Equal(ImageStatus.Rejected, bad.Record!.Status);
        Assert.Equal(good.Record!.Current!.Prefix, bad.Record.Current!.Prefix);
        Assert.Equal(
            good.Record.Current.Renditions.Select(rendition => rendition.Key).Distinct().Order(StringComparer.Ordinal), await pipeline.ListRenditionsAsync("a.png/"));
        var announcement = Assert.Single(await AnnouncementsAsync(pipeline, AnnouncementTopic.Failure));
        Assert.Equal(("rejected", ReasonCodes.UnsupportedFormat), (announcement.Outcome, announcement.Record!.Reason!.Code));
    }

    private static readonly Dictionary<string, Func<byte[]>> InvalidContents = new()
    {
        ["empty.jpg"] = () => [],
        ["large.jpg"] = () => new byte[64_000_001],
        ["text.jpg"] = () => Encoding.UTF8.GetBytes("hello, hello, hello"),
        ["vector.svg"] = () => Encoding.UTF8.GetBytes("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ["half.png"] = () => SyntheticImages.Png(300, 200)[..2000],
        ["half.jpg"] = () => SyntheticImages.Jpeg(300, 200)[..3000],
    };

    [Theory]
    [InlineData("empty.jpg", ReasonCodes.EmptyObject, "empty")]
    [InlineData("large.jpg", ReasonCodes.ObjectTooLarge, "at most 64,000,000")]
    [InlineData("text.jpg", ReasonCodes.UnsupportedFormat, "text")]
    [InlineData("vector.svg", ReasonCodes.UnsupportedFormat, "SVG")]
    [InlineData("half.png", ReasonCodes.CorruptImage, "half.png")]
    [InlineData("half.jpg", ReasonCodes.CorruptImage, "half.jpg")]
    public async Task InvalidUploadIsRejectedByItsContent(string key, string code, string message)
    {
        await using var pipeline = new PipelineUnderTest();

        var outcome = await pipeline.UploadAsync(key, InvalidContents[key]());

        Assert.Equal(("rejected", code), (outcome.Name, outcome.Reason?.Code));
        Assert.Contains("uploads/" + key, outcome.Reason!.Message, StringComparison.Ordinal);
        Assert.Contains(message, outcome.Reason.Message, StringComparison.Ordinal);
        Assert.Empty(await pipeline.ListRenditionsAsync(key + "/"));
    }

    [Fact]
    public async Task FolderMarkersAreNotRouted()
    {
        await using var pipeline = new PipelineUnderTest();

        Assert.Equal("ignored", (await pipeline.UploadAsync("folder/", [])).Name);
    }

    private static async Task<IReadOnlyList<Announcement>> AnnouncementsAsync(PipelineUnderTest pipeline, AnnouncementTopic topic)
    {
        var records = await pipeline.Pipeline.Store.Announcements.ListAsync(topic, null, false, 100, CancellationToken.None);
        return [.. records.Select(record => JsonSerializer.Deserialize(record.Message, PipelineJson.Default.Announcement)!)];
    }
}
