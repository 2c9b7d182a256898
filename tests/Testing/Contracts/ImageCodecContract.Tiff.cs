using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Testing.Files;

namespace Pipeline.Testing.Contracts;

public abstract partial class ImageCodecContract
{
    public static TheoryData<string> KindsOfTiff => [.. TiffVariants.All.Keys];

    [Theory]
    [MemberData(nameof(KindsOfTiff))]
    public void TiffIsReadRightOrRefusedByName(string kind)
    {
        var (file, pixel, tolerance) = TiffVariants.All[kind];
        if (Codec.FindUnsupportedFeature(file, ImageFormat.Tiff) is { } feature)
        {
            var refused = Assert.Throws<UnsupportedImageException>(() => Codec.Inspect(file, ImageFormat.Tiff));
            Assert.Throws<UnsupportedImageException>(() => Codec.Decode(file, ImageFormat.Tiff, DecodeOptions.FullSize));
            Assert.Contains(feature, refused.Message, StringComparison.Ordinal);
            return;
        }

        var info = Codec.Inspect(file, ImageFormat.Tiff);
        using var decoded = Codec.Decode(file, ImageFormat.Tiff, DecodeOptions.FullSize);

        Assert.DoesNotContain(kind, TiffVariants.RefusedByAll);
        Assert.Equal(
            new ImageInfo(ImageFormat.Tiff, TiffVariants.Width, TiffVariants.Height, HasAlpha: pixel(0, 0).Length == 4), info);
        Assert.InRange(LargestDifference(decoded, pixel), 0, tolerance);
    }

    [Theory]
    [InlineData(3, 1, 3)]
    [InlineData(3, 6, 6)]
    [InlineData(4, 8, 8)]
    [InlineData(3, 0, 1)]
    [InlineData(3, 9, 1)]
    public void OrientationOfATiffIsReportedAndNotApplied(ushort type, int stored, int reported)
    {
        var tiff = new TiffImage(4, 2, 8, 2) { Tags = [(274, type, [stored == 1 ? reported : stored])] }.Write((x, y) => [x / 3.0, y, 0]);

        var info = Codec.Inspect(tiff, ImageFormat.Tiff);
        using var decoded = Codec.Decode(tiff, ImageFormat.Tiff, DecodeOptions.FullSize);

        Assert.Equal((4, 2, reported), (info.Width, info.Height, info.Orientation));
        Assert.Equal([255, 0, 0], decoded.Pixels.Row(0).Slice(9, 3).ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void DamagedTiffOfAnyKindDecodesOrIsRefused(int seed)
    {
        var random = new Random(seed);
        foreach (var variant in TiffVariants.All.Values)
        {
            for (var round = 0; round < 8; round++)
            {
                var damaged = Damage(variant.File, random);
                try
                {
                    if (Codec.Inspect(damaged, ImageFormat.Tiff).TotalPixels <= 1_000_000)
                    {
                        using var decoded = Codec.Decode(damaged, ImageFormat.Tiff, DecodeOptions.FullSize);
                        Assert.InRange(decoded.Pixels.Length, 1, int.MaxValue);
                    }
                }
                catch (Exception exception) when (exception is CorruptImageException or UnsupportedImageException)
                {
                    // Two of the three allowed results.
                }
            }
        }
    }

    /// <summary>Largest difference of a channel in 8-bit levels; colours of nearly transparent pixels do not count.</summary>
    private static int LargestDifference(Picture decoded, Func<int, int, double[]> pixel)
    {
        const int leastAlpha = 32;
        var largest = 0;
        for (var y = 0; y < decoded.FrameHeight; y++)
        {
            for (var x = 0; x < decoded.Width; x++)
            {
                int[] expected = [.. pixel(x, y).Select(sample => (int)Math.Round(sample * 255))];
                var actual = decoded.Pixels.Row(y).Slice(x * expected.Length, expected.Length);
                for (var i = expected is [_, _, _, < leastAlpha] ? 3 : 0; i < expected.Length; i++)
                {
                    largest = Math.Max(largest, Math.Abs(expected[i] - actual[i]));
                }
            }
        }

        return largest;
    }
}
