using System.Text;
using System.Text.Json;
using Pipeline.Core.Contracts;
using Pipeline.Core.Photos;
using Pipeline.Imaging.Codecs;
using Pipeline.Photo.Reading;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Files;

namespace Pipeline.Tests.Photo.Reading;

/// <summary>The record of files with hand-made blocks.</summary>
public sealed class PhotoReaderTests
{
    private static byte[] Jpeg => PhotoFiles.Plain["jpg"];

    [Fact]
    public void MembersThatAFileLacksAreAbsentFromTheJson() => Assert.Equal(
        """{"colourModel":"rgb","bitDepth":8,"alpha":false,"hasC2pa":false}""",
        JsonSerializer.Serialize(PhotoFiles.Read(Jpeg), PipelineJson.Default.PhotoMetadata));

    [Fact]
    public void FirstNumberOfSeveralSensitivitiesCounts() =>
        Assert.Equal(400, PhotoFiles.Read(MetadataFile.JpegWithExif(Jpeg, new ExifFile().With(0x8827, ExifFile.Short, 400, 800).Write())).Iso);

    [Fact]
    public void SensitivityBeyondTheRangeOfItsTagComesFromTheLargerTag() => Assert.Equal(
        102_400,
        PhotoFiles.Read(MetadataFile.JpegWithExif(Jpeg, new ExifFile().With(0x8827, ExifFile.Short, 65_535).With(0x8832, ExifFile.Long, 102_400).Write())).Iso);

    [Fact]
    public void WarmUpReadsABlockOfEveryKind()
    {
        var photo = PhotoFiles.Read(PhotoWarmUp.File);

        Assert.Equal(
            ("abc", "2000-01-01T00:00:00", "def", "ghi", "grey"), (photo.Make, photo.TakenAt, photo.Description, Assert.Single(photo.Keywords!), photo.ColourModel));
    }

    [Fact]
    public void FirstOfTwoExifBlocksCounts()
    {
        var second = MetadataFile.JpegWithExif(Jpeg, new ExifFile().With(0x010F, "second").Write());

        Assert.Equal("first", PhotoFiles.Read(MetadataFile.JpegWithExif(second, new ExifFile().With(0x010F, "first").Write())).Make);
    }

    [Fact]
    public void ImpossibleDateOfExifGivesWayToXmp()
    {
        const string xmp = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description xmlns:p='http://ns.adobe.com/photoshop/1.0/' p:DateCreated='2020-01-02'/></rdf:RDF>";
        var file = MetadataFile.JpegWithXmp(Jpeg, Encoding.UTF8.GetBytes(xmp));

        Assert.Equal("2020-01-02", PhotoFiles.Read(MetadataFile.JpegWithExif(file, new ExifFile().With(0x9003, "0000:00:00 00:00:00").Write())).TakenAt);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("iso-8859-1")]
    public void XmpInEveryEncodingIsRead(string encoding) =>
        Assert.Equal("© Zoë", PhotoFiles.Read(MetadataFile.JpegWithXmp(Jpeg, Encoding.GetEncoding(encoding).GetBytes(Encoding.UTF8.GetString(MetadataFile.Xmp("© Zoë")).Replace("\uFEFF", "", StringComparison.Ordinal)))).Copyright);

    [Fact]
    public void XmpBeforeItsDamageCounts()
    {
        var xmp = MetadataFile.Xmp("Mine");

        Assert.Equal("Mine", PhotoFiles.Read(MetadataFile.JpegWithXmp(Jpeg, [.. xmp[..xmp.AsSpan().IndexOf("</dc:rights>"u8)], .. "<<<"u8])).Copyright);
    }

    [Fact]
    public void HostileTextsFitIntoEightKilobytes()
    {
        var keywords = string.Concat(Enumerable.Range(0, 500).Select(i => $"<rdf:li>{i} {new string('語', 1_500)}</rdf:li>"));
        var xmp = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:dc='http://purl.org/dc/elements/1.1/'><rdf:Description>"
            + $"<dc:title>{new string('題', 2_000)}</dc:title><dc:description>{new string('文', 2_000)}</dc:description><dc:subject><rdf:Bag>{keywords}</rdf:Bag></dc:subject></rdf:Description></rdf:RDF>";
        var photo = PhotoFiles.Read(PngFile.Write(1, 1, 8, PngFile.Rgb, new byte[3], MetadataFile.PngXmp(Encoding.UTF8.GetBytes(xmp), isCompressed: true)));

        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(photo, PipelineJson.Default.PhotoMetadata).Length, 4_000, 8_192);
        Assert.NotNull(photo.Title);
        Assert.NotNull(photo.Description);
        Assert.NotNull(photo.Keywords);
    }

    [Fact]
    public void AtMostFiftyKeywordsAreKeptEachOnce()
    {
        var keywords = string.Concat(Enumerable.Range(0, 120).Select(i => $"<rdf:li>{i / 2}</rdf:li>"));
        var xmp = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:dc='http://purl.org/dc/elements/1.1/'><rdf:Description>"
            + $"<dc:subject><rdf:Bag>{keywords}</rdf:Bag></dc:subject></rdf:Description></rdf:RDF>";

        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"{i}"), PhotoFiles.Read(MetadataFile.JpegWithXmp(Jpeg, Encoding.UTF8.GetBytes(xmp))).Keywords!);
    }

    [Fact]
    public void TypeForUtf8OfNewExifIsRead() =>
        Assert.Equal("Zoë", PhotoFiles.Read(MetadataFile.JpegWithExif(Jpeg, new ExifFile().With(0x013B, Encoding.UTF8.GetBytes("Zoë\0"), 129).Write())).Creator);

    [Fact]
    public void BigTiffIsRead()
    {
        var file = new TiffImage(1, 1, 8, 1)
        {
            IsBigTiff = true,
            Tags = [(0x010F, TiffImage.Ascii, [.. "Canon\0"u8.ToArray()]), (0x0112, TiffImage.Short, [6]), (700, TiffImage.Byte, [.. MetadataFile.Xmp("Mine")])],
        }.Write((_, _) => [0.5]);
        var photo = PhotoFiles.Read(file);

        Assert.Equal(("Canon", 6, "Mine", "grey", 8), (photo.Make, photo.Orientation!.Value, photo.Copyright, photo.ColourModel, photo.BitDepth!.Value));
    }

    [Fact]
    public void LargeTiffIsReadInPlace()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "large.tif");
        File.WriteAllBytes(path, new ExifFile().With(0x010F, "Canon").WritePicture(2_000, 1_000, new byte[2_000 * 1_000 * 3]));
        using var source = ImageSource.OpenFile(path);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal("Canon", PhotoFiles.Read(source, KeepLocation.Off).Make);
        Assert.False(source.IsInMemory);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public void IptcInTheByteOrderOfNumbersIsRead()
    {
        byte[] iptc = [0x1C, 2, 80, 0, 3, .. "Zoe"u8];
        var swapped = iptc.Chunk(4).SelectMany(number => number.Reverse()).ToArray();

        Assert.Equal("Zoe", PhotoFiles.Read(new ExifFile().With(33723, swapped).WritePicture(2, 1, new byte[6])).Creator);
    }
}
