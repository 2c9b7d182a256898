using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;

namespace Pipeline.Testing.Contracts;

public abstract partial class ImageCodecContract
{
    // sRGB's full red, in Display P3.
    private static readonly byte[] RedInDisplayP3 = [234, 51, 35];

    [Fact]
    public void GreyBecomesRgb()
    {
        using var decoded = DecodePng(PngFile.Write(2, 1, 8, PngFile.Grey, [10, 200]), hasAlpha: false);

        Assert.Equal([10, 10, 10, 200, 200, 200], decoded.Pixels.Span.ToArray());
    }

    [Fact]
    public void GreyWithAlphaBecomesRgba()
    {
        using var decoded = DecodePng(PngFile.Write(2, 1, 8, PngFile.GreyAlpha, [10, 255, 200, 0]), hasAlpha: true);

        Assert.Equal([10, 10, 10, 255], TestPictures.PixelAt(decoded, 0, 0));
        Assert.Equal(0, TestPictures.PixelAt(decoded, 1, 0)[3]);
    }

    [Fact]
    public void PaletteBecomesItsColours()
    {
        var palette = ("PLTE", new byte[] { 255, 0, 0, 0, 255, 0 });

        using var decoded = DecodePng(PngFile.Write(2, 1, 8, PngFile.Palette, [1, 0], palette), hasAlpha: false);

        Assert.Equal([0, 255, 0, 255, 0, 0], decoded.Pixels.Span.ToArray());
    }

    [Fact]
    public void PaletteWithTransparencyHasAlpha()
    {
        var palette = ("PLTE", new byte[] { 255, 0, 0, 0, 255, 0 });
        var transparency = ("tRNS", new byte[] { 0, 128 });

        using var decoded = DecodePng(PngFile.Write(2, 1, 8, PngFile.Palette, [1, 0], palette, transparency), hasAlpha: true);

        Assert.Equal([0, 255, 0, 128], TestPictures.PixelAt(decoded, 0, 0));
        Assert.Equal(0, TestPictures.PixelAt(decoded, 1, 0)[3]);
    }

    [Theory]
    [InlineData(PngFile.Rgb, 3)]
    [InlineData(PngFile.Rgba, 4)]
    public void SixteenBitsBecomeEightWithinOneLevel(byte colourType, int channels)
    {
        byte[] sixteen = [0x80, 0x80, 0xFF, 0xFF, 0x00, 0xFF, 0xC0, 0xC0];

        using var decoded = DecodePng(PngFile.Write(1, 1, 16, colourType, sixteen[..(channels * 2)]), hasAlpha: channels == 4);

        TestPictures.AssertNear(new byte[] { 0x80, 0xFF, 0x01, 0xC0 }.AsSpan(0, channels), decoded.Pixels.Span, tolerance: 1);
    }

    [Fact]
    public void SixteenBitGreyWithAlphaBecomesRgba()
    {
        byte[] sixteen = [0x40, 0x40, 0x80, 0x80];

        using var decoded = DecodePng(PngFile.Write(1, 1, 16, PngFile.GreyAlpha, sixteen), hasAlpha: true);

        TestPictures.AssertNear([0x40, 0x40, 0x40, 0x80], decoded.Pixels.Span, tolerance: 1);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void ColoursAreConvertedByTheEmbeddedProfile(byte depth)
    {
        byte[] pixel = [.. RedInDisplayP3, 0x80];
        byte[] row = depth == 8 ? pixel : [.. pixel.SelectMany(value => new[] { value, value })];
        var profile = PngFile.Profile(IccFile.DisplayP3);

        using var decoded = DecodePng(PngFile.Write(1, 1, depth, PngFile.Rgba, row, profile), hasAlpha: true);

        // At the edge of sRGB, a small error in linear light is a few levels in a dark channel.
        TestPictures.AssertNear([255, 0, 0, 0x80], decoded.Pixels.Span, tolerance: 8);
    }

    [Fact]
    public void SrgbProfileLeavesColoursAsTheyAre()
    {
        byte[] pixel = [234, 51, 35];

        using var decoded = DecodePng(PngFile.Write(1, 1, 8, PngFile.Rgb, pixel, PngFile.Profile(IccFile.Srgb)), hasAlpha: false);

        TestPictures.AssertNear(pixel, decoded.Pixels.Span, tolerance: 1);
    }

    [Fact]
    public void DamagedProfileIsIgnored()
    {
        using var picture = TestPictures.Gradient(40, 30);
        var jpeg = Codec.Encode(picture, new EncodeOptions(ImageFormat.Jpeg, 90));
        var damaged = JpegFile.WithProfile(jpeg, new byte[300]);

        using var expected = Codec.Decode(jpeg, ImageFormat.Jpeg, DecodeOptions.FullSize);
        using var decoded = Codec.Decode(damaged, ImageFormat.Jpeg, DecodeOptions.FullSize);

        Assert.InRange(TestPictures.Distance(expected, decoded), 0, 1);
    }

    public static TheoryData<int, byte[]> ProfilesThatDoNotFit => new()
    {
        { 1, IccFile.Gamma18 }, { 1, IccFile.CmykWithoutTables }, { 1, new byte[300] },
        { 3, IccFile.GreyGamma18 }, { 3, IccFile.CmykWithoutTables }, { 3, new byte[300] },
        { 4, IccFile.GreyGamma18 }, { 4, IccFile.Gamma18 }, { 4, IccFile.Srgb }, { 4, IccFile.CmykWithoutTables }, { 4, new byte[300] },
    };

    [Theory]
    [MemberData(nameof(ProfilesThatDoNotFit))]
    public void ProfileThatIsUnreadableOrOfAnotherColourModelIsIgnored(int samples, byte[] profile)
    {
        const int side = 32;
        byte[] pixels = [.. Enumerable.Range(0, side * side * samples).Select(i => (byte)(i * 37 % 251))];

        using var expected = DecodeTiff(TiffFile.WriteWithProfile(side, side, pixels, profile: null));
        using var decoded = DecodeTiff(TiffFile.WriteWithProfile(side, side, pixels, profile));

        Assert.InRange(TestPictures.Distance(expected, decoded), 0, 1);
    }

    [Fact]
    public void GreyIsConvertedByAGreyProfile()
    {
        using var decoded = DecodeTiff(TiffFile.WriteWithProfile(1, 1, [128], IccFile.GreyGamma18));

        // 0.5 to the power of 1.8, on sRGB's curve.
        TestPictures.AssertNear([145, 145, 145], decoded.Pixels.Span, tolerance: 2);
    }

    private Picture DecodeTiff(byte[] tiff) => Codec.Decode(tiff, ImageFormat.Tiff, DecodeOptions.FullSize);

    private Picture DecodePng(byte[] png, bool hasAlpha)
    {
        Assert.Equal(hasAlpha, Codec.Inspect(png, ImageFormat.Png).HasAlpha);
        var decoded = Codec.Decode(png, ImageFormat.Png, DecodeOptions.FullSize);
        Assert.Equal(hasAlpha ? 4 : 3, decoded.Pixels.Channels);
        return decoded;
    }
}
