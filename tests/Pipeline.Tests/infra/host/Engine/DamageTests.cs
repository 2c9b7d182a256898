using Pipeline.Core.Catalogue;
using Pipeline.Core.Renditions;
using Pipeline.Core.Validation;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Renditions;
using Pipeline.Testing.Files;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Host.Engine;

/// <summary>Images whose pixel data are cut off, from the upload to the record.</summary>
public sealed class DamageTests
{
    private static readonly RenditionSet Set = new(
        [new("small", 40, Format: RenditionFormat.Png), new("large", 160, Format: RenditionFormat.Png)]);

    [Theory]
    [InlineData("a.jpg")]
    [InlineData("a.png")]
    [InlineData("a.gif")]
    public async Task DamagedImageIsRejectedByDefault(string key)
    {
        await using var pipeline = new PipelineUnderTest(Set);

        var outcome = await pipeline.UploadAsync(key, CreateCutFile(key));

        Assert.Equal((ImageStatus.Rejected, ReasonCodes.CorruptImage), (outcome.Record!.Status, outcome.Record.Reason?.Code));
        Assert.Empty(await pipeline.ListRenditionsAsync($"{key}/"));
    }

    [Theory]
    [InlineData("a.jpg")]
    [InlineData("a.png")]
    [InlineData("a.gif")]
    public async Task ToleratedDamageMakesRenditionsAndIsRecorded(string key)
    {
        // Several renditions share a decode; one alone is decoded as a stream.
        foreach (var set in new[] { Set, new RenditionSet([Set.Renditions[0]]) })
        {
            await using var pipeline = new PipelineUnderTest(set, limits: new() { Damage = Damage.Tolerate });

            var outcome = await pipeline.UploadAsync(key, CreateCutFile(key));

            using var intact = PipelineUnderTest.Codec.Decode(CreateFile(key), outcome.Record!.Current!.Format, DecodeOptions.FullSize);
            Assert.Equal((ImageStatus.Ready, true), (outcome.Record.Status, outcome.Record.Current.Damaged));
            foreach (var (rendition, made) in set.Renditions.Zip(outcome.Record.Current.Renditions))
            {
                using var decoded = pipeline.Decode(made);
                Assert.Equal((rendition.Width, rendition.Width * 3 / 4), (decoded.Width, decoded.FrameHeight));
                TestPictures.AssertNear(
                    TestPictures.PixelAt(intact, 100, 4).AsSpan(0, 3), TestPictures.PixelAt(decoded, decoded.Width / 2, 1).AsSpan(0, 3), tolerance: 24);
            }
        }
    }

    [Fact]
    public async Task IntactImageIsNotRecordedAsDamaged()
    {
        await using var pipeline = new PipelineUnderTest(Set, limits: new() { Damage = Damage.Tolerate });

        var outcome = await pipeline.UploadAsync("a.jpg", CreateFile("a.jpg"));

        Assert.Equal((ImageStatus.Ready, false), (outcome.Record!.Status, outcome.Record.Current!.Damaged));
    }

    private static byte[] CreateCutFile(string key)
    {
        var content = CreateFile(key);
        return content[..(content.Length * 2 / 3)];
    }

    private static byte[] CreateFile(string key) => Path.GetExtension(key) switch
    {
        ".jpg" => SyntheticImages.Jpeg(200, 150),
        ".png" => SyntheticImages.Png(200, 150),
        _ => GifFile.Write(200, 150, 0, new TestFrame(250, 0, 0, 100)),
    };
}
