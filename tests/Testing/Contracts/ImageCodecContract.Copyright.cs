using System.Text;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;

namespace Pipeline.Testing.Contracts;

/// <summary>Copyright notices in EXIF, IPTC and XMP, in every container.</summary>
public abstract partial class ImageCodecContract
{
    private const string Notice = "© 2026 Zoë Müller (studio)";

    [Fact]
    public void CopyrightOfXmpIsReported()
    {
        foreach (var (format, file) in FilesWithXmp(MetadataFile.Xmp(Notice)))
        {
            Assert.Equal((format, Notice), (format, Codec.Inspect(file, format).Copyright));
        }
    }

    [Fact]
    public void CopyrightOfIptcIsReported()
    {
        foreach (var (format, file) in FilesWithIptc(MetadataFile.Iptc(Encoding.UTF8.GetBytes(Notice))))
        {
            Assert.Equal((format, Notice), (format, Codec.Inspect(file, format).Copyright));
        }
    }

    [Fact]
    public void IptcThatIsNotUtf8IsLatin1()
    {
        foreach (var (format, file) in FilesWithIptc(MetadataFile.Iptc(Encoding.Latin1.GetBytes(Notice))))
        {
            Assert.Equal((format, Notice), (format, Codec.Inspect(file, format).Copyright));
        }
    }

    [Fact]
    public void CopyrightOfExifIsReported()
    {
        var exif = new ExifFile(isLittleEndian: false).With(ExifFile.Copyright, Notice).Write();
        foreach (var (format, file) in FilesWithExif(exif))
        {
            Assert.Equal((format, Notice), (format, Codec.Inspect(file, format).Copyright));
        }

        foreach (var (format, pictures) in HeifFormats())
        {
            var file = pictures.FileOfQuarters();
            file.AddExif(1, exif);
            Assert.Equal((format, Notice), (format, Codec.Inspect(file.Write(), format).Copyright));
        }

        var tiff = new ExifFile(isLittleEndian: false).With(ExifFile.Copyright, Notice).WritePicture(2, 1, new byte[6]);
        Assert.Equal(Notice, Codec.Inspect(tiff, ImageFormat.Tiff).Copyright);
    }

    [Fact]
    public void ExifComesBeforeIptcAndIptcBeforeXmp()
    {
        var jpeg = MetadataFile.JpegWithXmp(PlainJpeg(), MetadataFile.Xmp("XMP"));
        Assert.Equal("XMP", Codec.Inspect(jpeg, ImageFormat.Jpeg).Copyright);

        jpeg = MetadataFile.JpegWithResources(jpeg, MetadataFile.Resources(MetadataFile.Iptc("IPTC"u8.ToArray())));
        Assert.Equal("IPTC", Codec.Inspect(jpeg, ImageFormat.Jpeg).Copyright);

        jpeg = MetadataFile.JpegWithExif(jpeg, new ExifFile().With(ExifFile.Copyright, "EXIF").Write());
        Assert.Equal("EXIF", Codec.Inspect(jpeg, ImageFormat.Jpeg).Copyright);
    }

    [Fact]
    public void BlankNoticeLetsTheNextOneCount()
    {
        var jpeg = MetadataFile.JpegWithXmp(PlainJpeg(), MetadataFile.Xmp("XMP"));

        jpeg = MetadataFile.JpegWithExif(jpeg, new ExifFile().With(ExifFile.Copyright, "    ").Write());

        Assert.Equal("XMP", Codec.Inspect(jpeg, ImageFormat.Jpeg).Copyright);
    }

    [Fact]
    public void LongNoticeIsCut()
    {
        var long3000 = new string('©', 3_000);
        foreach (var (format, file) in FilesWithXmp(MetadataFile.Xmp(long3000)).Concat(FilesWithIptc(MetadataFile.Iptc(Encoding.UTF8.GetBytes(long3000))))
            .Concat(FilesWithExif(new ExifFile().With(ExifFile.Copyright, long3000).Write())))
        {
            Assert.Equal((format, long3000[..1_000]), (format, Codec.Inspect(file, format).Copyright));
        }
    }

    [Fact]
    public void DamagedMetadataNeverFailTheImage()
    {
        var random = new Random(1);
        byte[][] blocks = [MetadataFile.Xmp(Notice), MetadataFile.Iptc(Encoding.UTF8.GetBytes(Notice)), new ExifFile().With(ExifFile.Copyright, Notice).Write()];
        for (var round = 0; round < 15; round++)
        {
            var block = Damage(blocks[round % 3], random);
            foreach (var (format, file) in FilesWithXmp(block).Concat(FilesWithIptc(block)).Concat(FilesWithExif(block)))
            {
                var info = Codec.Inspect(file, format);
                using var decoded = Codec.Decode(file, format, DecodeOptions.FullSize);

                Assert.Equal((info.Width, info.Height), (decoded.Width, decoded.FrameHeight));
            }
        }
    }

    [MaterialTheory("images/faults/tiff-copyright.tif", "images/faults/jpeg-copyright-xmp-only.jpg")]
    [InlineData("tiff-copyright.tif", ImageFormat.Tiff, "© Zoë Müller (studio)")]
    [InlineData("jpeg-copyright-xmp-only.jpg", ImageFormat.Jpeg, "XMP only rights")]
    public void CopyrightOfAPhotographIsReported(string name, ImageFormat format, string notice) =>
        Assert.Equal(notice, Codec.Inspect(Photograph($"faults/{name}"), format).Copyright);

    private byte[] PlainJpeg()
    {
        using var picture = TestPictures.Gradient(40, 30);
        return Codec.Encode(picture, new EncodeOptions(ImageFormat.Jpeg, 90));
    }

    private IEnumerable<(ImageFormat Format, byte[] File)> FilesWithXmp(byte[] xmp)
    {
        yield return (ImageFormat.Jpeg, MetadataFile.JpegWithXmp(PlainJpeg(), xmp));
        foreach (var isCompressed in new[] { false, true })
        {
            yield return (ImageFormat.Png, PngFile.Write(1, 1, 8, PngFile.Rgb, [1, 2, 3], MetadataFile.PngXmp(xmp, isCompressed)));
        }

        using var picture = TestPictures.Gradient(40, 30);
        yield return (ImageFormat.WebP, MetadataFile.WebPWith(Codec.Encode(picture, new EncodeOptions(ImageFormat.WebP, 90)), 40, 30, ("XMP ", xmp)));
        foreach (var type in new[] { ExifFile.Byte, ExifFile.Undefined })
        {
            yield return (ImageFormat.Tiff, new ExifFile().With(700, xmp, type).WritePicture(2, 1, new byte[6]));
        }

        foreach (var (format, pictures) in HeifFormats())
        {
            var file = pictures.FileOfQuarters();
            file.AddXmp(1, xmp);
            yield return (format, file.Write());
        }
    }

    private IEnumerable<(ImageFormat Format, byte[] File)> FilesWithIptc(byte[] iptc)
    {
        yield return (ImageFormat.Jpeg, MetadataFile.JpegWithResources(PlainJpeg(), MetadataFile.Resources(iptc)));
        yield return (ImageFormat.Tiff, new ExifFile().With(33723, iptc).WritePicture(2, 1, new byte[6]));
        yield return (ImageFormat.Tiff, new ExifFile().With(34377, MetadataFile.Resources(iptc), ExifFile.Byte).WritePicture(2, 1, new byte[6]));
    }
}
