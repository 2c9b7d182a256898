using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Headers;
using Pipeline.Imaging.Metadata;
using Pipeline.Testing.Files;

namespace Pipeline.Tests.Imaging.Headers;

public sealed class HeaderReadersTests
{
    private static readonly byte[] Jpeg = MetadataFile.JpegWithResources(
        MetadataFile.JpegWithExif(JpegBlocks.Write(JpegBlocks.Progressive, 12, 2, [1, 2, 3, 4], [1]), new ExifFile().With(ExifFile.Copyright, "Jane").Write()),
        MetadataFile.Resources(MetadataFile.Iptc("Jane"u8.ToArray())));

    [Fact]
    public void FrameHeaderOfAJpegIsRead() => Assert.Equal(new JpegHeader(0xC2, 12, 16, 16, 1), JpegHeader.Read(Jpeg));

    [Fact]
    public void StrayBytesBetweenMarkersAreSkipped() =>
        Assert.Equal(new JpegHeader(0xC2, 12, 16, 16, 1), JpegHeader.Read(new ImageSource((byte[])[.. Jpeg[..2], 1, 0xFF, 0, 0xFF, 0xFF, .. Jpeg[2..]])));

    [Fact]
    public void BigTiffIsReadAsItsOwnMetadata()
    {
        byte[] entry = [0x12, 1, 3, 0, 1, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        byte[] tiff = [.. "II"u8, 43, 0, 8, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, .. entry, 0, 0, 0, 0, 0, 0, 0, 0];

        Assert.Equal(new EmbeddedMetadata(6, null), EmbeddedMetadata.Read(tiff, ImageFormat.Tiff));
    }

    [Fact]
    public void ItemsOfAHeifAreRead()
    {
        var file = new HeifFile("heic");
        file.Add(HeifPicture.Read(HeicPictures.Quarters));
        file.AddExif(1, new ExifFile().With(ExifFile.Copyright, "Jane").Write());
        var bytes = file.Write();

        var header = HeifHeader.Read(bytes);

        Assert.Equal(["hvc1", "Exif"], header.Items.Select(item => item.Type));
        Assert.False(header.EndsEarly);
        Assert.True(HeifHeader.Read(bytes[..^1]).EndsEarly);
        Assert.False(HeifHeader.Read(HeicPictures.Quarters).EndsEarly);
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.WebP)]
    [InlineData(ImageFormat.Tiff)]
    [InlineData(ImageFormat.Heic)]
    public void DamagedFilesNeverMakeAReaderThrow(ImageFormat format)
    {
        var file = Write(format);
        var random = new Random(7);
        Assert.Equal("Jane", EmbeddedMetadata.Read(file, format).Copyright);
        for (var round = 0; round < 3_000; round++)
        {
            var damaged = random.Next(4) == 0 ? file[..random.Next(file.Length)] : (byte[])file.Clone();
            for (var changes = random.Next(6); changes > 0 && damaged.Length > 0; changes--)
            {
                damaged[random.Next(damaged.Length)] = (byte)(random.Next(3) == 0 ? 0xFF : random.Next(256));
            }

            Assert.InRange(EmbeddedMetadata.Read(damaged, format).Orientation, 1, 8);
            Assert.True(HeifHeader.Read(damaged).Items.Count < damaged.Length + 1);
            Assert.InRange(JpegHeader.Read(damaged)?.Components ?? 0, 0, 255);
        }
    }

    private static byte[] Write(ImageFormat format)
    {
        var exif = new ExifFile().With(ExifFile.Copyright, "Jane").With(ExifFile.Orientation, ExifFile.Short, 6);
        var xmp = MetadataFile.Xmp("Jane");
        switch (format)
        {
            case ImageFormat.Jpeg:
                return Jpeg;
            case ImageFormat.Png:
                return PngFile.Write(1, 1, 8, PngFile.Rgb, [1, 2, 3], MetadataFile.PngXmp(xmp, isCompressed: true));
            case ImageFormat.WebP:
                return MetadataFile.WebPWith(new byte[20], 1, 1, ("XMP ", xmp), ("EXIF", exif.Write()));
            case ImageFormat.Tiff:
                return exif.With(700, xmp).WritePicture(1, 1, [1, 2, 3]);
            default:
                var file = new HeifFile("heic");
                file.Add(HeifPicture.Read(HeicPictures.Quarters));
                file.AddExif(1, exif.Write());
                file.AddXmp(1, xmp);
                return file.Write();
        }
    }
}
