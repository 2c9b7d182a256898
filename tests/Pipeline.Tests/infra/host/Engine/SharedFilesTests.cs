using System.Text.Json;
using Pipeline.Core.Contracts;
using Pipeline.Core.Renditions;
using Pipeline.Host.Store.Records;
using Pipeline.Imaging.Renditions;
using Pipeline.Interpreter.History;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Host.Engine;

/// <summary>Renditions that come out the same are made and stored once, through the whole pipeline.</summary>
public sealed class SharedFilesTests
{
    private static readonly RenditionSet Set = new(
    [
        new("large", 800), new("thumb", 64, 64, Fit.Cover), new("huge", 1600), new("square", 64, 64, Fit.Cover), new("print", 3200, Format: RenditionFormat.Jpeg),
    ]);

    [Fact]
    public async Task SmallOriginalIsStoredOnceForEverySizeThatItDoesNotReach()
    {
        List<HistoryEvent> history = [];
        await using var pipeline = new PipelineUnderTest(Set, (_, @event) => history.Add(@event));

        var outcome = await pipeline.UploadAsync("1.png", SyntheticImages.Png(300, 200));

        var version = outcome.Record!.Current!;
        Assert.Equal(
            [("large", "large.webp", 300), ("thumb", "thumb.webp", 64), ("huge", "large.webp", 300), ("square", "thumb.webp", 64), ("print", "print.jpg", 300)],
            version.Renditions.Select(rendition => (rendition.Name, rendition.Key[version.Prefix.Length..], rendition.Width)));
        Assert.All(version.Renditions, rendition => Assert.Equal(pipeline.Read(rendition).Length, rendition.Bytes));
        Assert.Equal(3, (await pipeline.ListRenditionsAsync(version.Prefix)).Count);
        Assert.Equal(3, history.Count(@event => @event.Type == EventTypes.MapIterationSucceeded));
        Assert.NotNull(version.Placeholder);

        var announced = Assert.Single(await pipeline.Pipeline.Store.Announcements.ListAsync(AnnouncementTopic.Success, null, false, 10, CancellationToken.None));
        var announcement = JsonSerializer.Deserialize(announced.Message, PipelineJson.Default.Announcement)!;
        Assert.Equal(version.Renditions, announcement.Record!.Current!.Renditions);
    }

    [Fact]
    public async Task LargeOriginalHasAFileForEverySize()
    {
        await using var pipeline = new PipelineUnderTest(new RenditionSet([.. Set.Renditions.Where(rendition => rendition.Name != "square")]));

        var outcome = await pipeline.UploadAsync("1.jpg", SyntheticImages.Jpeg(3300, 300));

        Assert.Equal(4, outcome.Record!.Current!.Renditions.Select(rendition => rendition.Key).Distinct().Count());
    }

    [Fact]
    public async Task DeletionRemovesSharedFiles()
    {
        await using var pipeline = new PipelineUnderTest(Set);
        await pipeline.UploadAsync("1.png", SyntheticImages.Png(300, 200));

        var outcome = await pipeline.DeleteAsync("1.png");

        Assert.Equal("removed", outcome.Name);
        Assert.Empty(await pipeline.ListRenditionsAsync("1.png/"));
    }
}
