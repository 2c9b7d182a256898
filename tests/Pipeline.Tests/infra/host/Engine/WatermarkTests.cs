using Pipeline.Core.Renditions;
using Pipeline.Core.Resizing;
using Pipeline.Host.Engine;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Files;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Host.Engine;

/// <summary>Watermarks from the rendition set's file to the rendition.</summary>
public sealed class WatermarkTests : IDisposable
{
    private const string Json = """
        {
          "watermark": { "file": "logo.png", "position": "northwest", "margin": 0, "scale": 0.5 },
          "renditions": [
            { "name": "small", "width": 40, "format": "png" },
            { "name": "plain", "width": 40, "format": "png", "watermark": false }
          ]
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RenditionHasTheWatermarkUnlessItIsSwitchedOff()
    {
        await using var pipeline = new PipelineUnderTest(ReadSet(Png(255, 0, 0)));

        var outcome = await pipeline.UploadAsync("a.png", SyntheticImages.Png(80, 60));

        Assert.Equal("succeeded", outcome.Name);
        using var marked = pipeline.Decode(outcome.Record!.Current!.Renditions[0]);
        using var plain = pipeline.Decode(outcome.Record.Current.Renditions[1]);
        for (var y = 0; y < marked.FrameHeight; y++)
        {
            for (var x = 0; x < marked.Width; x++)
            {
                byte[] expected = x < 20 && y < 20 ? [255, 0, 0] : TestPictures.PixelAt(plain, x, y);
                Assert.Equal(expected, TestPictures.PixelAt(marked, x, y));
            }
        }
    }

    [Fact]
    public void ChangedPngIsAnotherRenditionSet() =>
        Assert.NotEqual(RenditionSetHash.Compute(ReadSet(Png(255, 0, 0))), RenditionSetHash.Compute(ReadSet(Png(0, 255, 0))));

    [Fact]
    public void WatermarkThatCannotBeDecodedStopsTheStart()
    {
        var set = ReadSet(Png(255, 0, 0)[..45]);

        var fault = Assert.Throws<InvalidWatermarkException>(
            () => LocalPipeline.Open(new(Path.Combine(_folder.Path, "data"), set), PipelineUnderTest.Codec, TimeProvider.System));

        Assert.StartsWith(Path.Combine(_folder.Path, "logo.png") + ": The watermark cannot be decoded: ", fault.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "data")));
    }

    private static byte[] Png(byte red, byte green, byte blue) =>
        PngFile.Write(2, 2, 8, PngFile.Rgb, [red, green, blue, red, green, blue, red, green, blue, red, green, blue]);

    private RenditionSet ReadSet(byte[] logo)
    {
        File.WriteAllBytes(Path.Combine(_folder.Path, "logo.png"), logo);
        return RenditionSetReader.Read(Json, "set.json", _folder.Path);
    }
}
