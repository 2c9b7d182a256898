using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;

namespace Pipeline.Testing.Contracts;

/// <summary>Orientation in every container, of every type that programs write.</summary>
public abstract partial class ImageCodecContract
{
    [Theory]
    [InlineData(ExifFile.Short, 6, 6)]
    [InlineData(ExifFile.Long, 6, 6)]
    [InlineData(ExifFile.Byte, 8, 8)]
    [InlineData(ExifFile.SignedShort, 3, 3)]
    [InlineData(ExifFile.SignedLong, 5, 5)]
    [InlineData(ExifFile.SignedLong, -1, 1)]
    [InlineData(ExifFile.Long, 65536 + 6, 1)]
    [InlineData(ExifFile.Long, 0, 1)]
    public void OrientationCountsWhateverItsIntegerType(ushort type, int stored, int read)
    {
        foreach (var isLittleEndian in new[] { true, false })
        {
            var exif = new ExifFile(isLittleEndian).With(ExifFile.Orientation, type, stored).Write();
            foreach (var (format, file) in FilesWithExif(exif))
            {
                AssertOrientation(file, format, read);
            }

            if (read != stored)
            {
                continue; // libtiff refuses some of the values that are out of range
            }

            using var picture = TestPictures.Gradient(40, 30);
            var tiff = new ExifFile(isLittleEndian).With(ExifFile.Orientation, type, stored).WritePicture(40, 30, picture.Pixels.Span.ToArray());
            AssertOrientation(tiff, ImageFormat.Tiff, read);
        }
    }

    [Fact]
    public void FirstOfTwoExifBlocksCounts()
    {
        var first = new ExifFile().With(ExifFile.Orientation, ExifFile.Short, 6).With(ExifFile.Copyright, "First").Write();
        var second = new ExifFile(isLittleEndian: false).With(ExifFile.Orientation, ExifFile.Short, 3).With(ExifFile.Copyright, "Second").Write();
        using var picture = TestPictures.Gradient(40, 30);
        var jpeg = Codec.Encode(picture, new EncodeOptions(ImageFormat.Jpeg, 90));

        // The block that is added last comes first.
        var file = MetadataFile.JpegWithExif(MetadataFile.JpegWithExif(jpeg, second), first);

        AssertOrientation(file, ImageFormat.Jpeg, 6);
        Assert.Equal("First", Codec.Inspect(file, ImageFormat.Jpeg).Copyright);
    }

    [Fact]
    public void DamagedExifIsPassedOver()
    {
        var exif = new ExifFile().With(ExifFile.Orientation, ExifFile.Short, 6).Write();
        byte[][] blocks = [[], [1], exif[..9], [.. exif[..4], 0xFF, 0xFF, 0xFF, 0x7F], [.. "XX"u8, .. exif[2..]]];
        foreach (var block in blocks)
        {
            foreach (var (format, file) in FilesWithExif(block))
            {
                AssertOrientation(file, format, 1);
            }
        }
    }

    [MaterialFact("images/faults/exif-orientation-as-long.jpg")]
    public void OrientationStoredAsALongCounts() => AssertOrientation(Photograph("faults/exif-orientation-as-long.jpg"), ImageFormat.Jpeg, 6, 96, 72);

    /// <summary>A file of 40 x 30 pixels in each format that holds EXIF and applies its orientation.</summary>
    private IEnumerable<(ImageFormat Format, byte[] File)> FilesWithExif(byte[] exif)
    {
        using var picture = TestPictures.Gradient(40, 30);
        yield return (ImageFormat.Jpeg, MetadataFile.JpegWithExif(Codec.Encode(picture, new EncodeOptions(ImageFormat.Jpeg, 90)), exif));
        yield return (ImageFormat.Png, PngFile.Write(40, 30, 8, PngFile.Rgb, picture.Pixels.Span.ToArray(), ("eXIf", exif)));
        var webp = Codec.Encode(picture, new EncodeOptions(ImageFormat.WebP, 90));
        yield return (ImageFormat.WebP, MetadataFile.WebPWith(webp, 40, 30, ("EXIF", exif)));
        yield return (ImageFormat.WebP, MetadataFile.WebPWith(webp, 40, 30, ("EXIF", [.. "Exif\0\0"u8, .. exif])));
    }

    private void AssertOrientation(byte[] file, ImageFormat format, int orientation, int width = 40, int height = 30)
    {
        var info = Codec.Inspect(file, format);
        using var decoded = Codec.Decode(file, format, DecodeOptions.FullSize);

        Assert.Equal((format, orientation, width, height), (info.Format, info.Orientation, info.Width, info.Height));
        Assert.Equal((width, height), (decoded.Width, decoded.FrameHeight));
    }
}
