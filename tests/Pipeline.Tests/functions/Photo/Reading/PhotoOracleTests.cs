using Pipeline.Imaging.Formats;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Photo.Reading;

/// <summary>The record of files that exiftool wrote, and of the test material, compared with what exiftool reads from them.</summary>
public sealed class PhotoOracleTests : IDisposable
{
    private const string DigitalSource = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";

    private static readonly string[] EveryFormat = [.. PhotoFiles.Plain.Keys];

    private static readonly string[] CameraTags =
    [
        "-EXIF:DateTimeOriginal=2024:05:01 12:34:56", "-EXIF:OffsetTimeOriginal=+02:00", "-EXIF:SubSecTimeOriginal=78", "-EXIF:Make=Fujifilm",
        "-EXIF:Model=X-T5", "-EXIF:LensModel=XF 23mm F1.4 R LM WR", "-EXIF:ExposureTime=0.008", "-EXIF:FNumber=5.6", "-EXIF:ISO=160",
        "-EXIF:FocalLength=23", "-EXIF:FocalLengthIn35mmFormat=35", "-EXIF:Flash#=25", "-EXIF:Orientation#=6", "-EXIF:XResolution=300",
        "-EXIF:YResolution=300", "-EXIF:ResolutionUnit#=2", "-EXIF:GPSLatitude=48.1374", "-EXIF:GPSLatitudeRef=N", "-EXIF:GPSLongitude=11.5755",
        "-EXIF:GPSLongitudeRef=W", "-EXIF:GPSAltitude=519.5", "-EXIF:GPSAltitudeRef#=1", "-XMP-xmp:Rating=4",
        $"-XMP-iptcExt:DigitalSourceType={DigitalSource}",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ExifToolFact("images")]
    public void EveryMemberOfTheTestMaterialIsWhatExifToolSays()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Material!, "images"), "*", SearchOption.AllDirectories).Where(IsImage).Order().ToArray();
        Assert.NotEmpty(files);

        ExifToolOracle.AssertAgrees(files);
    }

    [ExifToolTheory]
    [InlineData("II")]
    [InlineData("MM")]
    public void EveryTagIsReadFromEveryFormat(string byteOrder)
    {
        var files = PhotoFiles.WriteTo(_folder.Path, EveryFormat);
        ExifTool.Write(
            [
                $"-ExifByteOrder={byteOrder}", .. CameraTags, "-EXIF:ImageDescription=Old town", "-EXIF:Artist=Zoë Müller", "-EXIF:Copyright=© Zoë Müller",
                "-XMP-dc:Title=Marienplatz", "-XMP-dc:Description=Old town", "-XMP-dc:Subject=city", "-XMP-dc:Subject=東京", "-XMP-dc:Creator=Zoë Müller",
                "-XMP-dc:Rights=© Zoë Müller", "-XMP-photoshop:Credit=Agency",
            ],
            files);

        ExifToolOracle.AssertAgrees(files);
        Assert.All(files, file => Assert.Equal("2024-05-01T12:34:56.78+02:00", PhotoFiles.ReadFile(file).TakenAt));
        Assert.All(files, file => Assert.Equal(["city", "東京"], PhotoFiles.ReadFile(file).Keywords!));
        Assert.All(files, file => Assert.Equal(DigitalSource, PhotoFiles.ReadFile(file).DigitalSourceType));
    }

    [ExifToolFact]
    public void XmpAloneIsEnough()
    {
        var files = PhotoFiles.WriteTo(_folder.Path, EveryFormat);
        ExifTool.Write(
            [
                "-XMP-photoshop:DateCreated=2023:02:28 23:59:59-05:30", "-XMP-tiff:Make=Leica", "-XMP-tiff:Model=M11", "-XMP-exifEX:LensModel=Summilux", "-XMP-exif:ExposureTime=1/60",
                "-XMP-exif:FNumber=1.4", "-XMP-exif:ISO=64", "-XMP-exif:FocalLength=50", "-XMP-exif:FocalLengthIn35mmFormat=50", "-XMP-exif:FlashFired=True",
                "-XMP-dc:Title-de=Titel", "-XMP-dc:Title=Title", "-XMP-dc:Description=Text", "-XMP-dc:Creator=A", "-XMP-dc:Creator=B", "-XMP-dc:Rights=Mine", "-XMP-xmp:Rating=-1",
                "-XMP-exif:GPSLatitude=-33.85", "-XMP-exif:GPSLongitude=151.2", "-XMP-exif:GPSAltitude=12",
            ],
            files);

        foreach (var photo in files.Select(file => PhotoFiles.ReadFile(file, Pipeline.Core.Photos.KeepLocation.Exact)))
        {
            Assert.Equal(
                ("2023-02-28T23:59:59-05:30", "Leica", "M11", "Summilux", 1.4, 64L, 50.0, 50.0, true),
                (photo.TakenAt, photo.Make, photo.Model, photo.Lens, photo.FNumber!.Value, photo.Iso!.Value, photo.FocalLengthMm!.Value, photo.FocalLength35Mm!.Value, photo.Flash!.Value));
            Assert.Equal(("Title", "Text", "A; B", "Mine", -1.0), (photo.Title, photo.Description, photo.Creator, photo.Copyright, photo.Rating!.Value));
            Assert.Equal(1 / 60.0, photo.ExposureSeconds!.Value, 6);
            Assert.Equal((-33.85, 151.2, 12.0), (photo.Location!.Latitude, photo.Location.Longitude, photo.Location.AltitudeMetres!.Value));
        }
    }

    [ExifToolFact]
    public void SourcesThatContradictEachOtherCountInTheOrderOfTheWorkingGroup()
    {
        string[] iptc =
        [
            "-IPTC:ObjectName=title of IPTC", "-IPTC:Caption-Abstract=text of IPTC", "-IPTC:Keywords=one of IPTC", "-IPTC:Keywords=two of IPTC",
            "-IPTC:By-line=name of IPTC", "-IPTC:Credit=credit of IPTC", "-IPTC:CopyrightNotice=notice of IPTC", "-IPTC:DateCreated=2001:02:03", "-IPTC:TimeCreated=04:05:06+01:00",
        ];
        string[] xmp =
        [
            "-XMP-dc:Title=title of XMP", "-XMP-dc:Description=text of XMP", "-XMP-dc:Subject=one of XMP", "-XMP-dc:Creator=name of XMP",
            "-XMP-photoshop:Credit=credit of XMP", "-XMP-dc:Rights=notice of XMP", "-XMP-photoshop:DateCreated=2002:03:04 05:06:07",
        ];
        string[] exif =
        [
            "-EXIF:ImageDescription=text of EXIF", "-EXIF:Artist=name of EXIF", "-EXIF:Copyright=notice of EXIF", "-EXIF:DateTimeOriginal=2003:04:05 06:07:08",
        ];
        var iptcFiles = WriteVariants("iptc", ["jpg", "tif"], iptc);
        var iptcAndXmp = WriteVariants("iptc-xmp", ["jpg", "tif"], [.. iptc, .. xmp]);
        var all = WriteVariants("all", ["jpg", "tif"], [.. exif, .. iptc, .. xmp]);
        var newerIptc = WriteVariants("newer", ["jpg", "tif"], [.. iptc, .. xmp, "-Photoshop:IPTCDigest=00112233445566778899aabbccddeeff"]);
        var foreign = WriteVariants("foreign", ["png", "webp", "heic", "avif"], [.. exif, .. iptc, .. xmp]);

        ExifToolOracle.AssertAgrees([.. iptcFiles, .. iptcAndXmp, .. all, .. foreign]);
        Assert.All(iptcFiles, file => Assert.Equal("2001-02-03T04:05:06+01:00", PhotoFiles.ReadFile(file).TakenAt));
        Assert.All(newerIptc, file => Assert.Equal(
            ("title of IPTC", "text of IPTC", "one of IPTC; two of IPTC", "name of IPTC", "credit of IPTC", "notice of IPTC", "2001-02-03T04:05:06+01:00"), Texts(file)));
        Assert.All(iptcAndXmp, file => Assert.Equal(
            ("title of XMP", "text of XMP", "one of XMP", "name of XMP", "credit of XMP", "notice of XMP", "2002-03-04T05:06:07"), Texts(file)));
        Assert.All(all, file => Assert.Equal(
            ("title of XMP", "text of EXIF", "one of XMP", "name of EXIF", "credit of XMP", "notice of EXIF", "2003-04-05T06:07:08"), Texts(file)));
    }

    [ExifToolFact]
    public void XmpThatContinuesInOtherSegmentsIsRead()
    {
        // exiftool puts what does not fit into 64 KB into the extended packet.
        var files = WriteVariants("extended", ["jpg"], [.. Enumerable.Range(0, 120).Select(i => $"-XMP-dc:Subject={i} {new string('x', 700)}"), "-XMP-dc:Title=Title"]);
        var photo = PhotoFiles.ReadFile(Assert.Single(files));

        Assert.Equal("Title", photo.Title);
        Assert.StartsWith("0 xxx", photo.Keywords![0], StringComparison.Ordinal);
        Assert.Equal(702, photo.Keywords[0].Length);
    }

    [ExifToolFact]
    public void IptcInAnyEncodingIsRead()
    {
        var latin = WriteVariants("latin", ["jpg", "tif"], ["-charset", "iptc=Latin", "-IPTC:By-line=Zoë “Z” Müller", "-IPTC:Keywords=Straße"]);
        var utf8 = WriteVariants("utf8", ["jpg", "tif"], ["-IPTC:CodedCharacterSet=UTF8", "-IPTC:By-line=Zoë “Z” Müller", "-IPTC:Keywords=Straße"]);

        Assert.All((string[])[.. latin, .. utf8], file =>
        {
            var photo = PhotoFiles.ReadFile(file);
            Assert.Equal("Zoë “Z” Müller", photo.Creator);
            Assert.Equal(["Straße"], photo.Keywords!);
        });
    }

    [ExifToolFact]
    public void ExifInLatin1AndTextOfWindowsAreRead()
    {
        var files = WriteVariants(
            "windows", EveryFormat,
            ["-charset", "exif=Latin", "-EXIF:Artist=Zoë Müller", "-EXIF:XPTitle=Straße", "-EXIF:XPComment=Grüße", "-EXIF:XPKeywords=eins;zwei"]);

        Assert.All(files, file =>
        {
            var photo = PhotoFiles.ReadFile(file);
            Assert.Equal(("Zoë Müller", "Straße", "Grüße"), (photo.Creator, photo.Title, photo.Description));
            Assert.Equal(["eins", "zwei"], photo.Keywords!);
        });
    }

    [ExifToolFact]
    public void FileCutAnywhereGivesPartsOfTheWholeRecord()
    {
        foreach (var file in WriteVariants("cut", EveryFormat, [.. CameraTags, "-XMP-dc:Title=Marienplatz", "-XMP-dc:Subject=city"]))
        {
            var whole = File.ReadAllBytes(file);
            var full = PhotoFiles.Read(whole);
            for (var length = 64; length < whole.Length; length += 1 + (whole.Length / 300))
            {
                var cut = PhotoFiles.Read(whole[..length]);

                Assert.True(cut.Make is null || cut.Make == full.Make, $"{file} cut to {length} bytes has the make '{cut.Make}'.");
                Assert.True(cut.Title is null || cut.Title == full.Title, $"{file} cut to {length} bytes has the title '{cut.Title}'.");
                Assert.True(cut.TakenAt is null || full.TakenAt!.StartsWith(cut.TakenAt, StringComparison.Ordinal), $"{file} cut to {length} bytes was taken {cut.TakenAt}.");
            }
        }
    }

    private static bool IsImage(string file)
    {
        using var source = Pipeline.Imaging.Codecs.ImageSource.OpenFile(file);
        return FormatSniffer.Sniff(source.Header) is not null;
    }

    private static (string?, string?, string, string?, string?, string?, string?) Texts(string file)
    {
        var photo = PhotoFiles.ReadFile(file);
        return (photo.Title, photo.Description, string.Join("; ", photo.Keywords ?? []), photo.Creator, photo.Credit, photo.Copyright, photo.TakenAt);
    }

    private IReadOnlyList<string> WriteVariants(string name, string[] endings, string[] arguments)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, name)).FullName;
        var files = PhotoFiles.WriteTo(folder, endings);
        ExifTool.Write(arguments, files);
        return files;
    }
}
