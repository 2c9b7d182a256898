using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Orientation;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Rendering;
using Pipeline.Imaging.Renditions;
using Pipeline.Imaging.Resampling;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Imaging.Rendering;

public sealed class RenditionRendererTests
{
    [Theory]
    [EveryOrientation]
    public void EveryOrientationGivesTheSameRendition(int orientation)
    {
        using var upright = new Picture(SyntheticPictures.Photograph(240, 180, 3));
        var inverse = orientation switch { 6 => 8, 8 => 6, _ => orientation };
        using var stored = new Picture(OrientationTransform.Apply(upright.Pixels, inverse));
        var rendition = new Rendition("r", 60, 60, Fit.Cover, Gravity.NorthEast);
        var source = new ImageInfo(ImageFormat.Jpeg, stored.Width, stored.FrameHeight, Orientation: orientation);

        using var expected = RenditionRenderer.Render(upright, Jpeg(240, 180), rendition, ImageFormat.WebP);
        using var actual = RenditionRenderer.Render(stored, source, rendition, ImageFormat.WebP);

        PictureAssert.Similar(expected.Pixels, actual.Pixels, $"orientation-{orientation}");
    }

    [Fact]
    public void RenditionFromAShrunkDecodeLooksLikeOneFromFullSize()
    {
        using var full = new Picture(SyntheticPictures.Photograph(800, 600, 3));
        using var shrunk = new Picture(new PixelBuffer(400, 300, 3));
        Resampler.Resize(full.Pixels, Region.Whole(800, 600), shrunk.Pixels);
        var rendition = new Rendition("r", 150, 200, Fit.Cover, Gravity.East);

        using var expected = RenditionRenderer.Render(full, Jpeg(800, 600), rendition, ImageFormat.Jpeg);
        using var actual = RenditionRenderer.Render(shrunk, Jpeg(800, 600), rendition, ImageFormat.Jpeg);

        PictureAssert.Similar(expected.Pixels, actual.Pixels, "shrunk-on-load");
    }

