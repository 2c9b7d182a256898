using System.Diagnostics;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;

namespace Pipeline.Testing.Contracts;

/// <summary>GIFs as browsers show them. <see cref="GifAnimation.Composite"/> is the reference.</summary>
public abstract partial class ImageCodecContract
{
    private static readonly DecodeOptions AllFrames = DecodeOptions.FullSize with { AllFrames = true };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void GifFrameIsDisposedOfAsInBrowsers(int disposal) => AssertGifIsShownAsInBrowsers(new(
        40, 30, Flat(0, 0, 40, 30, 0), Flat(5, 5, 10, 10, 1) with { Disposal = disposal }, Flat(20, 10, 10, 10, 2) with { Disposal = disposal }, Flat(0, 0, 4, 4, 3)));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void GifFirstFrameIsDisposedOfToTransparency(int disposal) => AssertGifIsShownAsInBrowsers(new(
        40, 30, Flat(0, 0, 40, 30, 0) with { Disposal = disposal }, Flat(20, 10, 10, 10, 2)) { BackgroundIndex = 3 });

    [Fact]
    public void AreaThatNoGifFrameCoversIsTransparent() =>
        AssertGifIsShownAsInBrowsers(new(40, 30, Flat(5, 6, 7, 8, 1)) { BackgroundIndex = 4 });

    [Theory]
    [InlineData(20, 20, 0, 0, 40, 30)]
    [InlineData(20, 20, 5, 5, 30, 10)]
    [InlineData(20, 20, 30, 30, 10, 10)]
    [InlineData(0, 0, 0, 0, 40, 30)]
    [InlineData(0, 0, 10, 10, 20, 10)]
    [InlineData(0, 20, 3, 0, 4, 4)]
    public void GifCanvasGrowsToTheFirstFrame(int width, int height, int left, int top, int frameWidth, int frameHeight) =>
        AssertGifIsShownAsInBrowsers(new(width, height, Flat(left, top, frameWidth, frameHeight, 1), Flat(1, 1, 3, 3, 2)));

    [Theory]
    [InlineData(5, 5, 60, 10)]
    [InlineData(5, 5, 10, 60)]
    [InlineData(60, 60, 10, 10)]
    [InlineData(0, 0, 70, 70)]
    [InlineData(3, 3, 0, 0)]
    public void LaterGifFrameIsClippedToTheCanvas(int left, int top, int width, int height) => AssertGifIsShownAsInBrowsers(new(
        20, 20, Flat(0, 0, 20, 20, 0), Flat(left, top, width, height, 1) with { Disposal = 2 }, Flat(1, 1, 3, 3, 2)));

