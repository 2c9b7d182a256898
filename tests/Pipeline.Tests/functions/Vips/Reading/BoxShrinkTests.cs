using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Pictures;
using Pipeline.Vips;
using Pipeline.Vips.Reading;

namespace Pipeline.Tests.Vips.Reading;

public sealed class BoxShrinkTests
{
    [Theory]
    [InlineData(4000, 3000, 800, 600, 2)]
    [InlineData(4000, 3000, 400, 1, 5)]
    [InlineData(4000, 3000, 1001, 1, 1)]
    [InlineData(4000, 3000, int.MaxValue, int.MaxValue, 1)]
    [InlineData(2000, 2000, 10, 10, 1)] // small enough to stay whole
    public void BoxShrinkLeavesAtLeastTwiceTheTargetSize(int width, int height, int minWidth, int minHeight, int factor) =>
        Assert.Equal(factor, BoxShrink.ComputeFactor(width, height, new(minWidth, minHeight)));

    [Fact]
    public void LargePngIsShrunkByAveragingBoxes()
    {
        var codec = new VipsCodec();
        var png = SyntheticImages.Png(2401, 2000);

        using var whole = codec.Decode(png, ImageFormat.Png, DecodeOptions.FullSize);
        using var decoded = codec.Decode(png, ImageFormat.Png, new(300, 240));

        Assert.Equal((2401, 2000), (whole.Width, whole.FrameHeight));
        Assert.Equal((600, 500), (decoded.Width, decoded.FrameHeight));
        // The average of a box of the whole picture is one pixel of the shrunk one.
        var sum = 0;
        for (var i = 0; i < 16; i++)
        {
            sum += whole.Pixels.Row(400 + (i / 4))[(800 + (i % 4)) * 3];
        }

        Assert.InRange(decoded.Pixels.Row(100)[200 * 3] - (sum / 16.0), -1, 1);
    }
}