    [Fact]
    public void PixelsDroppedByShrinkOnLoadDoNotShiftTheOthers()
    {
        // 803 pixels shrunk by 8 are 100, without the last three. A bar near that edge must not move.
        using var full = new Picture(DrawBar(803, 16, from: 760, to: 784));
        using var shrunk = new Picture(DrawBar(100, 2, from: 95, to: 98)) { Shrink = 8 };
        var rendition = new Rendition("r", 90);

        using var expected = RenditionRenderer.Render(full, Jpeg(803, 16), rendition, ImageFormat.Jpeg);
        using var actual = RenditionRenderer.Render(shrunk, Jpeg(803, 16), rendition, ImageFormat.Jpeg);

        Assert.InRange(CentreOfBrightness(actual.Pixels) - CentreOfBrightness(expected.Pixels), -0.05, 0.05);
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg, null, 3, "#ffffff")]
    [InlineData(ImageFormat.WebP, null, 4, "#00000000")]
    [InlineData(ImageFormat.Png, "#10203040", 4, "#10203040")]
    [InlineData(ImageFormat.WebP, "#102030", 3, "#102030")]
    [InlineData(ImageFormat.Jpeg, "#00000080", 3, "#7f7f7f")]
    public void PaddingHasTheBackgroundColour(ImageFormat output, string? background, int channels, string expected)
    {
        using var decoded = new Picture(SyntheticPictures.Photograph(40, 20, 3));
        var rendition = new Rendition("r", 40, 40, Fit.Contain, Gravity.South, Background: background);

        using var picture = RenditionRenderer.Render(decoded, Jpeg(40, 20), rendition, output);

        Assert.Equal((40, 40, channels), (picture.Width, picture.FrameHeight, picture.Pixels.Channels));
        Assert.Equal(expected, PixelAt(picture.Pixels, 20, 5).ToString());
        Assert.Equal(PixelAt(decoded.Pixels, 20, 5), PixelAt(picture.Pixels, 20, 25));
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg, Fit.Inside, null, "#ff7f7f")]
    [InlineData(ImageFormat.Jpeg, Fit.Inside, "#0000ff", "#80007f")]
    [InlineData(ImageFormat.Png, Fit.Inside, "#0000ff", "#ff000080")]
    [InlineData(ImageFormat.Png, Fit.Contain, "#0000ff", "#80007f")]
    [InlineData(ImageFormat.Png, Fit.Contain, null, "#ff000080")]
    public void AlphaIsFlattenedOntoTheBackgroundIfItCannotBeKept(ImageFormat output, Fit fit, string? background, string expected)
    {
        using var decoded = new Picture(SyntheticPictures.FromFunction(60, 60, 4, (_, _, c) => new[] { 255, 0, 0, 128 }[c]));
        var source = new ImageInfo(ImageFormat.Png, 60, 60, HasAlpha: true);

        using var picture = RenditionRenderer.Render(decoded, source, new Rendition("r", 30, 30, fit, Background: background), output);

        Assert.Equal(expected, PixelAt(picture.Pixels, 15, 15).ToString());
    }

    [Fact]
    public void OpaqueAlphaIsDropped()
    {
        using var rgb = SyntheticPictures.Photograph(60, 40, 3);
        using var decoded = new Picture(SyntheticPictures.WithAlpha(rgb, 255));
        using var plain = new Picture(rgb);
        var rendition = new Rendition("r", 30);

        using var picture = RenditionRenderer.Render(decoded, new ImageInfo(ImageFormat.Png, 60, 40, HasAlpha: true), rendition, ImageFormat.WebP);
        using var expected = RenditionRenderer.Render(plain, Jpeg(60, 40), rendition, ImageFormat.WebP);

        Assert.Equal(3, picture.Pixels.Channels);
        Assert.True(expected.Pixels.Span.SequenceEqual(picture.Pixels.Span));
    }

    [Theory]
    [InlineData(ImageFormat.WebP, AnimationMode.Keep, 3)]
    [InlineData(ImageFormat.WebP, AnimationMode.First, 1)]
    [InlineData(ImageFormat.Jpeg, AnimationMode.Keep, 1)]
    [InlineData(ImageFormat.Avif, AnimationMode.Keep, 1)]
    public void AnimationIsKeptIfTheFormatSupportsIt(ImageFormat output, AnimationMode mode, int frames)
    {
        int[] delays = [40, 50, 60];
        using var decoded = new Picture(SyntheticPictures.FromFunction(40, 90, 3, (_, y, _) => y / 30 * 100), 3, delays, 5);
        var source = new ImageInfo(ImageFormat.Gif, 40, 30, Frames: 3, Animated: true);
        var rendition = new Rendition("r", 24, 24, Fit.Contain, Background: "#ffffff", Animation: mode);

        using var picture = RenditionRenderer.Render(decoded, source, rendition, output);

        Assert.Equal((24, 24, frames), (picture.Width, picture.FrameHeight, picture.Frames));
        Assert.Equal(frames == 1 ? [] : delays, picture.DelaysMilliseconds);
        Assert.Equal(frames == 1 ? 0 : 5, picture.LoopCount);
        for (var frame = 0; frame < frames; frame++)
        {
            Assert.Equal(Colour.White, PixelAt(picture.Pixels, 12, frame * 24));
            Assert.Equal(frame * 100, PixelAt(picture.Pixels, 12, frame * 24 + 3).Red);
            Assert.Equal(frame * 100, PixelAt(picture.Pixels, 12, frame * 24 + 20).Red);
        }
    }

    [Fact]
    public void PagesAreNotAnAnimation()
    {
        using var decoded = new Picture(SyntheticPictures.Noise(20, 40, 3), 2, [], 0);
        var source = new ImageInfo(ImageFormat.Tiff, 20, 20, Frames: 2);
        var rendition = new Rendition("r", 10);

        using var picture = RenditionRenderer.Render(decoded, source, rendition, ImageFormat.WebP);

        Assert.Equal((1, 10), (picture.Frames, picture.FrameHeight));
        Assert.False(RenditionRenderer.NeedsAllFrames(source, rendition));
    }

    [Fact]
    public void AllFramesAreNeededOnlyIfTheAnimationIsKept()
    {
        var source = new ImageInfo(ImageFormat.Gif, 20, 20, Frames: 2, Animated: true);

        Assert.True(RenditionRenderer.NeedsAllFrames(source, new Rendition("r", 10)));
        Assert.True(RenditionRenderer.NeedsAllFrames(source, new Rendition("r", 10, Format: RenditionFormat.Same)));
        Assert.False(RenditionRenderer.NeedsAllFrames(source, new Rendition("r", 10, Animation: AnimationMode.First)));
        Assert.False(RenditionRenderer.NeedsAllFrames(source, new Rendition("r", 10, Format: RenditionFormat.Jpeg)));
        Assert.False(RenditionRenderer.NeedsAllFrames(source with { Frames = 1 }, new Rendition("r", 10)));
    }

    private static ImageInfo Jpeg(int width, int height) => new(ImageFormat.Jpeg, width, height);

    private static Colour PixelAt(PixelBuffer picture, int x, int y)
    {
        var pixel = picture.Row(y)[(x * picture.Channels)..];
        return new Colour(pixel[0], pixel[1], pixel[2], picture.HasAlpha ? pixel[3] : (byte)255);
    }

    /// <summary>White columns on black.</summary>
    private static PixelBuffer DrawBar(int width, int height, int from, int to)
    {
        var pixels = new PixelBuffer(width, height, 3);
        for (var i = 0; i < pixels.Length; i++)
        {
            var column = i / 3 % width;
            pixels.Span[i] = (byte)(column >= from && column < to ? 255 : 0);
        }

        return pixels;
    }

    /// <summary>Centre of brightness of the first row, in pixels.</summary>
    private static double CentreOfBrightness(PixelBuffer pixels)
    {
        var columns = Enumerable.Range(0, pixels.Width).Select(x => (x, Level: (double)pixels.Row(0)[x * 3])).ToArray();
        return columns.Sum(column => column.x * column.Level) / columns.Sum(column => column.Level);
    }
}
