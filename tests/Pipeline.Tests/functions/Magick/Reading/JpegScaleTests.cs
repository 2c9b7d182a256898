using System.Globalization;
using Pipeline.Imaging.Codecs;
using Pipeline.Magick.Reading;

namespace Pipeline.Tests.Magick.Reading;

public sealed class JpegScaleTests
{
    [Theory]
    [InlineData(320, 240, "504x378")]
    [InlineData(504, 378, "504x378")]
    [InlineData(505, 1, "1008x756")]
    [InlineData(800, 600, "1008x756")]
    [InlineData(1600, 1200, "2016x1512")]
    [InlineData(2017, 1, null)]
    [InlineData(int.MaxValue, int.MaxValue, null)]
    public void ScaleIsTheSmallestThatLeavesEnough(int minWidth, int minHeight, string? expected) =>
        Assert.Equal(expected, JpegScale.Choose(4032, 3024, new(minWidth, minHeight)));

    [Fact]
    public void NarrowPictureIsDecodedAtFullSize() => Assert.Null(JpegScale.Choose(4000, 31, new(1, 1)));

    [Fact]
    public void ScaledSizeIsNeverSmallerThanRequested()
    {
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var (width, height) = (random.Next(1, 6000), random.Next(1, 6000));
            var options = new DecodeOptions(random.Next(1, width + 100), random.Next(1, height + 100));
            if (JpegScale.Choose(width, height, options) is not { } size)
            {
                continue;
            }

            var (decodedWidth, decodedHeight) = ComputeDecodedSize(width, height, size);

            Assert.True(
                decodedWidth >= Math.Min(width, options.MinWidth) && decodedHeight >= Math.Min(height, options.MinHeight),
                $"{width} x {height}, {options}: requested {size}, decoded {decodedWidth} x {decodedHeight}");
            Assert.Equal(size, FormattableString.Invariant($"{decodedWidth}x{decodedHeight}"));
        }
    }

    /// <summary>Repeats how ImageMagick chooses the scale (coders/jpeg.c) and how libjpeg rounds.</summary>
    private static (int Width, int Height) ComputeDecodedSize(int width, int height, string size)
    {
        var requested = size.Split('x').Select(side => double.Parse(side, CultureInfo.InvariantCulture)).ToArray();
        var factor = Math.Min(width / requested[0], height / requested[1]);
        var eighths = Math.Clamp((int)((8 / factor) + 0.5), 1, 16);
        return (((width * eighths) + 7) / 8, ((height * eighths) + 7) / 8);
    }
}
