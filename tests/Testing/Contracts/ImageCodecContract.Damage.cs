using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Files;

namespace Pipeline.Testing.Contracts;

public abstract partial class ImageCodecContract
{
    [Fact]
    public void TruncatedPixelDataIsCorrupt()
    {
        foreach (var (format, file) in Samples(200, 150))
        {
            var half = file.AsMemory(0, file.Length / 2);

            Assert.Throws<CorruptImageException>(
                () => Codec.Decode(half, format, DecodeOptions.FullSize with { AllFrames = true }).Dispose());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(20)]
    public void TruncatedHeaderIsCorrupt(int length)
    {
        foreach (var (format, file) in Samples(200, 150))
        {
            Assert.Throws<CorruptImageException>(() => Codec.Inspect(file.AsMemory(0, length), format));
        }
    }

    [Fact]
    public void OnlyTheReaderOfTheFormatIsTried()
    {
        var samples = Samples().ToList();
        foreach (var (format, _) in samples)
        {
            foreach (var (_, file) in samples.Where(sample => sample.Format != format))
            {
                Assert.Throws<CorruptImageException>(() => Codec.Inspect(file, format));
            }
        }
    }

    [Fact]
    public void HeaderOfABombIsReadWithoutItsPixels()
    {
        var bomb = PngFile.Write(65536, 65536, 8, PngFile.Rgb, new byte[65536 * 3]);

        var info = Codec.Inspect(bomb, ImageFormat.Png);

        Assert.Equal((65536, 65536, 4_294_967_296), (info.Width, info.Height, info.TotalPixels));
    }

    [Fact]
    public void PictureTooLargeForABufferIsCorrupt()
    {
        var bomb = PngFile.Write(65536, 65536, 8, PngFile.Rgb, new byte[65536 * 3]);

        Assert.Throws<CorruptImageException>(() => Codec.Decode(bomb, ImageFormat.Png, DecodeOptions.FullSize).Dispose());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void DamagedFileDecodesOrIsCorrupt(int seed)
    {
        const long maxDecodedPixels = 1_000_000;
        var random = new Random(seed);
        foreach (var (format, file) in Samples(24, 16))
        {
            for (var round = 0; round < 60; round++)
            {
                var damaged = Damage(file, random);
                try
                {
                    if (Codec.Inspect(damaged, format).TotalPixels <= maxDecodedPixels)
                    {
                        using var decoded = Codec.Decode(damaged, format, new DecodeOptions(12, 8, AllFrames: true));
                        Assert.InRange(decoded.Pixels.Length, 1, int.MaxValue);
                    }
                }
                catch (Exception exception) when (exception is CorruptImageException or UnsupportedImageException)
                {
                    // Allowed results. A flipped bit may claim a variant that the codec refuses by name.
                }
            }
        }
    }

    private static byte[] Damage(byte[] file, Random random)
    {
        var damaged = random.Next(3) == 0 ? file[..random.Next(file.Length)] : (byte[])file.Clone();
        for (var flips = random.Next(8); flips > 0 && damaged.Length > 0; flips--)
        {
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
        }

        return damaged;
    }
}