    [Fact]
    public void GifColoursBeyondThePaletteAreBlack()
    {
        AssertGifIsShownAsInBrowsers(new(8, 8, Flat(0, 0, 8, 8, 100)));
        AssertGifIsShownAsInBrowsers(new(8, 8, Flat(0, 0, 8, 8, 1)) { Palette = null });
        AssertGifIsShownAsInBrowsers(new(8, 8, Flat(0, 0, 8, 8, 100) with { TransparentIndex = 100 }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void GifOfRandomFramesIsShownAsInBrowsers(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 12; round++)
        {
            var (width, height) = (random.Next(1, 90), random.Next(1, 90));
            var frames = Enumerable.Range(0, random.Next(1, 7)).Select(_ => RandomFrame(random, width, height)).ToArray();

            AssertGifIsShownAsInBrowsers(new(width, height, frames) { BackgroundIndex = (byte)random.Next(8), HasTrailer = random.Next(2) == 0 });
        }
    }

    /// <summary>Texts of hundreds of indexes across rows, and a table of codes that is full.</summary>
    [Theory]
    [InlineData(700, 400)]
    [InlineData(7, 9000)]
    [InlineData(1, 1200)]
    public void GifOfLongRunsAndManyCodesIsShownAsInBrowsers(int width, int height) => AssertGifIsShownAsInBrowsers(new(
        width, height, Flat(0, 0, width, height, 1), Noise(width, height), Flat(0, 0, width, height, 3)));

    [Theory]
    [InlineData(null, 1)]
    [InlineData(0, 0)]
    [InlineData(1, 2)]
    [InlineData(65535, 65536)]
    public void GifRepetitionsBecomePlays(int? repetitions, int plays)
    {
        var gif = new GifAnimation(8, 8, Flat(0, 0, 8, 8, 1), Flat(0, 0, 8, 8, 2)) { Repetitions = repetitions };

        using var decoded = Codec.Decode(gif.Write(), ImageFormat.Gif, AllFrames);

        Assert.Equal(plays, decoded.LoopCount);
    }

    [Fact]
    public void GifDelaysAreKeptAsStored()
    {
        int[] delays = [0, 1, 2, 65535];
        var gif = new GifAnimation(8, 8, [.. delays.Select((delay, index) => Flat(0, 0, 8, 8, (byte)index) with { Delay = delay })]);

        using var decoded = Codec.Decode(gif.Write(), ImageFormat.Gif, AllFrames);

        Assert.Equal([0, 10, 20, 655350], decoded.DelaysMilliseconds);
    }

    [Fact]
    public void GifWhosePixelsEndEarlyIsCorrupt()
    {
        var gif = new GifAnimation(40, 30, Flat(0, 0, 40, 30, 0), Noise(40, 30) with { PixelsToWrite = 1199 });

        Assert.Throws<CorruptImageException>(() => Codec.Decode(gif.Write(), ImageFormat.Gif, AllFrames).Dispose());
    }

    [Fact]
    public void DamageOfAGifCanBeTolerated()
    {
        var gif = new GifAnimation(40, 30, Flat(0, 0, 40, 30, 0), Flat(0, 0, 40, 30, 1) with { PixelsToWrite = 50 }, Flat(0, 0, 40, 30, 2));

        using var decoded = Pipeline.Imaging.Gif.GifDecoder.Decode(gif.Write(), AllFrames, toleratesDamage: true, out var isDamaged);

        Assert.True(isDamaged);
        Assert.Equal(3, decoded.Frames);
        Assert.Equal([0, 250, 0, 250, 0, 0], decoded.Pixels.Row(31).Slice(9 * 3, 6).ToArray());
    }

    [Fact]
    public void GifIsWholeUpToItsTrailerOnly()
    {
        var file = new GifAnimation(8, 8, Noise(8, 8), Noise(8, 8)) { HasTrailer = false }.Write();

        using (var decoded = Codec.Decode(file, ImageFormat.Gif, AllFrames))
        {
            Assert.Equal(2, decoded.Frames);
        }

        // After a frame's last pixel come the code that ends the data, and the block that ends the frame. Either may be missing.
        const int endLength = 4;
        var secondFrame = file.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0x21, 0xF9]);
        foreach (var end in Enumerable.Range(0, file.Length - endLength).Where(end => end < secondFrame - endLength || end > secondFrame))
        {
            Assert.Throws<CorruptImageException>(() => Codec.Decode(file.AsMemory(0, end), ImageFormat.Gif, AllFrames).Dispose());
        }
    }

