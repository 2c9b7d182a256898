using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Vips.Reading;

namespace Pipeline.Tests.Vips.Reading;

public sealed class ShrinkOnLoadTests
{
    [Theory]
    [InlineData(4032, 3024, 504, 378, 8)]
    [InlineData(4032, 3024, 505, 1, 4)]
    [InlineData(4032, 3024, 1, 379, 4)]
    [InlineData(4032, 3024, 2016, 1512, 2)]
    [InlineData(2725, 2225, 1362, 1112, 2)]
    [InlineData(8, 8, 1, 1, 8)]
    public void JpegUsesTheLargestShrinkThatLeavesEnough(int width, int height, int minWidth, int minHeight, int shrink) =>
        Assert.Equal(
            new ShrinkOnLoad("shrink", shrink, shrink),
            ShrinkOnLoad.Choose(ImageFormat.Jpeg, width, height, new DecodeOptions(minWidth, minHeight)));

    [Theory]
    [InlineData(2725, 2225, 1363, 1)] // libjpeg rounds half a pixel up, libvips cuts it off
    [InlineData(4032, 3024, 2017, 1)]
    [InlineData(4032, 3024, int.MaxValue, 1)]
    [InlineData(7, 1, 1, 1)]
    public void JpegIsDecodedWholeWhereHalfIsTooSmall(int width, int height, int minWidth, int minHeight) =>
        Assert.Null(ShrinkOnLoad.Choose(ImageFormat.Jpeg, width, height, new DecodeOptions(minWidth, minHeight)));

    [Fact]
    public void WebPScalesToTheLimitingSide() =>
        Assert.Equal(
            new ShrinkOnLoad("scale", 0.5),
            ShrinkOnLoad.Choose(ImageFormat.WebP, 800, 600, new DecodeOptions(400, 10)));

    [Theory]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.Gif)]
    [InlineData(ImageFormat.Avif)]
    [InlineData(ImageFormat.Tiff)]
    public void OtherFormatsDoNotShrinkOnLoad(ImageFormat format) =>
        Assert.Null(ShrinkOnLoad.Choose(format, 4000, 3000, new DecodeOptions(1, 1)));
}
