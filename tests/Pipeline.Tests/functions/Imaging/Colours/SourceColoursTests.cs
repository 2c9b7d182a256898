using Pipeline.Imaging.Colours;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Gamuts;
using Pipeline.Imaging.Headers;
using Pipeline.Imaging.Metadata;
using Pipeline.Imaging.Pictures;
using Pipeline.Testing.Files;

namespace Pipeline.Tests.Imaging.Colours;

public sealed class SourceColoursTests
{
    [Fact]
    public void MadeProfilesFitTheirColourModels()
    {
        Assert.True(IccProfile.Fits(CmykProfile.Profile, ColourModel.Cmyk));
        Assert.False(IccProfile.Fits(CmykProfile.Profile, ColourModel.Rgb));
        Assert.True(IccProfile.Fits(CodedProfile.Create(new CodedColours(9, 16)), ColourModel.Rgb));
        Assert.True(IccProfile.Fits(CodedProfile.Create(new CodedColours(12, 13)), ColourModel.Rgb));
        Assert.True(IccProfile.Fits(CodedProfile.Create(100_000, null), ColourModel.Rgb));
    }

    [Theory]
    [InlineData(1, 13)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(1, 6)]
    [InlineData(200, 77)]
    public void CodePointsOfSrgbNeedNoConversion(int primaries, int transfer) => Assert.Null(CodedProfile.Create(new CodedColours(primaries, transfer)));

    [Fact]
    public void MatricesAreThoseOfTheStandards()
    {
        var srgb = IccWriter.WriteMatrix("sRGB", ColourSpace.Srgb.ToD50, value => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4));
        var p3 = ColourSpace.DisplayP3.ToD50;

        Assert.True(IccProfile.IsSrgb(srgb));
        Assert.Equal([0.5151, 0.2412, -0.0011], [p3[0, 0], p3[1, 0], p3[2, 0]], (a, b) => Math.Abs(a - b) < 0.001);
    }

    [Fact]
    public void ChromaticitiesThatSpanNoSpaceAreIgnored()
    {
        Assert.Null(CodedProfile.Create(45_455, [0, 0, 0, 0, 0, 0, 0, 0]));
        Assert.Null(CodedProfile.Create(45_455, [31_270, 32_900, 30_000, 30_000, 30_000, 30_000, 30_000, 30_000]));
        Assert.Null(CodedProfile.Create(45_455, [uint.MaxValue, 1, 1, uint.MaxValue, 5, 5, 7, 1]));
    }

    /// <summary>Files cut at every length, and with every byte changed, give an answer.</summary>
    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.Avif)]
    public void DamagedHeadersNeverThrow(ImageFormat format)
    {
        var file = format switch
        {
            ImageFormat.Jpeg => JpegFile.WithProfileInParts(JpegFile.Flat([1, 2, 3], null), IccFile.DisplayP3, 2, 2, 1),
            ImageFormat.Png => PngFile.Write(1, 1, 16, PngFile.Rgb, [0, 1, 0, 2, 0, 3], ("cICP", [9, 16, 0, 1]), ("gAMA", [0, 0, 1, 1]), ("cHRM", new byte[32])),
            _ => Meta,
        };
        var random = new Random(1);

        for (var i = 0; i < file.Length; i++)
        {
            byte[] changed = [.. file];
            changed[i] = (byte)random.Next(256);
            Choose(changed);
            Choose(file[..i]);
        }

        void Choose(byte[] bytes)
        {
            foreach (var model in Enum.GetValues<ColourModel>())
            {
                foreach (var widest in Enum.GetValues<Gamut>())
                {
                    var choice = SourceColours.Read(bytes, format).Choose(bytes, model, widest);
                    Assert.True(choice.Profile.IsEmpty || choice.Profile.Length > 128);
                    Assert.True(choice.Target <= widest);
                }
            }
        }
    }

    [Fact]
    public void ColoursOfAHeifAreThoseOfItsPrimaryPicture()
    {
        Assert.Equal(new CodedColours(12, 13) { PeakNits = null }, HeifColours.Read(Meta));
    }

    [Fact]
    public void MonochromeHeifIsKnownFromItsProperties()
    {
        Assert.True(HeifColours.IsMonochrome(AvifFile.Monochrome));
        Assert.False(HeifColours.IsMonochrome(Meta));
        for (var length = 0; length < AvifFile.Monochrome.Length; length++)
        {
            _ = HeifColours.IsMonochrome(AvifFile.Monochrome[..length]);
        }
    }

    /// <summary>Two items; the second is the primary one, and has the third property.</summary>
    private static byte[] Meta { get; } =
    [
        .. Box("ftyp", [.. "avif"u8, 0, 0, 0, 0]),
        .. Box("meta",
        [
            0, 0, 0, 0,
            .. Box("pitm", [0, 0, 0, 0, 0, 2]),
            .. Box("iprp",
            [
                .. Box("ipco",
                [
                    .. Box("colr", [.. "nclx"u8, 0, 9, 0, 16, 0, 9, 0x80]),
                    .. Box("clli", [3, 0, 1, 0]),
                    .. Box("colr", [.. "nclx"u8, 0, 12, 0, 13, 0, 6, 0x80]),
                ]),
                .. Box("ipma", [0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 2, 1, 2, 0, 2, 1, 0x83]),
            ]),
        ]),
    ];

    private static byte[] Box(string type, byte[] content) =>
        [0, 0, (byte)((content.Length + 8) >> 8), (byte)(content.Length + 8), .. System.Text.Encoding.ASCII.GetBytes(type), .. content];
}