    [Fact]
    public void HugeGifFrameOutsideTheCanvasCostsLittle()
    {
        var gif = new GifAnimation(10, 10, Flat(0, 0, 10, 10, 0), Flat(0, 0, 65535, 1, 1)).Write();
        // The last frame claims 65535 rows.
        var descriptor = gif.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0x2C, 0, 0, 0, 0, 0xFF, 0xFF, 1, 0]);
        (gif[descriptor + 7], gif[descriptor + 8]) = (0xFF, 0xFF);
        var watch = Stopwatch.StartNew();

        Assert.Equal(new ImageInfo(ImageFormat.Gif, 10, 10, 2, Animated: true), Codec.Inspect(gif, ImageFormat.Gif));
        Assert.Throws<CorruptImageException>(() => Codec.Decode(gif, ImageFormat.Gif, AllFrames).Dispose());
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public void FramesOfALongGifAreCounted()
    {
        var gif = GifFile.Write(1, 1, 0, [.. Enumerable.Repeat(new TestFrame(1, 2, 3, 10), 12_345)]);

        Assert.Equal(12_345, Codec.Inspect(gif, ImageFormat.Gif).Frames);
    }

    [MaterialTheory(
        "images/faults/gif-disposal2-opaque.gif", "images/faults/gif-background-index.gif",
        "images/faults/gif-one-frame-smaller-than-canvas.gif", "images/faults/gif-first-frame-larger-than-canvas.gif")]
    [InlineData("gif-disposal2-opaque.gif")]
    [InlineData("gif-background-index.gif")]
    [InlineData("gif-one-frame-smaller-than-canvas.gif")]
    public void AreaThatFramesLeaveUncoveredIsTransparent(string name)
    {
        var file = Photograph($"faults/{name}");

        using var decoded = Codec.Decode(file, ImageFormat.Gif, AllFrames);

        Assert.True(Codec.Inspect(file, ImageFormat.Gif).HasAlpha);
        Assert.Contains(Enumerable.Range(0, decoded.Width * decoded.Pixels.Height), pixel => decoded.Pixels.Span[(pixel * 4) + 3] == 0);
        Assert.Contains(Enumerable.Range(0, decoded.Width * decoded.Pixels.Height), pixel => decoded.Pixels.Span[(pixel * 4) + 3] == 255);
    }

    [MaterialFact("images/faults/gif-last-frame-cut.gif")]
    public void GifWithACutLastFrameIsCorrupt() => Assert.Throws<CorruptImageException>(
        () => Codec.Decode(Photograph("faults/gif-last-frame-cut.gif"), ImageFormat.Gif, AllFrames).Dispose());

    private void AssertGifIsShownAsInBrowsers(GifAnimation animation)
    {
        var file = animation.Write();
        var shown = animation.Composite();

        var info = Codec.Inspect(file, ImageFormat.Gif);
        using var all = Codec.Decode(file, ImageFormat.Gif, AllFrames);
        using var first = Codec.Decode(file, ImageFormat.Gif, DecodeOptions.FullSize);

        Assert.Equal(
            new ImageInfo(ImageFormat.Gif, animation.CanvasWidth, animation.CanvasHeight, shown.Count, info.HasAlpha, Animated: shown.Count > 1), info);
        Assert.Equal((shown.Count, info.Width, info.Height), (all.Frames, all.Width, all.FrameHeight));
        Assert.Equal([.. shown.SelectMany(frame => frame)], ToRgba(all.Pixels));
        Assert.Equal(shown[0], ToRgba(first.Pixels));
        Assert.Equal(info.HasAlpha ? 4 : 3, all.Pixels.Channels);
    }

    private static byte[] ToRgba(PixelBuffer pixels)
    {
        if (pixels.HasAlpha)
        {
            return pixels.Span.ToArray();
        }

        var rgba = new byte[pixels.Width * pixels.Height * 4];
        for (int i = 0, j = 0; j < rgba.Length; i += 3, j += 4)
        {
            pixels.Span.Slice(i, 3).CopyTo(rgba.AsSpan(j));
            rgba[j + 3] = 255;
        }

        return rgba;
    }

    private static GifTestFrame Flat(int left, int top, int width, int height, byte index) =>
        new(left, top, width, height, [.. Enumerable.Repeat(index, width * height)]);

    private static GifTestFrame Noise(int width, int height)
    {
        var random = new Random(width + height);
        return new(0, 0, width, height, [.. Enumerable.Range(0, width * height).Select(_ => (byte)random.Next(8))]);
    }

    private static GifTestFrame RandomFrame(Random random, int canvasWidth, int canvasHeight)
    {
        var (left, top) = random.Next(3) == 0 ? (0, 0) : (random.Next(canvasWidth + 5), random.Next(canvasHeight + 5));
        var (width, height) = random.Next(3) == 0 ? (canvasWidth, canvasHeight) : (random.Next(0, 99), random.Next(1, 99));
        width += left + width == 0 ? 1 : 0;
        var colours = random.Next(2, 257);
        var indexes = new byte[width * height];
        for (var i = 0; i < indexes.Length; i++)
        {
            // Runs of equal and of different colours.
            indexes[i] = i > 0 && random.Next(3) > 0 ? indexes[i - 1] : (byte)random.Next(colours);
        }

        return new(left, top, width, height, indexes)
        {
            Disposal = random.Next(6),
            TransparentIndex = random.Next(2) == 0 ? random.Next(colours) : null,
            IsInterlaced = random.Next(2) == 0,
            Delay = random.Next(20),
            Palette = random.Next(2) == 0
                ? null
                : [.. Enumerable.Range(0, random.Next(2, 257)).Select(_ => new[] { (byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256) })],
        };
    }
}
