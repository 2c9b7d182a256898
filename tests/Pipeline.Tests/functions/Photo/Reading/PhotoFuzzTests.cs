using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Pipeline.Core.Contracts;
using Pipeline.Core.Photos;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Photo.Reading;

/// <summary>Any bytes give a record within its bounds, and quickly.</summary>
public sealed class PhotoFuzzTests
{
    private const int RoundsPerFormat = 1_500;
    private const int MaxRecordBytes = 8 << 10;

    // Far more than a round takes, because build machines are shared; a loop that does not end exceeds it.
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(5);

    public static TheoryData<string> Formats => [.. PhotoFiles.Plain.Keys, "gif", "bmp", "bigtiff"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void DamagedMetadataNeverThrowsAndStaysWithinBounds(string format)
    {
        var original = WithMetadata(format);
        var random = new Random(format.Length * 7919);
        var sniffed = FormatSniffer.Sniff(original)!.Value;
        for (var round = 0; round < RoundsPerFormat; round++)
        {
            var file = Mutate(original, random);
            var started = Stopwatch.GetTimestamp();
            try
            {
                AssertWithinBounds(PhotoFiles.ReadAs(sniffed, file, (KeepLocation)random.Next(3)));
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"Round {round} of {format}: {exception}");
            }

            Assert.True(Stopwatch.GetElapsedTime(started) < MaxTime, $"Round {round} of {format} took {Stopwatch.GetElapsedTime(started)}.");
        }
    }

    [Fact]
    public void BytesOfChanceGiveARecordInEveryFormat()
    {
        var random = new Random(14);
        foreach (var format in Enum.GetValues<ImageFormat>())
        {
            for (var length = 0; length < 200; length++)
            {
                var file = new byte[length];
                random.NextBytes(file);

                AssertWithinBounds(PhotoFiles.ReadAs(format, file, KeepLocation.Exact));
            }
        }
    }

    [Fact]
    public void ExifDirectoriesInCirclesEnd()
    {
        // The EXIF and the GPS directory are the first one again, and other directories as well.
        var exif = new ExifFile().With(0x8769, ExifFile.Long, 8).With(0x8825, ExifFile.Long, 8).With(0x014A, ExifFile.Long, 8, 10, 12).With(0x010F, "Canon").Write();

        Assert.Equal("Canon", PhotoFiles.Read(MetadataFile.JpegWithExif(PhotoFiles.Plain["jpg"], exif), KeepLocation.Exact).Make);
    }

    [Fact]
    public void ManyLinksToDirectoriesAreQuick()
    {
        // 700,000 links of the EXIF directory to places that all look like large directories.
        var block = new byte[4_000_000];
        Array.Fill(block, (byte)1);
        new ExifFile().With(0x8769, ExifFile.Long, [.. Enumerable.Range(100, 700_000)]).Write().CopyTo(block, 0);
        var png = PngFile.Write(1, 1, 8, PngFile.Rgb, new byte[3], ("eXIf", block));
        var started = Stopwatch.GetTimestamp();

        AssertWithinBounds(PhotoFiles.Read(png));

        Assert.True(Stopwatch.GetElapsedTime(started) < MaxTime);
    }

    [Theory]
    [InlineData("<a:b xmlns:a='http://a/'>")]
    [InlineData("<rdf:li>")]
    [InlineData("<rdf:Description>")]
    public void NestedXmpIsReadWithoutRecursion(string element)
    {
        var xmp = new StringBuilder("<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>")
            .Append("<rdf:Description xmlns:dc='http://purl.org/dc/elements/1.1/' dc:rights='Mine'>");
        for (var i = 0; i < 100_000; i++)
        {
            xmp.Append(element);
        }

        var png = PngFile.Write(1, 1, 8, PngFile.Rgb, new byte[3], MetadataFile.PngXmp(Encoding.UTF8.GetBytes(xmp.ToString()), isCompressed: true));

        Assert.Equal("Mine", PhotoFiles.Read(png).Copyright);
    }

