using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Resampling;

namespace Pipeline.Tests.Imaging.Resampling;

public sealed class ShrinkCompensationTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void ResamplingCompensatesForShrinkOnLoad(int shrink)
    {
        using var full = SyntheticPictures.Photograph(960, 720, 3);
        using var averaged = SyntheticPictures.FromFunction(960 / shrink, 720 / shrink, 3, (x, y, c) => Mean(full, x * shrink, y * shrink, c, shrink));
        var (width, height) = (640 / shrink, 480 / shrink);
        var exact = ReferenceResampler.Resize(full, Region.Whole(960, 720), width, height);

        var plain = Error(averaged, 1);
        var restored = Error(averaged, shrink);

        Assert.True(restored < 0.85 * plain, $"error {restored:F3} with compensation, {plain:F3} without");

        double Error(PixelBuffer source, double shrinkFactor)
        {
            using var target = new PixelBuffer(width, height, 3);
            Resampler.ResizeFrames(source, source.Height, Region.Whole(source.Width, source.Height), target, height, shrinkFactor);
            return Math.Sqrt(exact.Zip(target.Span.ToArray(), (e, t) => (e - t) * (e - t)).Average());
        }
    }

    [Fact]
    public void FlatAreasKeepTheirLevel()
    {
        using var flat = SyntheticPictures.FromFunction(101, 77, 3, (_, _, c) => 60 + (50 * c));
        using var target = new PixelBuffer(40, 31, 3);

        Resampler.ResizeFrames(flat, 77, Region.Whole(101, 77), target, 31, shrinkFactor: 8);

        Assert.All(target.Span.ToArray().Chunk(3), pixel => Assert.Equal([60, 110, 160], pixel));
    }

    private static int Mean(PixelBuffer source, int left, int top, int channel, int edge)
    {
        var sum = 0;
        for (var i = 0; i < edge * edge; i++)
        {
            sum += source.Row(top + (i / edge))[((left + (i % edge)) * 3) + channel];
        }

        return (sum + (edge * edge / 2)) / (edge * edge);
    }
}
