using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Placeholders;
using Pipeline.Imaging.Rendering;
using Pipeline.Imaging.Renditions;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Imaging.Rendering;

/// <summary>Rows that arrive in chunks give the same bits as the whole picture.</summary>
public sealed class StreamingRendererTests
{
    public static TheoryData<Rendition> Renditions =>
    [
        new("r", 64),
        new("r", 199),
        new("r", 7, 5, Fit.Fill),
        new("r", 90, 30, Fit.Cover),
        new("r", 30, 90, Fit.Cover, Gravity.SouthEast),
        new("r", 300, 300, Fit.Cover, Gravity.NorthWest, Enlarge: true),
        new("r", 640, 33, Fit.Fill, Enlarge: true),
        new("r", 1, 400, Fit.Fill, Enlarge: true),
        new("r"),
        new("r", 203, 31, Fit.Cover, Gravity.South),
    ];

    [Theory]
    [MemberData(nameof(Renditions))]
    public void StreamedRowsEqualTheWholePicture(Rendition rendition)
    {
        foreach (var (width, height) in new[] { (203, 117), (64, 200), (8, 8), (1, 1), (33, 1), (1, 33) })
        {
            using var decoded = new Picture(SyntheticPictures.Noise(width, height, 3));
            AssertSame(decoded, new(ImageFormat.Png, width, height), rendition);
        }
    }

    [Theory]
    [InlineData(2725, 2225, 2)]
    [InlineData(1003, 1999, 4)]
    [InlineData(807, 601, 8)]
    public void StreamedRowsShrunkOnLoadEqualTheWholePicture(int width, int height, int shrink)
    {
        using var decoded = new Picture(SyntheticPictures.Noise(width / shrink, height / shrink, 3)) { Shrink = shrink };
        foreach (var rendition in new Rendition[] { new("r", 60), new("r", 64, 64, Fit.Cover), new("r", 40, 70, Fit.Cover, Gravity.East) })
        {
            AssertSame(decoded, new(ImageFormat.Jpeg, width, height), rendition);
        }
    }

    [Theory]
    [EveryOrientation]
    public void StreamedRenditionIsTurnedUpright(int orientation)
    {
        using var decoded = new Picture(SyntheticPictures.Noise(203, 117, 3));
        foreach (var rendition in new Rendition[] { new("r", 64), new("r", 64, 32, Fit.Cover, Gravity.NorthEast) })
        {
            AssertSame(decoded, new(ImageFormat.Jpeg, 203, 117, Orientation: orientation), rendition);
        }
    }

    [Fact]
    public void WindowHoldsOnlyTheRowsThatResamplingNeeds()
    {
        using var stream = new StreamingRenderer(new(ImageFormat.Png, 4000, 3000), new("r", 1600));

        stream.Begin(4000, 3000, 3, shrink: null);

        // 16 rows times 2.5, plus three times 2.5 beyond either end, plus rounding up to whole chunks.
        Assert.InRange(stream.Window.Height, 55, 80);
    }

    [Fact]
    public void FinishedRowsNeverChange()
    {
        using var decoded = new Picture(SyntheticPictures.Noise(100, 400, 3));
        using var stream = new StreamingRenderer(new(ImageFormat.Png, 100, 400), new("r", 50));
        stream.Begin(100, 400, 3, shrink: null);
        var finished = new List<byte>();
        while (stream.NextChunkRows > 0)
        {
            Feed(stream, decoded);
            finished.AddRange(stream.Picture.Pixels.Span[finished.Count..(stream.FinishedRows * stream.Picture.Pixels.Stride)]);
        }

        Assert.Equal(200, stream.FinishedRows);
        Assert.Equal(stream.Picture.Pixels.Span.ToArray(), finished);
    }

    [Fact]
    public void RenditionThatNeedsTheWholePictureIsNotStreamed()
    {
        var photograph = new ImageInfo(ImageFormat.Jpeg, 400, 300);

        Assert.True(StreamingRenderer.CanRender(photograph, new("r", 100)));
        Assert.False(StreamingRenderer.CanRender(photograph, new("r", 100, 100, Fit.Cover, Gravity.Attention)));
        Assert.False(StreamingRenderer.CanRender(photograph, new("r", 100, 100, Fit.Contain)));
        Assert.False(StreamingRenderer.CanRender(photograph with { HasAlpha = true }, new("r", 100)));
        var animation = photograph with { Format = ImageFormat.Gif, Frames = 3, Animated = true };
        Assert.False(StreamingRenderer.CanRender(animation, new("r", 100)));
        Assert.True(StreamingRenderer.CanRender(animation, new("r", 100, Animation: AnimationMode.First)));
        Assert.True(StreamingRenderer.CanRender(animation, new("r", 100, Format: RenditionFormat.Jpeg)));
    }

    [Fact]
    public void AlphaThrowsArgumentException()
    {
        using var stream = new StreamingRenderer(new(ImageFormat.Png, 10, 10), new("r", 5));

        Assert.Throws<ArgumentException>(() => stream.Begin(10, 10, 4, shrink: null));
    }

    [Fact]
    public void BeginMustBeCalledExactlyOnce()
    {
        using var stream = new StreamingRenderer(new(ImageFormat.Png, 10, 10), new("r", 5));
        Assert.Throws<InvalidOperationException>(() => stream.Window);
        Assert.Throws<InvalidOperationException>(() => stream.Picture);
        stream.Begin(10, 10, 3, shrink: null);

        Assert.Throws<InvalidOperationException>(() => stream.Begin(10, 10, 3, shrink: null));
    }

    private static void AssertSame(Picture decoded, ImageInfo source, Rendition rendition)
    {
        using var expected = RenditionRenderer.Render(decoded, source, rendition, ImageFormat.Png);
        using var streamed = new StreamingRenderer(source, rendition, withPlaceholder: true);
        streamed.Begin(decoded.Width, decoded.FrameHeight, 3, decoded.Shrink);
        while (streamed.NextChunkRows > 0)
        {
            Feed(streamed, decoded);
        }

        using var whole = new StreamingRenderer(source, rendition, withPlaceholder: true);
        whole.RenderAll(decoded);
        foreach (var actual in new[] { streamed, whole })
        {
            Assert.Equal((expected.Width, expected.FrameHeight), (actual.Picture.Width, actual.Picture.FrameHeight));
            Assert.Equal(expected.FrameHeight, actual.FinishedRows);
            Assert.True(expected.Pixels.Span.SequenceEqual(actual.Picture.Pixels.Span), $"{source}, {rendition}");
            Assert.Equal(PlaceholderGenerator.Generate(decoded, source.Orientation), actual.Placeholder);
        }
    }

    private static void Feed(StreamingRenderer stream, Picture decoded)
    {
        for (var row = stream.NextRow; row < stream.NextRow + stream.NextChunkRows; row++)
        {
            decoded.Pixels.Row(row).CopyTo(stream.Window.Row(row % stream.Window.Height));
        }

        stream.Advance();
    }
}