    [Theory]
    [InlineData((byte)0xFF, (byte)0xFF)]
    [InlineData((byte)0xC8, (byte)0xFF)]
    [InlineData((byte)0, (byte)0)]
    public void IptcThatClaimsGigabytesAllocatesNone(byte third, byte last)
    {
        byte[] iptc = [.. DataSet(80, new string('Z', 100)), 0x1C, 2, 25, 0xFF, 0xFF, third, last, .. "more"u8];
        var file = MetadataFile.JpegWithResources(PhotoFiles.Plain["jpg"], MetadataFile.Resources(iptc));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(new string('Z', 100), PhotoFiles.Read(file).Creator);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10_000_000);
    }

    [Fact]
    public void XmpWithEntitiesIsNotExpanded()
    {
        const string xmp = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
            + "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:rights>&b;</dc:rights></rdf:Description></rdf:RDF>";

        Assert.Null(PhotoFiles.Read(MetadataFile.JpegWithXmp(PhotoFiles.Plain["jpg"], Encoding.UTF8.GetBytes(xmp))).Copyright);
    }

    private static byte[] WithMetadata(string format)
    {
        var exif = Exif().Write();
        var xmp = Encoding.UTF8.GetBytes(
            "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description xmlns:dc='http://purl.org/dc/elements/1.1/' "
            + "xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmlns:exif='http://ns.adobe.com/exif/1.0/' xmp:Rating='3' exif:GPSLatitude='48,8.5N' exif:GPSLongitude='11,30W'>"
            + "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Zoë</rdf:li></rdf:Alt></dc:title><dc:subject><rdf:Bag><rdf:li>a</rdf:li><rdf:li>b</rdf:li></rdf:Bag></dc:subject>"
            + "<exif:Flash rdf:parseType='Resource'><exif:Fired>True</exif:Fired></exif:Flash></rdf:Description></rdf:RDF></x:xmpmeta>");
        byte[] iptc = [.. DataSet(5, "Title"), .. DataSet(25, "one"), .. DataSet(25, "two"), .. DataSet(55, "20240501"), .. DataSet(60, "123456+0200"), .. DataSet(80, "Zoë"), .. DataSet(120, "Text")];
        var resources = MetadataFile.Resources(iptc);
        var plain = PhotoFiles.Plain;
        return format switch
        {
            "jpg" => MetadataFile.JpegWithExif(
                MetadataFile.JpegWithXmp(MetadataFile.JpegWithResources(JpegFile.WithProfile(plain["jpg"], IccFile.DisplayP3), resources), xmp), exif),
            "png" => PngFile.Write(1, 1, 8, PngFile.Rgb, new byte[3], PngFile.Profile(IccFile.DisplayP3), ("eXIf", exif), MetadataFile.PngXmp(xmp, isCompressed: false)),
            "webp" => MetadataFile.WebPWith(plain["webp"], 16, 8, ("EXIF", exif), ("XMP ", xmp)),
            "tif" => Exif().With(700, xmp).With(33723, iptc).With(34377, resources).With(34675, IccFile.DisplayP3).WritePicture(2, 1, new byte[6]),
            "bigtiff" => new TiffImage(1, 1, 8, 1)
            {
                IsBigTiff = true,
                Tags = [(0x010F, TiffImage.Ascii, [.. "Canon\0"u8.ToArray()]), (0x0112, TiffImage.Short, [6]), (700, TiffImage.Byte, [.. xmp])],
            }.Write((_, _) => [0.5]),
            "gif" => GifFile.Write(2, 1, 0, new TestFrame(200, 100, 0, 10)),
            "bmp" => new BmpFile(1, 1, 40, 24, new byte[4]).Write(),
            _ => WriteHeif(format, exif, xmp),
        };
    }

    private static byte[] WriteHeif(string format, byte[] exif, byte[] xmp)
    {
        var file = new HeifFile(format);
        var item = file.Add(HeifPicture.Read(PhotoFiles.Plain[format]));
        file.AddExif(item, exif);
        file.AddXmp(item, xmp);
        return file.Write();
    }

    private static ExifFile Exif() => new ExifFile(isLittleEndian: false)
        .With(0x010E, "Old town").With(0x010F, "Canon").With(0x0112, ExifFile.Short, 6).With(0x013B, "Zoë").With(0x8298, "Mine")
        .With(0x9C9B, Encoding.Unicode.GetBytes("Titel\0")).With(0x8827, ExifFile.Short, 100, 200).With(0x9003, "2024:05:01 12:34:56")
        .With(0x8769, ExifFile.Long, 8).With(0x8825, ExifFile.Long, 8);

    private static byte[] DataSet(byte number, string text)
    {
        var content = Encoding.UTF8.GetBytes(text);
        return [0x1C, 2, number, 0, (byte)content.Length, .. content];
    }

    /// <summary>Changes, repeats, removes or cuts bytes anywhere but in the format's first bytes.</summary>
    private static byte[] Mutate(byte[] original, Random random)
    {
        var file = original.ToList();
        for (var changes = random.Next(1, 8); changes > 0 && file.Count > 40; changes--)
        {
            var offset = random.Next(16, file.Count - 8);
            switch (random.Next(6))
            {
                case 0:
                    file[offset] = (byte)random.Next(256);
                    break;
                case 1:
                    file[offset] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    var extreme = random.Next(3) switch { 0 => (byte)0, 1 => (byte)0xFF, _ => (byte)0x7F };
                    for (var i = 0; i < random.Next(1, 9); i++)
                    {
                        file[offset + Math.Min(i, 7)] = extreme;
                    }

                    break;
                case 3:
                    file.RemoveRange(offset, Math.Min(random.Next(1, 9), file.Count - offset));
                    break;
                case 4:
                    file.InsertRange(offset, file.Skip(random.Next(16, file.Count)).Take(random.Next(1, 200)).ToArray());
                    break;
                default:
                    if (random.Next(4) == 0)
                    {
                        file.RemoveRange(offset, file.Count - offset);
                    }

                    break;
            }
        }

        return [.. file];
    }

    private static void AssertWithinBounds(PhotoMetadata photo)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(photo, PipelineJson.Default.PhotoMetadata);
        Assert.True(json.Length <= MaxRecordBytes, $"The record has {json.Length} bytes.");
        Assert.True((photo.Keywords?.Count ?? 0) <= 50);
        string?[] texts =
        [
            photo.Make, photo.Model, photo.Lens, photo.Title, photo.Description, photo.Creator, photo.Credit, photo.Copyright, photo.DigitalSourceType,
            photo.ColourProfile, photo.TakenAt, .. photo.Keywords ?? [],
        ];
        Assert.All(texts.OfType<string>(), text =>
        {
            Assert.InRange(text.Length, 1, 1_000);
            Assert.DoesNotContain(text, char.IsControl);
            Assert.Equal(text, new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(text)));
        });
        Assert.True(photo.Orientation is null or (>= 1 and <= 8));
        Assert.True(photo.Location is null or { Latitude: >= -90 and <= 90, Longitude: >= -180 and <= 180 });
    }
}
