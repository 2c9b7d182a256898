using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Resampling;

namespace Pipeline.Tests.Imaging.Resampling;

public sealed class ResamplerTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void ResamplerAgreesWithDoublePrecision(int channels) => Assert.Empty(ResamplerCases.Failures(channels));

    [Theory]
    [InlineData(97, 61)]
    [InlineData(500, 391)]
    [InlineData(16, 16)]
    public void OpaqueRgbaResamplesExactlyLikeRgb(int width, int height)
    {
        using var rgb = SyntheticPictures.Extremes(230, 170, 3);
        using var rgba = SyntheticPictures.WithAlpha(rgb, 255);
        using var expected = new PixelBuffer(width, height, 3);
        using var actual = new PixelBuffer(width, height, 4);

        Resampler.Resize(rgb, Region.Whole(230, 170), expected);
        Resampler.Resize(rgba, Region.Whole(230, 170), actual);

        using var expectedRgba = SyntheticPictures.WithAlpha(expected, 255);
        Assert.True(expectedRgba.Span.SequenceEqual(actual.Span));
    }

    [Fact]
    public void ColourOfTransparentPixelsDoesNotBleed()
    {
        using var source = SyntheticPictures.FromFunction(64, 64, 4, (x, _, c) => x < 32 ? new[] { 200, 10, 10, 255 }[c] : new[] { 0, 255, 0, 0 }[c]);
        using var target = new PixelBuffer(23, 23, 4);

        Resampler.Resize(source, Region.Whole(64, 64), target);

        for (var i = 0; i < target.Length; i += 4)
        {
            if (target.Span[i + 3] > 0)
            {
                Assert.InRange(target.Span[i], 199, 201);
                Assert.InRange(target.Span[i + 1], 9, 11);
            }
        }
    }

    [Fact]
    public void FlatPictureKeepsItsLevel()
    {
        using var source = SyntheticPictures.FromFunction(333, 222, 3, (_, _, c) => new[] { 255, 1, 77 }[c]);
        foreach (var (width, height) in new[] { (10, 10), (332, 221), (1, 1), (700, 500) })
        {
            using var target = new PixelBuffer(width, height, 3);
            Resampler.Resize(source, new Region(0.3, 0.7, 331.1, 220.2), target);

            Assert.Equal(width * height, target.Span.Count((ReadOnlySpan<byte>)[255, 1, 77]));
        }
    }

    [Fact]
    public void WholePixelRegionOfTheSameSizeIsCopied()
    {
        using var source = SyntheticPictures.Noise(50, 40, 4);
        using var target = new PixelBuffer(20, 30, 4);

        Resampler.Resize(source, new Region(7, 3, 20, 30), target);

        for (var y = 0; y < 30; y++)
        {
            Assert.True(source.Row(y + 3)[28..108].SequenceEqual(target.Row(y)));
        }
    }

    [Fact]
    public void FramesDoNotBleedIntoEachOther()
    {
        using var source = SyntheticPictures.FromFunction(60, 120, 3, (_, y, _) => y / 40 * 127);
        using var target = new PixelBuffer(25, 51, 3);

        Resampler.ResizeFrames(source, 40, Region.Whole(60, 40), target, 17);

        for (var y = 0; y < 51; y++)
        {
            Assert.Equal(-1, target.Row(y).IndexOfAnyExcept((byte)(y / 17 * 127)));
        }
    }

    [Fact]
    public void CroppedRegionEqualsThatPartOfTheWhole()
    {
        using var source = SyntheticPictures.Photograph(320, 240, 3);
        using var whole = new PixelBuffer(160, 120, 3);
        using var part = new PixelBuffer(50, 40, 3);

        Resampler.Resize(source, Region.Whole(320, 240), whole);
        Resampler.Resize(source, new Region(80, 60, 100, 80), part);

        for (var y = 0; y < 40; y++)
        {
            Assert.True(whole.Row(30 + y)[(40 * 3)..(90 * 3)].SequenceEqual(part.Row(y)));
        }
    }

    [Fact]
    public void LargeReductionsStayExact()
    {
        using var source = SyntheticPictures.FromFunction(5000, 30, 3, (x, y, c) => 40 + x / 40.0 + c * 20 + y);
        using var target = new PixelBuffer(3, 2, 3);

        Resampler.Resize(source, Region.Whole(5000, 30), target);

        var expected = ReferenceResampler.Resize(source, Region.Whole(5000, 30), 3, 2);
        Assert.All(expected, (level, i) => Assert.InRange(target.Span[i], level - 0.6, level + 0.6));
    }

    [Fact]
    public void InvalidArgumentsAreRefused()
    {
        using var rgb = SyntheticPictures.Noise(20, 20, 3);
        using var rgba = new PixelBuffer(10, 10, 4);
        using var target = new PixelBuffer(10, 10, 3);

        Assert.Throws<ArgumentException>(() => Resampler.Resize(rgb, Region.Whole(20, 20), rgba));
        Assert.Throws<ArgumentException>(() => Resampler.Resize(rgb, new Region(20, 0, 5, 5), target));
        Assert.Throws<ArgumentException>(() => Resampler.Resize(rgb, new Region(double.NaN, 0, 5, 5), target));
        Assert.Throws<ArgumentOutOfRangeException>(() => Resampler.ResizeFrames(rgb, 20, Region.Whole(20, 20), target, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Resampler.Resize(rgb, 15, 10, Region.Whole(20, 10), target, 0, 10));
    }
}
