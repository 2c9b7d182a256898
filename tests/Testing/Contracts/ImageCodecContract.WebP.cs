using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;

namespace Pipeline.Testing.Contracts;

/// <summary>Animated WebPs as browsers show them.</summary>
public abstract partial class ImageCodecContract
{
    private const uint OpaqueBackground = 0xFFFF00FF;

    [Fact]
    public void AreaThatNoWebPFrameCoversIsTransparent()
    {
        var webp = WebPFile.Write(
            40, 30, OpaqueBackground, new(6, 6, 10, 10, FlatWebP(0, 250, 0, 255), Clears: true), new(20, 10, 10, 10, FlatWebP(0, 0, 250, 255)));

        using var decoded = Codec.Decode(webp, ImageFormat.WebP, AllFrames);

        Assert.True(Codec.Inspect(webp, ImageFormat.WebP).HasAlpha);
        Assert.Equal([0, 255, 0], Alphas(decoded, frame: 0, (2, 2), (10, 10), (24, 14)));
        Assert.Equal([0, 0, 255], Alphas(decoded, frame: 1, (2, 2), (10, 10), (24, 14)));
    }

    [Fact]
    public void WebPFrameReplacesOrBlends()
    {
        var webp = WebPFile.Write(
            40, 30, OpaqueBackground,
            new(0, 0, 10, 10, FlatWebP(250, 0, 0, 255)), new(0, 0, 10, 10, FlatWebP(0, 0, 0, 0), Replaces: true), new(0, 0, 10, 10, FlatWebP(0, 0, 250, 255)),
            new(0, 0, 10, 10, FlatWebP(0, 0, 0, 0)));

        using var decoded = Codec.Decode(webp, ImageFormat.WebP, AllFrames);

        Assert.Equal([255, 0, 255, 255], Enumerable.Range(0, 4).Select(frame => Alphas(decoded, frame, (4, 4))[0]));
        TestPictures.AssertNear([0, 0, 250, 255], TestPictures.PixelAt(decoded, 4, (3 * 30) + 4), tolerance: 12);
    }

    [Fact]
    public void DelaysThatBrowsersIgnoreAreWrittenAsBrowsersShowThem()
    {
        using var animation = TestPictures.Animation(
            8, 8, 0, new(250, 0, 0, 0), new(0, 250, 0, 5), new(0, 0, 250, 10), new(250, 0, 0, 11), new(0, 250, 0, 19), new(0, 0, 250, 40));

        using var decoded = Codec.Decode(Codec.Encode(animation, new EncodeOptions(ImageFormat.WebP, 90)), ImageFormat.WebP, AllFrames);

        Assert.Equal([100, 100, 100, 11, 19, 40], decoded.DelaysMilliseconds);
    }

    [Fact]
    public void VeryLongDelaysAreCutToWhatWebPHolds()
    {
        using var animation = TestPictures.Animation(8, 8, 65_536, new(250, 0, 0, 65_535_000), new(0, 250, 0, 65_535_000));

        using var decoded = Codec.Decode(Codec.Encode(animation, new EncodeOptions(ImageFormat.WebP, 90)), ImageFormat.WebP, AllFrames);

        Assert.All(decoded.DelaysMilliseconds, delay => Assert.InRange(delay, 8_000_000, 65_535_000));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void FramesThatHardlyDifferAddLittleToAnAnimation(int channels)
    {
        const int frames = 24;
        using var still = TestPictures.Gradient(320, 240, channels);
        using var animation = new Picture(new(320, 240 * frames, channels), frames, [.. Enumerable.Repeat(100, frames)], 0);
        for (var frame = 0; frame < frames; frame++)
        {
            still.Pixels.Span.CopyTo(animation.Pixels.Span[(frame * still.Pixels.Length)..]);
            for (var y = 0; y < 20; y++)
            {
                animation.Pixels.Row((frame * 240) + y + 100).Slice(frame * 8 * channels, 20 * channels).Fill(255);
            }
        }

        var file = Codec.Encode(animation, new EncodeOptions(ImageFormat.WebP, 82));
        using var decoded = Codec.Decode(file, ImageFormat.WebP, AllFrames);

        Assert.InRange(file.Length, 0, 4 * Codec.Encode(still, new EncodeOptions(ImageFormat.WebP, 82)).Length);
        Assert.Equal((frames, 240), (decoded.Frames, decoded.FrameHeight));
        var (expected, actual) = (ToRgba(animation.Pixels), ToRgba(decoded.Pixels));
        Assert.InRange(expected.Zip(actual, (a, b) => Math.Abs(a - b)).Average(), 0, 4);
    }

    private byte[] FlatWebP(byte red, byte green, byte blue, byte alpha)
    {
        using var picture = new Picture(new PixelBuffer(10, 10, 4));
        for (var i = 0; i < picture.Pixels.Length; i += 4)
        {
            ((ReadOnlySpan<byte>)[red, green, blue, alpha]).CopyTo(picture.Pixels.Span[i..]);
        }

        return Codec.Encode(picture, new EncodeOptions(ImageFormat.WebP, 100));
    }

    private static byte[] Alphas(Picture picture, int frame, params (int X, int Y)[] places) =>
        [.. places.Select(place => TestPictures.PixelAt(picture, place.X, (frame * picture.FrameHeight) + place.Y)[3])];
}
