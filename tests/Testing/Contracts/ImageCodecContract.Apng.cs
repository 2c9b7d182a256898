using System.Text;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Rendering;
using Pipeline.Testing.Files;

namespace Pipeline.Testing.Contracts;

/// <summary>Animated PNGs. <see cref="ApngFile.Composite"/> is the reference.</summary>
public abstract partial class ImageCodecContract
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void AnimatedPngIsShownAsInBrowsers(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 8; round++)
        {
            var (width, height) = (random.Next(1, 40), random.Next(1, 40));
            var isRgb = random.Next(2) == 0;
            var defaultImage = random.Next(3) == 0 ? RandomPixels(random, width, height, isRgb) : null;
            var frames = Enumerable.Range(0, random.Next(1, 6))
                .Select(index => RandomFrame(random, width, height, isRgb, isWhole: index == 0 && defaultImage is null)).ToArray();

            AssertPngIsShownAsInBrowsers(new ApngFile(width, height, frames) { DefaultImage = defaultImage, IsRgb = isRgb, Plays = random.Next(3) });
        }
    }

    [Theory]
    [InlineData(1, 10, 100)]
    [InlineData(0, 10, 0)]
    [InlineData(1, 0, 10)]
    [InlineData(1, 3, 333)]
    [InlineData(65535, 1, 65_535_000)]
    public void DelaysOfAnAnimatedPngAreFractionsOfASecond(int numerator, int denominator, int milliseconds)
    {
        var frame = Square(8, 250) with { DelayNumerator = (ushort)numerator, DelayDenominator = (ushort)denominator };

        using var decoded = Codec.Decode(new ApngFile(8, 8, frame, frame).Write(), ImageFormat.Png, AllFrames);

        Assert.Equal([milliseconds, milliseconds], decoded.DelaysMilliseconds);
    }

    [Fact]
    public void StillRenditionsShowTheFirstFrameAndNotTheDefaultImage()
    {
        var png = new ApngFile(8, 8, Square(8, 250), Square(8, 20)) { DefaultImage = Square(8, 90).Rgba }.Write();

        using var decoded = Codec.Decode(png, ImageFormat.Png, new DecodeOptions(4, 4));

        Assert.Equal((1, 250), (decoded.Frames, decoded.Pixels.Span[0]));
    }

    [Fact]
    public void StillRenditionOfAnAnimatedPngIsTranscodedFromItsFirstFrame()
    {
        var png = new ApngFile(8, 8, Square(8, 250), Square(8, 20)) { DefaultImage = Square(8, 90).Rgba, IsRgb = true }.Write();
        using var renderer = new StreamingRenderer(Codec.Inspect(png, ImageFormat.Png), new("r", 8));

        var made = Codec.Transcode(png, ImageFormat.Png, DecodeOptions.FullSize, renderer, new(ImageFormat.Png, 100));

        using var decoded = Codec.Decode(made.Content, ImageFormat.Png, DecodeOptions.FullSize);
        Assert.Equal(250, decoded.Pixels.Span[0]);
    }

    [Fact]
    public void AnimatedPngOfOneFrameIsAStillPicture()
    {
        var png = new ApngFile(8, 8, Square(8, 250)) { DefaultImage = Square(8, 90).Rgba }.Write();

        using var decoded = Codec.Decode(png, ImageFormat.Png, AllFrames);

        Assert.Equal((1, false), (Codec.Inspect(png, ImageFormat.Png).Frames, Codec.Inspect(png, ImageFormat.Png).Animated));
        Assert.Equal((1, 250, 0), (decoded.Frames, decoded.Pixels.Span[0], decoded.DelaysMilliseconds.Count));
    }

    [Fact]
    public void PngThatClaimsAnAnimationOfNoFramesIsAStillPicture()
    {
        var png = new ApngFile(8, 8, Square(8, 250)) { ClaimedFrames = 0 }.Write();

        Assert.Equal((1, false), (Codec.Inspect(png, ImageFormat.Png).Frames, Codec.Inspect(png, ImageFormat.Png).Animated));
    }

    [Fact]
    public void PngThatClaimsBillionsOfFramesIsCorrupt()
    {
        var png = new ApngFile(8, 8, Square(8, 250)) { ClaimedFrames = -1 }.Write();

        Assert.Throws<CorruptImageException>(() => Codec.Inspect(png, ImageFormat.Png));
    }

    [Fact]
    public void AnimatedPngWithMissingFramesIsCorrupt()
    {
        var png = new ApngFile(8, 8, Square(8, 250), Square(8, 20)) { ClaimedFrames = 3 }.Write();

        Assert.Throws<CorruptImageException>(() => Codec.Inspect(png, ImageFormat.Png));
        Assert.Throws<CorruptImageException>(() => Codec.Decode(png, ImageFormat.Png, AllFrames).Dispose());
    }

    [Fact]
    public void AnimatedPngWithAFrameOutsideTheCanvasIsCorrupt()
    {
        var png = new ApngFile(8, 8, Square(8, 250), Square(8, 20) with { Left = 1 }).Write();

        Assert.Throws<CorruptImageException>(() => Codec.Inspect(png, ImageFormat.Png));
    }

    [Theory]
    [InlineData("fcTL", 3)] // sequence number
    [InlineData("fcTL", 7)] // width
    [InlineData("fdAT", 3)] // sequence number
    [InlineData("fdAT", 9)] // pixels
    public void DamagedChunkOfAnAnimatedPngIsCorrupt(string type, int offset)
    {
        var png = new ApngFile(8, 8, Square(8, 250), Square(8, 20)).Write();
        png[png.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(type)) + 4 + offset] ^= 1;

        Assert.Throws<CorruptImageException>(() => Codec.Decode(png, ImageFormat.Png, AllFrames).Dispose());
    }

    [Fact]
    public void TruncatedAnimatedPngIsCorrupt()
    {
        var png = new ApngFile(8, 8, Square(8, 250), Square(8, 20)).Write();
        // Only the last chunk, which marks the end, may be missing.
        for (var length = 8; length < png.Length - 12; length++)
        {
            var end = length;
            Assert.Throws<CorruptImageException>(() => Codec.Decode(png.AsMemory(0, end), ImageFormat.Png, AllFrames).Dispose());
        }
    }

    private static ApngTestFrame Square(int side, byte level) =>
        new(0, 0, side, side, [.. Enumerable.Range(0, side * side).SelectMany(_ => new byte[] { level, level, level, 255 })]);

    private static byte[] RandomPixels(Random random, int width, int height, bool isOpaque)
    {
        var pixels = new byte[width * height * 4];
        random.NextBytes(pixels);
        for (var i = 3; i < pixels.Length; i += 4)
        {
            pixels[i] = isOpaque || random.Next(3) == 0 ? (byte)255 : random.Next(2) == 0 ? (byte)0 : pixels[i];
        }

        return pixels;
    }

    private static ApngTestFrame RandomFrame(Random random, int canvasWidth, int canvasHeight, bool isOpaque, bool isWhole)
    {
        var (left, top) = isWhole ? (0, 0) : (random.Next(canvasWidth), random.Next(canvasHeight));
        var (width, height) = isWhole ? (canvasWidth, canvasHeight) : (random.Next(1, canvasWidth - left + 1), random.Next(1, canvasHeight - top + 1));
        return new(left, top, width, height, RandomPixels(random, width, height, isOpaque), (byte)random.Next(3), (byte)random.Next(2));
    }

    private void AssertPngIsShownAsInBrowsers(ApngFile animation)
    {
        var file = animation.Write();
        var shown = animation.Composite();

        var info = Codec.Inspect(file, ImageFormat.Png);
        using var all = Codec.Decode(file, ImageFormat.Png, AllFrames);
        using var first = Codec.Decode(file, ImageFormat.Png, DecodeOptions.FullSize);

        Assert.Equal(
            new ImageInfo(ImageFormat.Png, animation.Width, animation.Height, shown.Count, info.HasAlpha, Animated: shown.Count > 1), info);
        Assert.Equal((shown.Count, animation.Height), (all.Frames, all.FrameHeight));
        Assert.Equal(shown.Count > 1 ? animation.Plays : 0, all.LoopCount);
        AssertNearWhereVisible([.. shown.SelectMany(frame => frame)], ToRgba(all.Pixels));
        AssertNearWhereVisible(shown[0], ToRgba(first.Pixels));
    }

    /// <summary>Compares RGBA. Blending rounds colours of low alpha coarsely, in whatever order it is done, so they count by their alpha.</summary>
    private static void AssertNearWhereVisible(byte[] expected, byte[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i += 4)
        {
            Assert.InRange(actual[i + 3] - expected[i + 3], -1, 1);
            for (var channel = 0; channel < 3; channel++)
            {
                Assert.InRange((actual[i + channel] - expected[i + channel]) * expected[i + 3] / 255.0, -2, 2);
            }
        }
    }
}
