using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Pictures;

namespace Pipeline.Testing.Contracts;

public abstract partial class ImageCodecContract
{
    [Theory]
    [InlineData(640, 480)]
    [InlineData(1001, 667)]
    [InlineData(333, 7)]
    [InlineData(17, 1023)]
    public void DecodingNeverReturnsLessThanRequested(int width, int height)
    {
        foreach (var (format, file) in Samples(width, height))
        {
            foreach (var divisor in new[] { 1.0, 1.01, 1.5, 2, 2.01, 3.99, 4, 7, 8, 8.1, 100 })
            {
                var (minWidth, minHeight) = ((int)Math.Ceiling(width / divisor), (int)Math.Ceiling(height / divisor));
                foreach (var options in new[] { new DecodeOptions(minWidth, 1), new DecodeOptions(1, minHeight), new DecodeOptions(minWidth, minHeight) })
                {
                    using var decoded = Codec.Decode(file, format, options);

                    Assert.True(
                        decoded.Width >= options.MinWidth && decoded.FrameHeight >= options.MinHeight
                            && decoded.Width <= width && decoded.FrameHeight <= height,
                        $"{format} {width} x {height}, {options}: {decoded.Width} x {decoded.FrameHeight}");
                }
            }
        }
    }

    [Theory]
    [InlineData(5000, 1)]
    [InlineData(1, 5000)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void RequestForMoreThanTheOriginalReturnsFullSize(int minWidth, int minHeight)
    {
        foreach (var (format, file) in Samples(200, 100))
        {
            using var decoded = Codec.Decode(file, format, new DecodeOptions(minWidth, minHeight));

            Assert.Equal((200, 100), (decoded.Width, decoded.FrameHeight));
        }
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.WebP)]
    public void PictureShrunkOnLoadLooksTheSame(ImageFormat format)
    {
        using var picture = TestPictures.Gradient(800, 600);
        var file = Codec.Encode(picture, new EncodeOptions(format, 90));

        using var decoded = Codec.Decode(file, format, new DecodeOptions(100, 75));

        using var expected = TestPictures.Gradient(decoded.Width, decoded.FrameHeight);
        Assert.InRange(TestPictures.Distance(expected, decoded), 0, 4);
    }
}
