using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;

namespace Pipeline.Testing.Contracts;

public abstract partial class ImageCodecContract
{
    private static readonly TestFrame[] ThreeFrames = [new(250, 0, 0, 70), new(0, 250, 0, 200), new(0, 0, 250, 1000)];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void AnimatedGifKeepsFramesDelaysAndLoop(int loop)
    {
        var gif = GifFile.Write(32, 24, loop, ThreeFrames);

        AssertAnimation(gif, ImageFormat.Gif, loop, tolerance: 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void AnimatedWebPKeepsFramesDelaysAndLoop(int loop)
    {
        using var animation = TestPictures.Animation(32, 24, loop, ThreeFrames);

        var webp = Codec.Encode(animation, new EncodeOptions(ImageFormat.WebP, 90));

        AssertAnimation(webp, ImageFormat.WebP, loop, tolerance: 12);
    }

    [Fact]
    public void OnlyTheFirstFrameIsDecodedByDefault()
    {
        using var animation = TestPictures.Animation(32, 24, 0, ThreeFrames);
        var webp = Codec.Encode(animation, new EncodeOptions(ImageFormat.WebP, 90));

        using var decoded = Codec.Decode(webp, ImageFormat.WebP, DecodeOptions.FullSize);

        Assert.Equal((1, 24, 0), (decoded.Frames, decoded.Pixels.Height, decoded.DelaysMilliseconds.Count));
        TestPictures.AssertNear([250, 0, 0], TestPictures.PixelAt(decoded, 16, 12).AsSpan(0, 3), tolerance: 12);
    }

    [Fact]
    public void StillPictureHasOneFrameWhenAllAreDecoded()
    {
        foreach (var (format, file) in Samples().Where(sample => sample.Format != ImageFormat.Gif))
        {
            using var decoded = Codec.Decode(file, format, DecodeOptions.FullSize with { AllFrames = true });

            Assert.Equal((1, 47), (decoded.Frames, decoded.FrameHeight));
        }
    }

    [Fact]
    public void ShrinkOnLoadKeepsFramesApart()
    {
        using var animation = TestPictures.Animation(301, 203, 0, ThreeFrames);
        var webp = Codec.Encode(animation, new EncodeOptions(ImageFormat.WebP, 90));

        using var decoded = Codec.Decode(webp, ImageFormat.WebP, new DecodeOptions(100, 51, AllFrames: true));

        Assert.Equal(3, decoded.Frames);
        Assert.InRange(decoded.Width, 100, 301);
        Assert.InRange(decoded.FrameHeight, 51, 203);
        TestPictures.AssertNear([250, 0, 0], TestPictures.PixelAt(decoded, 50, decoded.FrameHeight - 1).AsSpan(0, 3), tolerance: 12);
        TestPictures.AssertNear([0, 250, 0], TestPictures.PixelAt(decoded, 50, decoded.FrameHeight).AsSpan(0, 3), tolerance: 12);
    }

    [Fact]
    public void PagesOfATiffAreCountedAndTheFirstIsDecoded()
    {
        using var first = TestPictures.Gradient(40, 30);
        using var second = TestPictures.Animation(40, 30, 0, new TestFrame(1, 2, 3, 0));
        var tiff = TiffFile.Write(40, 30, first.Pixels.Span.ToArray(), second.Pixels.Span.ToArray());

        var info = Codec.Inspect(tiff, ImageFormat.Tiff);
        using var decoded = Codec.Decode(tiff, ImageFormat.Tiff, DecodeOptions.FullSize with { AllFrames = true });

        Assert.Equal(new ImageInfo(ImageFormat.Tiff, 40, 30, Frames: 2), info);
        Assert.Equal(1, decoded.Frames);
        Assert.Equal(0, TestPictures.Distance(first, decoded));
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.Avif)]
    public void AnimationInAStillFormatThrowsArgumentException(ImageFormat format)
    {
        using var animation = TestPictures.Animation(8, 8, 0, ThreeFrames);

        Assert.ThrowsAny<ArgumentException>(() => Codec.Encode(animation, new EncodeOptions(format, 80)));
    }

    /// <summary>libvips decodes into a temporary file from 100 MB on, unless it is kept from it.</summary>
    [Fact]
    public void AnimatedWebPOfMoreThan100MegabytesIsDecoded()
    {
        const int side = 2700;
        byte[] webp;
        using (var animation = TestPictures.Animation(side, side, 0, [.. ThreeFrames, .. ThreeFrames]))
        {
            webp = Codec.Encode(animation, new EncodeOptions(ImageFormat.WebP, 50, Effort: 0));
        }

        using var decoded = Codec.Decode(webp, ImageFormat.WebP, DecodeOptions.FullSize with { AllFrames = true });

        Assert.Equal((side, side, 6), (decoded.Width, decoded.FrameHeight, decoded.Frames));
        TestPictures.AssertNear([0, 0, 250], TestPictures.PixelAt(decoded, 9, decoded.Pixels.Height - 1).AsSpan(0, 3), tolerance: 12);
    }

    [Fact]
    public void InterlacedPngOfMoreThan100MegabytesIsDecoded()
    {
        const int side = 6000;
        var png = PngFile.WriteInterlacedBlack(side, side);

        using var decoded = Codec.Decode(png, ImageFormat.Png, DecodeOptions.FullSize);

        Assert.Equal((side, side, 3), (decoded.Width, decoded.FrameHeight, decoded.Pixels.Channels));
        Assert.False(decoded.Pixels.Span.ContainsAnyExcept((byte)0));
    }

    private void AssertAnimation(byte[] file, ImageFormat format, int loop, int tolerance)
    {
        var info = Codec.Inspect(file, format);
        using var decoded = Codec.Decode(file, format, DecodeOptions.FullSize with { AllFrames = true });

        Assert.Equal((32, 24, 3, true), (info.Width, info.Height, info.Frames, info.Animated));
        Assert.Equal((32, 24, 3, loop), (decoded.Width, decoded.FrameHeight, decoded.Frames, decoded.LoopCount));
        Assert.Equal(ThreeFrames.Select(frame => frame.Milliseconds), decoded.DelaysMilliseconds);
        for (var frame = 0; frame < 3; frame++)
        {
            var (r, g, b, _) = ThreeFrames[frame];
            TestPictures.AssertNear([r, g, b], TestPictures.PixelAt(decoded, 16, (frame * 24) + 12).AsSpan(0, 3), tolerance);
        }
    }
}
