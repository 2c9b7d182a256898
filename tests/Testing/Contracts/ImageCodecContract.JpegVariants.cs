using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;

namespace Pipeline.Testing.Contracts;

/// <summary>JPEGs of unusual precision, process or number of components are read right or refused by name.</summary>
public abstract partial class ImageCodecContract
{
    private static readonly byte[] Grey = [1];
    private static readonly byte[] Rgb = "RGB"u8.ToArray();

    // Made by cjpeg -arithmetic, 16 x 16 pixels of the grey 100.
    private static readonly byte[] Arithmetic = Convert.FromBase64String("/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/2wBDAQkJCQwLDBgNDRgyIRwhMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjL/yQARCAAQABADASIAAhEBAxEB/8wACgAQEAUBEBEF/9oADAMBAAIRAxEAPwD/AEYI/9k=");

    [Theory]
    [InlineData(JpegBlocks.Baseline, 8)]
    [InlineData(JpegBlocks.Extended, 8)]
    [InlineData(JpegBlocks.Extended, 12)]
    [InlineData(JpegBlocks.Progressive, 8)]
    [InlineData(JpegBlocks.Progressive, 12)]
    [InlineData(JpegBlocks.Lossless, 8)]
    [InlineData(JpegBlocks.Lossless, 10)]
    [InlineData(JpegBlocks.Lossless, 12)]
    [InlineData(JpegBlocks.Lossless, 16)]
    public void JpegOfAnyPrecisionIsReadRightOrRefusedByName(byte process, byte precision)
    {
        AssertReadOrRefused(Ramp(process, precision, Grey), 1);
        AssertReadOrRefused(Ramp(process, precision, Rgb), 3);
    }

    [Theory]
    [InlineData(JpegBlocks.Baseline)]
    [InlineData(JpegBlocks.Extended)]
    [InlineData(JpegBlocks.Progressive)]
    [InlineData(JpegBlocks.Lossless)]
    public void JpegOf8BitsIsRead(byte process)
    {
        foreach (var components in new[] { Grey, Rgb })
        {
            Assert.Null(Codec.FindUnsupportedFeature(Ramp(process, 8, components), ImageFormat.Jpeg));
        }
    }

    [Fact]
    public void ArithmeticJpegIsRead()
    {
        using var decoded = Codec.Decode(Arithmetic, ImageFormat.Jpeg, DecodeOptions.FullSize);

        TestPictures.AssertNear([100, 100, 100], TestPictures.PixelAt(decoded, 8, 8), tolerance: 2);
    }

    [Theory]
    [InlineData(JpegBlocks.Baseline, 2, "2 colour components")]
    [InlineData(JpegBlocks.Progressive, 2, "2 colour components")]
    [InlineData(JpegBlocks.Baseline, 5, "5 colour components")]
    [InlineData(0xC5, 3, "hierarchical coding")]
    [InlineData(0xC7, 1, "hierarchical coding")]
    [InlineData(0xCB, 3, "lossless arithmetic coding")]
    [InlineData(0xCF, 3, "hierarchical coding")]
    public void JpegWithoutDefinedColoursOrOfARareProcessIsRefusedByName(byte process, int components, string feature)
    {
        var jpeg = JpegBlocks.Write(process, 8, 2, [.. Enumerable.Repeat(100, 4 * components)], [.. Enumerable.Range(1, components).Select(id => (byte)id)]);

        AssertRefused(jpeg, feature);
    }

    [Theory]
    [InlineData(JpegBlocks.Baseline, null)]
    [InlineData(JpegBlocks.Progressive, null)]
    [InlineData(JpegBlocks.Baseline, 0)]
    public void JpegOfFourInksIsInvertedCmykAsInBrowsers(byte process, int? adobeTransform)
    {
        // Stored 255 is no ink, stored 0 is all of it.
        int[] values = [.. Enumerable.Repeat<int[]>([255, 255, 255, 255], 16).SelectMany(inks => inks), .. Enumerable.Repeat<int[]>([255, 0, 0, 255], 16).SelectMany(inks => inks)];
        var jpeg = JpegBlocks.Write(process, 8, 4, values, [1, 2, 3, 4], (byte?)adobeTransform);

        using var decoded = Codec.Decode(jpeg, ImageFormat.Jpeg, DecodeOptions.FullSize);

        TestPictures.AssertNear([255, 255, 255], TestPictures.PixelAt(decoded, 16, 8), tolerance: 3);
        var red = TestPictures.PixelAt(decoded, 16, 56);
        Assert.True(red[0] > 200 && red[1] < 80 && red[2] < 80, $"magenta and yellow are {string.Join(", ", red)}");
    }

    [MaterialFact("images/faults/jpeg-gray-12bit.jpg")]
    public void GreyJpegOf12BitsIsReadRightOrRefusedByName()
    {
        var file = Photograph("faults/jpeg-gray-12bit.jpg");

        AssertRefused(file, "12 bits");
    }

    private void AssertRefused(byte[] jpeg, string feature)
    {
        Assert.Contains(feature, Codec.FindUnsupportedFeature(jpeg, ImageFormat.Jpeg), StringComparison.Ordinal);
        Assert.Contains(feature, Assert.Throws<UnsupportedImageException>(() => Codec.Inspect(jpeg, ImageFormat.Jpeg)).Message, StringComparison.Ordinal);
        Assert.Throws<UnsupportedImageException>(() => Codec.Decode(jpeg, ImageFormat.Jpeg, DecodeOptions.FullSize).Dispose());
    }

    private void AssertReadOrRefused(byte[] jpeg, int components)
    {
        if (Codec.FindUnsupportedFeature(jpeg, ImageFormat.Jpeg) is { } feature)
        {
            Assert.Contains("bits", feature, StringComparison.Ordinal);
            AssertRefused(jpeg, feature);
            return;
        }

        Assert.Equal(new ImageInfo(ImageFormat.Jpeg, 64, 64), Codec.Inspect(jpeg, ImageFormat.Jpeg));
        foreach (var options in new[] { DecodeOptions.FullSize, new DecodeOptions(8, 8) })
        {
            using var decoded = Codec.Decode(jpeg, ImageFormat.Jpeg, options);
            byte[] first = components == 1 ? [51, 51, 51] : [51, 102, 204];
            byte[] last = components == 1 ? [204, 204, 204] : [204, 102, 51];
            TestPictures.AssertNear(first, TestPictures.PixelAt(decoded, 0, 0), tolerance: 2);
            TestPictures.AssertNear(last, TestPictures.PixelAt(decoded, decoded.Width - 1, decoded.FrameHeight - 1), tolerance: 2);
        }
    }

    /// <summary>64 x 64 pixels in two halves, one above the other: a fifth and four fifths of the range (grey); red and blue likewise, green two fifths.</summary>
    private static byte[] Ramp(byte process, byte precision, byte[] components)
    {
        var side = process == JpegBlocks.Lossless ? 64 : 8;
        var max = (1 << precision) - 1;
        List<int> values = [];
        for (var i = 0; i < side * side; i++)
        {
            var (low, high) = i < side * side / 2 ? (1, 4) : (4, 1);
            int[] fifths = components.Length == 1 ? [low] : [low, 2, high];
            values.AddRange(fifths.Select(count => (int)Math.Round(max * count / 5.0)));
        }

        return JpegBlocks.Write(process, precision, side, [.. values], components);
    }
}
