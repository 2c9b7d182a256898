using Pipeline.Core.Renditions;
using Pipeline.Core.Resizing;
using Pipeline.Host.Engine;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
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
    public async Task PrefixedSetHasItsOwnWatermarkAndCropsAroundTheFocalPoint()
    {
        await using var pipeline = new PipelineUnderTest(ReadSetsByPrefix());
        var content = SyntheticImages.Png(120, 40);

        var other = await pipeline.UploadAsync("a.png", content, "0.75,0.5");
        var left = await pipeline.UploadAsync("shop/a.png", content, "0.25,0.5");
        var right = await pipeline.UploadAsync("shop/a.png", content, "0.75,0.5");
        var same = await pipeline.UploadAsync("shop/a.png", content, "0.75,0.5");

        Assert.Equal(["succeeded", "succeeded", "succeeded", "unchanged"], new[] { other, left, right, same }.Select(outcome => outcome.Name));
        Assert.Null(other.Record!.Current!.FocalPoint);
        Assert.NotEqual(left.Record!.Current!.Prefix, right.Record!.Current!.Prefix);
        Assert.Equal(ReadSetsByPrefix().Find("shop/").Hash, right.Record.Current.RenditionSet);
        using var original = PipelineUnderTest.Codec.Decode(content, ImageFormat.Png, DecodeOptions.FullSize);
        using var square = pipeline.Decode(right.Record.Current.Renditions[0]);
        using var whole = pipeline.Decode(other.Record.Current.Renditions[0]);
        Assert.Equal((40, 40, 120, 40), (square.Width, square.FrameHeight, whole.Width, whole.FrameHeight));
        for (var y = 0; y < 40; y++)
        {
            for (var x = 0; x < 120; x++)
            {
                Assert.Equal(x < 20 && y < 20 ? [255, 0, 0] : TestPictures.PixelAt(original, x, y), TestPictures.PixelAt(whole, x, y));
                if (x < 40)
                {
                    Assert.Equal(x >= 20 && y >= 20 ? [0, 0, 255] : TestPictures.PixelAt(original, x + 70, y), TestPictures.PixelAt(square, x, y));
                }
            }
        }
    }

    [Fact]
    public async Task RenditionsShareAFileOnlyIfTheyHaveTheSameWatermark()
    {
        await using var pipeline = new PipelineUnderTest(ReadSetsByPrefix());

        var outcome = await pipeline.UploadAsync("shop/a.png", SyntheticImages.Png(120, 40), "0.75,0.5");

        var current = outcome.Record!.Current!;
        Assert.Equal(["square", "again", "plain"], current.Renditions.Select(rendition => rendition.Name));
        Assert.Equal(
            [$"{current.Prefix}square.png", $"{current.Prefix}square.png", $"{current.Prefix}plain.png"], current.Renditions.Select(rendition => rendition.Key));
        Assert.Equal([$"{current.Prefix}plain.png", $"{current.Prefix}square.png"], await pipeline.ListRenditionsAsync("shop/"));
        Assert.NotEqual(pipeline.Read(current.Renditions[0]), pipeline.Read(current.Renditions[2]));
    }

    [Fact]
    public void WatermarkOfAPrefixedSetThatCannotBeDecodedStopsTheStart()
    {
        var sets = ReadSetsByPrefix(Png(0, 0, 255)[..45]);

        var fault = Assert.Throws<InvalidWatermarkException>(
            () => LocalPipeline.Open(new(Path.Combine(_folder.Path, "data"), sets), PipelineUnderTest.Codec, TimeProvider.System));

        Assert.StartsWith(Path.Combine(_folder.Path, "shop.png") + ": The watermark cannot be decoded: ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ChangedPngIsAnotherRenditionSet() =>
        Assert.NotEqual(RenditionSetHash.Compute(ReadSet(Png(255, 0, 0)).Default), RenditionSetHash.Compute(ReadSet(Png(0, 255, 0)).Default));

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

    private RenditionSets ReadSetsByPrefix(byte[]? shopLogo = null)
    {
        const string ByPrefix = """
            {
              "watermark": { "file": "logo.png", "position": "northwest", "margin": 0, "scale": 0.16666667 },
              "renditions": [{ "name": "whole", "width": 120, "format": "png" }],
              "sets": [
                {
                  "prefix": "shop/",
                  "watermark": { "file": "shop.png", "position": "southeast", "scale": 0.5 },
                  "renditions": [
                    { "name": "square", "width": 40, "height": 40, "fit": "cover", "gravity": "focal", "format": "png" },
                    { "name": "again", "width": 80, "height": 80, "fit": "cover", "gravity": "focal", "format": "png", "watermark": true },
                    { "name": "plain", "width": 40, "height": 40, "fit": "cover", "gravity": "focal", "format": "png", "watermark": false }
                  ]
                }
              ]
            }
            """;
        File.WriteAllBytes(Path.Combine(_folder.Path, "logo.png"), Png(255, 0, 0));
        File.WriteAllBytes(Path.Combine(_folder.Path, "shop.png"), shopLogo ?? Png(0, 0, 255));
        return RenditionSetReader.Read(ByPrefix, "set.json", _folder.Path);
    }

    private RenditionSets ReadSet(byte[] logo)
    {
        File.WriteAllBytes(Path.Combine(_folder.Path, "logo.png"), logo);
        return RenditionSetReader.Read(Json, "set.json", _folder.Path);
    }
}
