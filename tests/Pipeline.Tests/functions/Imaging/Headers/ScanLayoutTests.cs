using System.Text;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Headers;
using Pipeline.Testing.Files;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Imaging.Headers;

public sealed class ScanLayoutTests
{
    [Theory]
    [InlineData(0xC0, false)]
    [InlineData(0xC1, false)]
    [InlineData(0xC2, true)]
    [InlineData(0xC9, false)]
    [InlineData(0xCA, true)]
    public void ProgressiveJpegIsInPasses(byte marker, bool isInPasses) =>
        Assert.Equal(new ScanLayout(isInPasses, 1.5, 1), ScanLayout.Read(JpegFile.WithFrame(Jpeg(80), 40, 30, marker), ImageFormat.Jpeg));

    [Fact]
    public void JpegWithWholeChromaHasThreeSamplesPerPixel() =>
        Assert.Equal(new ScanLayout(false, 3, 1), ScanLayout.Read(Jpeg(95), ImageFormat.Jpeg));

    [Fact]
    public void BaselineJpegWithOneScanPerComponentIsInPasses()
    {
        var jpeg = Jpeg(80);
        var scan = jpeg.AsSpan().IndexOf<byte>([0xFF, 0xDA]);
        jpeg[scan + 4] = 1;

        Assert.True(ScanLayout.Read(jpeg, ImageFormat.Jpeg)!.IsInPasses);
    }

    [Fact]
    public void BytesBetweenSegmentsArePassedOver()
    {
        var jpeg = Jpeg(80);

        Assert.Equal(new ScanLayout(false, 1.5, 1), ScanLayout.Read((byte[])[.. jpeg[..2], 0x12, 0x34, 0xFF, .. jpeg[2..]], ImageFormat.Jpeg));
    }

    [Theory]
    [InlineData(8, PngFile.Grey, false, 1, 1)]
    [InlineData(8, PngFile.Rgb, true, 3, 1)]
    [InlineData(16, PngFile.Rgba, false, 4, 2)]
    public void PngSaysItInItsHeader(byte depth, byte colourType, bool isInterlaced, int samples, int bytes) => Assert.Equal(
        new ScanLayout(isInterlaced, samples, bytes),
        ScanLayout.Read(PngFile.Write(1, 1, depth, colourType, isInterlaced, new byte[8]), ImageFormat.Png));

    [Fact]
    public void DamagedHeaderNeedsMaximumMemory()
    {
        var random = new Random(7);
        foreach (var (format, file) in new[] { (ImageFormat.Jpeg, Jpeg(80)), (ImageFormat.Png, PngFile.Write(1, 1, 8, PngFile.Rgb, new byte[3])) })
        {
            for (var length = 0; length < file.Length; length += 7)
            {
                var damaged = file[..length];
                random.NextBytes(damaged.AsSpan(Math.Min(length, 2 + random.Next(40))));
                var layout = ScanLayout.Read(damaged, format)!;
                Assert.InRange(layout.SamplesPerPixel, 1.0 / 65_536, 255);
            }

            Assert.True(ScanLayout.Read(file[..3], format)!.IsInPasses);
        }
    }

    [Fact]
    public void OtherFormatsHaveNone() => Assert.Null(ScanLayout.Read(new byte[100], ImageFormat.Avif));

    [Theory]
    [InlineData("VP8 ", 0, "", false)]
    [InlineData("VP8L", 0, "", true)]
    [InlineData("VP8X", 0, "VP8 ", false)]
    [InlineData("VP8X", 0, "ICCPVP8 ", false)]
    [InlineData("VP8X", 0, "VP8L", true)]
    [InlineData("VP8X", 0x10, "ALPHVP8 ", true)]
    [InlineData("VP8X", 2, "ANIMANMF", true)]
    [InlineData("", 0, "", true)]
    public void WebPIsInOnePieceUnlessItIsLossyAndOpaque(string first, byte flags, string others, bool isInOnePiece)
    {
        byte[] file = [.. "RIFF....WEBP"u8, .. Chunk(first, [flags, .. new byte[9]]), .. others.Chunk(4).SelectMany(name => Chunk(new(name), new byte[7]))];

        Assert.Equal(isInOnePiece, ScanLayout.Read(file, ImageFormat.WebP)!.IsInPasses);
    }

    [Theory]
    [InlineData(8, 2, 3, 1, false)]
    [InlineData(8, 40, 3, 1, true)]
    [InlineData(1, 40, 3, 1, false)]
    public void TiffIsInOnePieceIfItsStripsAreLargeAndCompressed(int compression, int rowsPerStrip, int samples, int bytes, bool isInOnePiece)
    {
        byte[] file =
        [
            .. "II"u8, 42, 0, 8, 0, 0, 0, 5, 0,
            .. Entry(257, 40), .. Entry(258, 8 * bytes), .. Entry(259, compression), .. Entry(277, samples), .. Entry(278, rowsPerStrip), 0, 0, 0, 0,
        ];

        Assert.Equal(new ScanLayout(isInOnePiece, samples, bytes), ScanLayout.Read(file, ImageFormat.Tiff));

        static byte[] Entry(ushort tag, int value) => [(byte)tag, (byte)(tag >> 8), 3, 0, 1, 0, 0, 0, (byte)value, 0, 0, 0];
    }

    private static byte[] Chunk(string name, byte[] content) => name.Length == 0
        ? []
        : [.. Encoding.ASCII.GetBytes(name), (byte)content.Length, 0, 0, 0, .. content, .. new byte[content.Length & 1]];

    private static byte[] Jpeg(int quality)
    {
        using var picture = TestPictures.Gradient(40, 30);
        return PipelineUnderTest.Codec.Encode(picture, new EncodeOptions(ImageFormat.Jpeg, quality));
    }
}
