using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Headers;
using Pipeline.Testing.Files;

namespace Pipeline.Tests.Imaging.Headers;

public sealed class TiffHeaderTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void FactsAreReadFromEveryContainer(bool isBigTiff, bool isBigEndian)
    {
        var image = new TiffImage(20, 10, 16, 2)
        {
            IsBigTiff = isBigTiff,
            IsBigEndian = isBigEndian,
            IsPlanar = true,
            TileEdge = 16,
            ExtraSamples = [0, 1],
            Tags = [(274, TiffImage.Short, [6])],
        };

        var header = TiffHeader.Read(image.Write((_, _) => [0, 0, 0, 0, 1]))!;

        Assert.Equal((isBigTiff, 16, 5, true, true), (header.IsBig, header.BitsPerSample, header.SamplesPerPixel, header.IsPlanar, header.IsTiled));
        Assert.Equal((TiffPhotometric.Rgb, TiffCompression.None, TiffSampleFormat.Unsigned), (header.Photometric, header.Compression, header.SampleFormat));
        Assert.Equal((6, true, 1, false), (header.Orientation, header.HasUniformSamples, header.AlphaIndex, header.IsCameraRaw));
    }

    [Fact]
    public void FileThatIsNoTiffHasNoHeader()
    {
        Assert.Null(TiffHeader.Read(new byte[100]));
        Assert.Null(TiffHeader.Read(Array.Empty<byte>()));
        Assert.Null(TiffHeader.Read("II*\0\xFF\xFF\xFF\x7F"u8.ToArray()));
    }

    [Fact]
    public void PictureInASubdirectoryThatIsAMosaicMakesTheFileRaw()
    {
        var mosaic = new TiffImage(2, 2, 16, 32803).Write((_, _) => [0]);
        var offset = BitConverter.ToInt32(mosaic, 4);
        var image = new TiffImage(200, 20, 8, 2);
        // The subdirectory is at the end of the file, beyond the first bytes.
        var length = (image with { Tags = [(330, TiffImage.Long, [0])] }).Write((_, _) => [0, 0, 0]).Length;
        byte[] raw = [.. (image with { Tags = [(330, TiffImage.Long, [length])] }).Write((_, _) => [0, 0, 0]), .. mosaic[offset..]];

        Assert.True(TiffHeader.Read(raw)!.IsCameraRaw);
    }

    [Fact]
    public void DamagedHeaderNeverThrows()
    {
        var random = new Random(1);
        foreach (var variant in TiffVariants.All.Values)
        {
            for (var round = 0; round < 20; round++)
            {
                var damaged = variant.File[..random.Next(variant.File.Length + 1)];
                for (var flips = random.Next(12); flips > 0 && damaged.Length > 0; flips--)
                {
                    // Half of the damage hits the directory, which is at the end.
                    var at = random.Next(2) == 0 ? random.Next(damaged.Length) : damaged.Length - 1 - random.Next(Math.Min(damaged.Length, 200));
                    damaged[at] = (byte)random.Next(256);
                }

                var header = TiffHeader.Read(damaged);
                var repaired = TiffRepair.Apply(damaged);

                Assert.True(header is null || header.ExtraSamples.Count <= 64);
                Assert.True(repaired is null || repaired.Length == damaged.Length);
            }
        }
    }

    [Fact]
    public void FileWithoutUnreadableEntriesIsNotCopied() => Assert.Null(TiffRepair.Apply(TiffVariants.All["BigTIFF"].File));
}
