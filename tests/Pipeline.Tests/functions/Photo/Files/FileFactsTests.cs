using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Codecs;
using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;
using Pipeline.Tests.Photo.Reading;
using Pipeline.Vips;

namespace Pipeline.Tests.Photo.Files;

/// <summary>Colour model, depth, alpha, resolution, profile and Content Credentials of every format.</summary>
public sealed class FileFactsTests
{
    [Theory]
    [InlineData(PngFile.Grey, 16, "grey", false)]
    [InlineData(PngFile.GreyAlpha, 8, "grey", true)]
    [InlineData(PngFile.Rgb, 16, "rgb", false)]
    [InlineData(PngFile.Rgba, 8, "rgb", true)]
    [InlineData(3, 4, "palette", false)]
    public void PngSaysWhatItsSamplesAre(byte colourType, byte depth, string model, bool alpha)
    {
        var photo = PhotoFiles.Read(PngFile.Write(1, 1, depth, colourType, new byte[8]));

        Assert.Equal((model, (int)depth, alpha), (photo.ColourModel, photo.BitDepth!.Value, photo.Alpha!.Value));
    }

    [Fact]
    public void TransparentColourOfAPngIsAlpha() =>
        Assert.True(PhotoFiles.Read(PngFile.Write(1, 1, 8, PngFile.Rgb, new byte[3], ("tRNS", [0, 0, 0, 0, 0, 0]))).Alpha);

    [Theory]
    [InlineData(ImageFormat.WebP)]
    [InlineData(ImageFormat.Avif)]
    public void AlphaIsFound(ImageFormat format)
    {
        Assert.True(PhotoFiles.Read(Encode(format, 4)).Alpha);
        Assert.False(PhotoFiles.Read(Encode(format, 3)).Alpha);
    }

    [Fact]
    public void DepthOfHeicIsThatOfItsCoding() => Assert.Equal(
        (8, 10, "grey"),
        (PhotoFiles.Read(HeicPictures.Quarters).BitDepth!.Value, PhotoFiles.Read(HeicPictures.QuartersOf10Bits).BitDepth!.Value, PhotoFiles.Read(HeicPictures.Halves).ColourModel));

    [Theory]
    [InlineData(0, "grey")]
    [InlineData(1, "grey")]
    [InlineData(2, "rgb")]
    [InlineData(5, "cmyk")]
    [InlineData(8, "lab")]
    public void TiffSaysWhatItsSamplesAre(int photometric, string model)
    {
        var channels = photometric switch { 0 or 1 => 1, 5 => 4, _ => 3 };
        var photo = PhotoFiles.Read(new TiffImage(1, 1, 16, photometric).Write((_, _) => new double[channels]));

        Assert.Equal((model, 16, false), (photo.ColourModel, photo.BitDepth!.Value, photo.Alpha!.Value));
    }

    [Fact]
    public void ResolutionIsInPixelsPerInch()
    {
        byte[] metres = [0, 0, 0x2E, 0x23, 0, 0, 0x2E, 0x23, 1];
        byte[] ratio = [0, 0, 0, 2, 0, 0, 0, 1, 0];

        Assert.Equal(300, PhotoFiles.Read(PngFile.Write(1, 1, 8, PngFile.Rgb, new byte[3], ("pHYs", metres))).Dpi!.Value, 1);
        Assert.Null(PhotoFiles.Read(PngFile.Write(1, 1, 8, PngFile.Rgb, new byte[3], ("pHYs", ratio))).Dpi);
    }

    [Fact]
    public void ContentCredentialsAreFoundInEveryFormat()
    {
        byte[] box = [.. "JP"u8, 0, 1, 0, 0, 0, 1, 0, 0, 0, 60, .. "jumb"u8, 0, 0, 0, 40, .. "jumd"u8, .. "c2pa"u8, 0, 0x11, 0, 0x10, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71, 3, .. "c2pa\0"u8];
        var jpeg = PhotoFiles.Plain["jpg"];
        byte[] identifier = [0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81];
        byte[][] files =
        [
            [.. jpeg[..2], 0xFF, 0xEB, 0, (byte)(box.Length + 2), .. box, .. jpeg[2..]],
            PngFile.Write(1, 1, 8, PngFile.Rgb, new byte[3], ("caBX", box)),
            MetadataFile.WebPWith(PhotoFiles.Plain["webp"], 16, 8, ("C2PA", box)),
            [.. PhotoFiles.Plain["heic"], .. HeifProperty.Box("uuid", identifier)],
            [.. PhotoFiles.Plain["avif"], .. HeifProperty.Box("uuid", identifier)],
            new ExifFile().With(0xCD41, box).WritePicture(1, 1, new byte[3]),
        ];

        Assert.All(files, file => Assert.True(PhotoFiles.Read(file).HasC2pa));
        Assert.All(PhotoFiles.Plain.Values, file => Assert.False(PhotoFiles.Read(file).HasC2pa));
    }

    [Fact]
    public void DescriptionOfAProfileIsReadInBothForms()
    {
        var old = WithDescription([.. "desc"u8, 0, 0, 0, 0, 0, 0, 0, 5, .. "Wide\0"u8]);
        var localised = WithDescription(
        [
            .. "mluc"u8, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 12, .. "deDE"u8, 0, 0, 0, 2, 0, 0, 0, 40, .. "enUS"u8, 0, 0, 0, 4, 0, 0, 0, 42, 0, (byte)'d', 0, (byte)'e', 0, (byte)'n',
        ]);

        Assert.Equal("Wide", PhotoFiles.Read(JpegFile.WithProfile(PhotoFiles.Plain["jpg"], old)).ColourProfile);
        Assert.Equal("en", PhotoFiles.Read(PngFile.Write(1, 1, 8, PngFile.Rgb, new byte[3], PngFile.Profile(localised))).ColourProfile);
        Assert.Equal("en", PhotoFiles.Read(AvifFile.WithProfile(PhotoFiles.Plain["avif"], localised)).ColourProfile);
    }

    private static byte[] WithDescription(byte[] tag)
    {
        var profile = new byte[128 + 4 + 12 + tag.Length];
        profile[131] = 1;
        "desc"u8.CopyTo(profile.AsSpan(132));
        (profile[139], profile[142], profile[143]) = (144, (byte)(tag.Length >> 8), (byte)tag.Length);
        tag.CopyTo(profile, 144);
        profile[3] = (byte)profile.Length;
        return profile;
    }

    private static byte[] Encode(ImageFormat format, int channels)
    {
        using var picture = TestPictures.Gradient(16, 8, channels);
        return new VipsCodec().Encode(picture, new EncodeOptions(format, 90));
    }
}
