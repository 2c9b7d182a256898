using System.Text.Json;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Renditions;
using Pipeline.Host.Store.Records;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Pictures;
using Pipeline.Testing.Files;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Host.Engine;

/// <summary>Display P3 from the rendition set's file to the rendition and the record.</summary>
public sealed class ColoursTests
{
    private const string Renditions = """
        [
          { "name": "large", "width": 64, "format": "png" },
          { "name": "small", "width": 16, "format": "jpeg", "quality": 95 },
          { "name": "webp", "width": 16, "quality": 95 },
          { "name": "avif", "width": 16, "format": "avif", "quality": 95 }
        ]
        """;

    private static readonly RenditionSets Sets = RenditionSetReader.Read(
        $$"""{ "colours": "p3", "renditions": {{Renditions}}, "sets": [{ "prefix": "plain/", "colours": "srgb", "renditions": {{Renditions}} }] }""", "r.json");

    private static readonly byte[] WideGreen = [0, 255, 0];

    [Fact]
    public async Task RenditionsKeepColoursThatSrgbLacksUnlessTheSetSaysOtherwise()
    {
        await using var pipeline = new PipelineUnderTest(Sets);
        var png = PngFile.Write(64, 48, 8, PngFile.Rgb, [.. Enumerable.Repeat(WideGreen, 64 * 48).SelectMany(pixel => pixel)], PngFile.Profile(IccFile.DisplayP3));

        var wide = (await pipeline.UploadAsync("a.png", png)).Record!.Current!;
        var plain = (await pipeline.UploadAsync("plain/a.png", png)).Record!.Current!;

        Assert.Equal(4, wide.Renditions.Count);
        Assert.All(wide.Renditions, rendition =>
        {
            using var decoded = Decode(pipeline, rendition);
            Assert.Equal((Gamut.P3, Gamut.P3), (rendition.Colours, decoded.Colours));
            TestPictures.AssertNear(WideGreen, TestPictures.PixelAt(decoded, 4, 4), tolerance: 6);
        });
        Assert.All(plain.Renditions, rendition =>
        {
            using var decoded = Decode(pipeline, rendition);
            Assert.Equal((Gamut.Srgb, Gamut.Srgb), (rendition.Colours, decoded.Colours));
        });
        Assert.Equal(plain.Placeholder, wide.Placeholder);
        Assert.NotEqual(plain.RenditionSet, wide.RenditionSet);
    }

    [Fact]
    public async Task SrgbOriginalGivesTheSameFilesInBothSets()
    {
        await using var pipeline = new PipelineUnderTest(Sets);
        var png = SyntheticImages.Png(80, 60);

        var kept = (await pipeline.UploadAsync("a.png", png)).Record!.Current!;
        var plain = (await pipeline.UploadAsync("plain/a.png", png)).Record!.Current!;

        Assert.Equal(plain.Renditions.Select(pipeline.Read), kept.Renditions.Select(pipeline.Read));
        Assert.All(kept.Renditions, rendition => Assert.Equal(Gamut.Srgb, rendition.Colours));
        Assert.Equal(plain.Placeholder, kept.Placeholder);
    }

    [Fact]
    public async Task RecordSaysSoOnlyOfP3()
    {
        await using var pipeline = new PipelineUnderTest(Sets);

        await pipeline.UploadAsync("a.png", PngFile.Write(1, 1, 8, PngFile.Rgb, WideGreen, PngFile.Profile(IccFile.DisplayP3)));
        await pipeline.UploadAsync("plain/a.png", SyntheticImages.Png(8, 6));

        var announced = await pipeline.Pipeline.Store.Announcements.ListAsync(AnnouncementTopic.Success, null, false, 10, CancellationToken.None);
        var messages = announced.Select(announcement => announcement.Message).ToDictionary(
            message => JsonSerializer.Deserialize(message, PipelineJson.Default.Announcement)!.Record!.Key);
        Assert.Contains("\"colours\":\"p3\"", messages["a.png"], StringComparison.Ordinal);
        Assert.DoesNotContain("colours", messages["plain/a.png"], StringComparison.Ordinal);
    }

    private static Picture Decode(PipelineUnderTest pipeline, RenditionRecord rendition) =>
        PipelineUnderTest.Codec.Decode(pipeline.Read(rendition), rendition.Format, DecodeOptions.FullSize with { Colours = Gamut.P3 });
}
