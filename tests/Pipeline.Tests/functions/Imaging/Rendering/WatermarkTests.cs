using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Geometry;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Rendering;
using Pipeline.Imaging.Renditions;
using Pipeline.Imaging.Resampling;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Imaging.Rendering;

public sealed class WatermarkTests
{
    private static readonly Watermark Mark = new("", Gravity.SouthEast, Margin: 7, Opacity: 0.6, Scale: 0.3);

    public static TheoryData<Rendition> Renditions =>
    [
        new("r", 160, Watermark: Mark),
        new("r", 160, Watermark: Mark with { Position = Gravity.NorthWest, Opacity = 1 }),
        new("r", 120, 120, Fit.Cover, Gravity.NorthEast, Watermark: Mark with { Position = Gravity.Centre, Scale = 1 }),
        new("r", 300, 20, Fit.Fill, Enlarge: true, Watermark: Mark with { Position = Gravity.North, Margin = 200 }),
    ];

    [Theory]
    [MemberData(nameof(Renditions))]
    public void PictureIsThatWithoutAWatermarkAndTheWatermarkOverIt(Rendition rendition)
    {
        foreach (var channels in new[] { 3, 4 })
        {
            using var mark = SyntheticPictures.WithAlpha(SyntheticPictures.Photograph(90, 40, 3, seed: 5), 150);
            using var decoded = new Picture(SyntheticPictures.Photograph(240, 180, channels));
            var source = new ImageInfo(ImageFormat.Png, 240, 180, HasAlpha: channels == 4);

            using var drawn = RenditionRenderer.Render(decoded, source, rendition, ImageFormat.Png, mark);

            using var plain = RenditionRenderer.Render(decoded, source, rendition with { Watermark = null }, ImageFormat.Png);
            Draw(plain.Pixels, mark, rendition.Watermark!);
            PictureAssert.Similar(plain.Pixels, drawn.Pixels, "watermark", mean: 0.3, worst: 1);
        }
    }

    [Theory]
    [EveryOrientation]
    public void StreamedRowsEqualTheWholePicture(int orientation)
    {
        using var mark = SyntheticPictures.WithAlpha(SyntheticPictures.Noise(90, 40, 3, seed: 5), 150);
        using var decoded = new Picture(SyntheticPictures.Noise(203, 317, 3));
        var source = new ImageInfo(ImageFormat.Jpeg, 203, 317, Orientation: orientation);
        foreach (var position in new[] { Gravity.NorthWest, Gravity.Centre, Gravity.SouthEast })
        {
            var rendition = new Rendition("r", 150, Watermark: Mark with { Position = position, Scale = 0.8 });
            Assert.True(StreamingRenderer.CanRender(source, rendition));
            using var expected = RenditionRenderer.Render(decoded, source, rendition, ImageFormat.Jpeg, mark);

            using var streamed = new StreamingRenderer(source, rendition, watermark: mark);
            streamed.Begin(decoded.Width, decoded.FrameHeight, 3, shrink: null);
            var finished = new List<byte>();
            while (streamed.NextChunkRows > 0)
            {
                for (var row = streamed.NextRow; row < streamed.NextRow + streamed.NextChunkRows; row++)
                {
                    decoded.Pixels.Row(row).CopyTo(streamed.Window.Row(row % streamed.Window.Height));
                }

                streamed.Advance();
                finished.AddRange(streamed.Picture.Pixels.Span[finished.Count..(streamed.FinishedRows * streamed.Picture.Pixels.Stride)]);
            }

            Assert.Equal(expected.Pixels.Span.ToArray(), finished);
        }
    }

