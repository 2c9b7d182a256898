using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Memory;
using Pipeline.Magick;
using Pipeline.Testing.Pictures;
using Pipeline.Vips;

namespace Pipeline.Tests.Imaging.Memory;

public sealed class DecodedSizeTests
{
    private static readonly VipsCodec Vips = new();
    private static readonly MagickCodec Magick = new();

    [Theory]
    [InlineData(ImageFormat.Jpeg, 3)]
    [InlineData(ImageFormat.Png, 3)]
    [InlineData(ImageFormat.Png, 4)]
    [InlineData(ImageFormat.WebP, 3)]
    public void BothCodecsDecodeAsManyPixelsAsComputed(ImageFormat format, int channels)
    {
        using var picture = TestPictures.Gradient(2_601, 1_999, channels);
        var file = Vips.Encode(picture, new(format, 80, Effort: format == ImageFormat.WebP ? 0 : null));
        var info = Vips.Inspect(file, format);
        foreach (var width in (ReadOnlySpan<int>)[20, 162, 325, 400, 651, 1_000, 1_301, 2_600, 5_000])
        {
            var options = new DecodeOptions(width, width * 3 / 4);
            using var byVips = Vips.Decode(file, format, options);
            using var byMagick = Magick.Decode(file, format, options);

            // libvips cuts off what fills an edge partly.
            AssertAbout(byVips.Width * (long)byVips.FrameHeight, DecodedSize.CountPixels(info, options, isImageMagick: false));
            AssertAbout(byMagick.Width * (long)byMagick.FrameHeight, DecodedSize.CountPixels(info, options, isImageMagick: true));
        }

        static void AssertAbout(long actual, long computed) => Assert.InRange(computed, actual, (actual * 1.05) + 100);
    }
}