    [Fact]
    public void EveryFrameOfAnAnimationHasTheWatermark()
    {
        using var mark = SyntheticPictures.FromFunction(8, 8, 3, (_, _, _) => 255);
        using var decoded = TestPictures.Animation(40, 30, 0, new TestFrame(10, 20, 30, 100), new TestFrame(40, 50, 60, 100), new TestFrame(70, 80, 90, 100));
        var source = new ImageInfo(ImageFormat.Gif, 40, 30, 3, Animated: true);

        using var picture = RenditionRenderer.Render(
            decoded, source, new("r", 40, Watermark: new("", Gravity.SouthEast, Margin: 2, Scale: 0.2)), ImageFormat.WebP, mark);

        Assert.Equal(3, picture.Frames);
        for (var frame = 0; frame < 3; frame++)
        {
            Assert.Equal(255, TestPictures.PixelAt(picture, 35, frame * 30 + 25)[0]);
            Assert.Equal(10 + frame * 30, TestPictures.PixelAt(picture, 35, frame * 30 + 5)[0]);
        }
    }

    [Fact]
    public void WatermarkIsOverPadding()
    {
        using var mark = SyntheticPictures.FromFunction(8, 8, 3, (_, _, _) => 255);
        using var decoded = new Picture(SyntheticPictures.FromFunction(40, 10, 3, (_, _, _) => 100));
        var rendition = new Rendition("r", 40, 40, Fit.Contain, Watermark: new("", Gravity.SouthEast, Margin: 0, Opacity: 0.5, Scale: 0.2));

        using var transparent = RenditionRenderer.Render(decoded, new(ImageFormat.Png, 40, 10), rendition, ImageFormat.WebP, mark);
        using var black = RenditionRenderer.Render(decoded, new(ImageFormat.Png, 40, 10), rendition with { Background = "#000000" }, ImageFormat.Jpeg, mark);

        // Half-transparent white on nothing stays white; on black it is grey.
        Assert.Equal([255, 255, 255, 128], TestPictures.PixelAt(transparent, 36, 36));
        Assert.Equal([128, 128, 128], TestPictures.PixelAt(black, 36, 36));
    }

    [Fact]
    public void MissingPictureOfAWatermarkIsAnErrorAndNotARenditionWithoutIt()
    {
        using var decoded = new Picture(SyntheticPictures.Noise(40, 30, 3));
        var (source, rendition) = (new ImageInfo(ImageFormat.Png, 40, 30), new Rendition("r", 20, Watermark: Mark));
        using var streaming = new StreamingRenderer(source, rendition);

        Assert.Throws<ArgumentException>(() => RenditionRenderer.Render(decoded, source, rendition, ImageFormat.Png));
        Assert.Throws<ArgumentException>(() => streaming.Begin(40, 30, 3, shrink: null));
    }

    /// <summary>Draws in floating point, pixel by pixel, with premultiplied alpha (Porter and Duff, 1984).</summary>
    private static void Draw(PixelBuffer picture, PixelBuffer mark, Watermark watermark)
    {
        var placement = WatermarkPlacement.Plan(watermark, mark.Width, mark.Height, picture.Width, picture.Height);
        using var scaled = new PixelBuffer(placement.Width, placement.Height, 4);
        Resampler.Resize(mark, Region.Whole(mark.Width, mark.Height), scaled);
        for (var y = 0; y < scaled.Height; y++)
        {
            for (var x = 0; x < scaled.Width; x++)
            {
                var top = scaled.Row(y).Slice(x * 4, 4);
                var bottom = picture.Row(y + placement.Y).Slice((x + placement.X) * picture.Channels, picture.Channels);
                var (topAlpha, bottomAlpha) = (top[3] / 255.0 * watermark.Opacity, picture.HasAlpha ? bottom[3] / 255.0 : 1);
                var alpha = topAlpha + bottomAlpha * (1 - topAlpha);
                for (var channel = 0; channel < 3; channel++)
                {
                    var premultiplied = top[channel] * topAlpha + bottom[channel] * bottomAlpha * (1 - topAlpha);
                    bottom[channel] = (byte)Math.Round(alpha == 0 ? 0 : premultiplied / alpha);
                }

                if (picture.HasAlpha)
                {
                    bottom[3] = (byte)Math.Round(alpha * 255);
                }
            }
        }
    }
}
