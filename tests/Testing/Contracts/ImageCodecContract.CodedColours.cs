using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;

namespace Pipeline.Testing.Contracts;

/// <summary>Colours that a file gives by numbers instead of a profile: chunks of PNG, code points of PNG and AVIF; HDR among them.</summary>
public abstract partial class ImageCodecContract
{
    private const byte Bt709 = 1;
    private const byte Bt2020 = 9;
    private const byte DisplayP3 = 12;
    private const byte Linear = 8;
    private const byte Srgb = 13;
    private const byte Pq = 16;
    private const byte Hlg = 18;

    [Theory]
    [InlineData(100_000, 128, 188)]
    [InlineData(100_000, 20, 79)]
    [InlineData(30_000, 128, 90)]
    [InlineData(55_556, 128, 146)]
    [InlineData(45_455, 128, 128)]
    [InlineData(0, 128, 128)]
    public void GammaOfAPngApplies(int gamma, byte stored, byte shown)
    {
        using var rgb = DecodePng(PngFile.Write(1, 1, 8, PngFile.Rgb, [stored, stored, stored], Gamma(gamma)), hasAlpha: false);
        using var rgba = DecodePng(PngFile.Write(1, 1, 8, PngFile.Rgba, [stored, stored, stored, 77], Gamma(gamma)), hasAlpha: true);
        using var grey = DecodePng(PngFile.Write(1, 1, 8, PngFile.Grey, [stored], Gamma(gamma)), hasAlpha: false);
        using var greyAlpha = DecodePng(PngFile.Write(1, 1, 8, PngFile.GreyAlpha, [stored, 77], Gamma(gamma)), hasAlpha: true);
        using var palette = DecodePng(PngFile.Write(1, 1, 8, PngFile.Palette, [0], Gamma(gamma), ("PLTE", [stored, stored, stored])), hasAlpha: false);
        using var deep = DecodePng(PngFile.Write(1, 1, 16, PngFile.Rgb, [stored, stored, stored, stored, stored, stored], Gamma(gamma)), hasAlpha: false);
        using var deepGrey = DecodePng(PngFile.Write(1, 1, 16, PngFile.Grey, [stored, stored], Gamma(gamma)), hasAlpha: false);

        Assert.All([rgb, grey, palette, deep, deepGrey], decoded =>
            TestPictures.AssertNear([shown, shown, shown], decoded.Pixels.Span, tolerance: 2));
        Assert.All([rgba, greyAlpha], decoded => TestPictures.AssertNear([shown, shown, shown, 77], decoded.Pixels.Span, tolerance: 2));
    }

    public static TheoryData<string> ChunksThatOutrankGamma => ["sRGB", "iCCP", "cICP"];

    [Theory]
    [MemberData(nameof(ChunksThatOutrankGamma))]
    public void GammaOfAPngDoesNotApplyBesideAChunkThatOutranksIt(string type)
    {
        var chunk = type switch
        {
            "sRGB" => ("sRGB", [0]),
            "iCCP" => PngFile.Profile(IccFile.Srgb),
            _ => Codes(Bt709, Srgb),
        };

        using var rgb = DecodePng(PngFile.Write(1, 1, 8, PngFile.Rgb, [128, 60, 20], Gamma(100_000), chunk), hasAlpha: false);

        TestPictures.AssertNear([128, 60, 20], rgb.Pixels.Span, tolerance: 1);
    }

    [Fact]
    public void ChromaticitiesOfAPngApplyWithItsGamma()
    {
        // Those of Display P3: white, red, green, blue.
        uint[] values = [31_270, 32_900, 68_000, 32_000, 26_500, 69_000, 15_000, 6_000];
        var chunk = ("cHRM", values.SelectMany(value => new[] { (byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value }).ToArray());

        using var with = DecodePng(PngFile.Write(1, 1, 8, PngFile.Rgb, RedInDisplayP3, Gamma(45_455), chunk), hasAlpha: false);
        using var without = DecodePng(PngFile.Write(1, 1, 8, PngFile.Rgb, RedInDisplayP3, chunk), hasAlpha: false);

        TestPictures.AssertNear([255, 0, 0], with.Pixels.Span, tolerance: 12);
        TestPictures.AssertNear(RedInDisplayP3, without.Pixels.Span, tolerance: 1);
    }

    [Fact]
    public void CodePointsOfAPngOutrankItsProfile()
    {
        using var wide = DecodePng(PngFile.Write(1, 1, 8, PngFile.Rgb, RedInDisplayP3, Codes(DisplayP3, Srgb), PngFile.Profile(IccFile.Gamma18)), hasAlpha: false);
        using var srgb = DecodePng(PngFile.Write(1, 1, 8, PngFile.Rgb, RedInDisplayP3, Codes(Bt709, Srgb), PngFile.Profile(IccFile.DisplayP3)), hasAlpha: false);
        using var linear = DecodePng(PngFile.Write(1, 1, 8, PngFile.Grey, [128], Codes(Bt709, Linear)), hasAlpha: false);
        using var narrow = DecodePng(PngFile.Write(2, 1, 8, PngFile.Grey, [16, 235], Codes(Bt709, Srgb, fullRange: 0)), hasAlpha: false);

        TestPictures.AssertNear([255, 0, 0], wide.Pixels.Span, tolerance: 8);
        TestPictures.AssertNear(RedInDisplayP3, srgb.Pixels.Span, tolerance: 1);
        TestPictures.AssertNear([188, 188, 188], linear.Pixels.Span, tolerance: 2);
        TestPictures.AssertNear([0, 0, 0, 255, 255, 255], narrow.Pixels.Span, tolerance: 2);
    }

    /// <summary>Encoded values of 10, 100, 203 and 1,000 nits, and of black and the most that PQ and HLG hold.</summary>
    [Theory]
    [InlineData(Pq, 0, 0)]
    [InlineData(Pq, 77, 63)]
    [InlineData(Pq, 130, 184)]
    [InlineData(Pq, 148, 228)]
    [InlineData(Pq, 192, 255)]
    [InlineData(Pq, 255, 255)]
    [InlineData(Hlg, 0, 0)]
    [InlineData(Hlg, 191, 228)]
    [InlineData(Hlg, 255, 255)]
    public void HdrIsToneMapped(byte transfer, byte stored, byte shown)
    {
        using var png = DecodePng(PngFile.Write(1, 1, 8, PngFile.Rgb, [stored, stored, stored], Codes(Bt2020, transfer)), hasAlpha: false);
        using var deep = DecodePng(PngFile.Write(1, 1, 16, PngFile.Rgba, [stored, stored, stored, stored, stored, stored, 128, 128], Codes(Bt2020, transfer)), hasAlpha: true);
        var avif = AvifFile.WithCodes(WriteFlat(ImageFormat.Avif, [stored, stored, stored], null), Bt2020, transfer);
        using var decoded = Codec.Decode(avif, ImageFormat.Avif, DecodeOptions.FullSize);

        TestPictures.AssertNear([shown, shown, shown], png.Pixels.Span, tolerance: 3);
        TestPictures.AssertNear([shown, shown, shown, 128], deep.Pixels.Span, tolerance: 3);
        TestPictures.AssertNear([shown, shown, shown], TestPictures.PixelAt(decoded, 8, 8), tolerance: 6);
    }

    [Fact]
    public void CodePointsOfAnAvifApply()
    {
        var wide = AvifFile.WithCodes(WriteFlat(ImageFormat.Avif, RedInDisplayP3, null), DisplayP3, Srgb);
        var plain = AvifFile.WithCodes(WriteFlat(ImageFormat.Avif, RedInDisplayP3, null), Bt709, Bt709);
        var both = AvifFile.WithProfile(wide, IccFile.Srgb);

        using var fromWide = Codec.Decode(wide, ImageFormat.Avif, DecodeOptions.FullSize);
        using var fromPlain = Codec.Decode(plain, ImageFormat.Avif, DecodeOptions.FullSize);
        using var fromBoth = Codec.Decode(both, ImageFormat.Avif, DecodeOptions.FullSize);

        TestPictures.AssertNear([255, 0, 0], TestPictures.PixelAt(fromWide, 8, 8), tolerance: 12);
        TestPictures.AssertNear(RedInDisplayP3, TestPictures.PixelAt(fromPlain, 8, 8), tolerance: 4);
        TestPictures.AssertNear(RedInDisplayP3, TestPictures.PixelAt(fromBoth, 8, 8), tolerance: 4);
    }

    [MaterialFact("images/faults/avif-pq.avif")]
    public void HdrAvifOfTenBitsIsToneMapped()
    {
        using var decoded = Codec.Decode(Photograph("faults/avif-pq.avif"), ImageFormat.Avif, DecodeOptions.FullSize);

        TestPictures.AssertNear([171, 171, 213], TestPictures.PixelAt(decoded, 320, 240), tolerance: 3);
    }

    public static TheoryData<byte, byte, byte[], byte[]> TransparentColours => new()
    {
        // Depth, colour type, two pixels, the transparent colour (16 bits a channel) that the first of them has.
        { 1, PngFile.Grey, [0b0100_0000], [0, 0] },
        { 2, PngFile.Grey, [0b0111_0000], [0, 1] },
        { 4, PngFile.Grey, [0x5A], [0, 5] },
        { 8, PngFile.Grey, [90, 91], [0, 90] },
        { 16, PngFile.Grey, [90, 1, 90, 2], [90, 1] },
        { 8, PngFile.Rgb, [1, 2, 3, 1, 2, 4], [0, 1, 0, 2, 0, 3] },
        { 16, PngFile.Rgb, [1, 1, 2, 2, 3, 3, 1, 1, 2, 2, 3, 4], [1, 1, 2, 2, 3, 3] },
    };

    [Theory]
    [MemberData(nameof(TransparentColours))]
    public void TransparentColourOfAPngIsTransparentAndNoOtherIs(byte depth, byte colourType, byte[] pixels, byte[] transparent)
    {
        var png = PngFile.Write(2, 1, depth, colourType, pixels, ("tRNS", transparent));
        if (Codec.FindUnsupportedFeature(png, ImageFormat.Png) is { } feature)
        {
            Assert.Equal("a transparent colour of 16 bits", feature);
            Assert.Throws<UnsupportedImageException>(() => Codec.Decode(png, ImageFormat.Png, DecodeOptions.FullSize));
            return;
        }

        using var decoded = DecodePng(png, hasAlpha: true);

        Assert.Equal((0, 255), (TestPictures.PixelAt(decoded, 0, 0)[3], TestPictures.PixelAt(decoded, 1, 0)[3]));
    }

    /// <summary>As phones write it: a second JPEG behind the first, which brightens it on screens that can; an index of both in an MPF segment; XMP.</summary>
    [Fact]
    public void GainMapOfAJpegIsIgnored()
    {
        using var picture = TestPictures.Gradient(64, 48);
        using var half = TestPictures.Gradient(32, 24);
        var plain = Codec.Encode(picture, new EncodeOptions(ImageFormat.Jpeg, 90));
        var map = Codec.Encode(half, new EncodeOptions(ImageFormat.Jpeg, 90));

        var file = JpegFile.WithGainMap(plain, map);
        using var expected = Codec.Decode(plain, ImageFormat.Jpeg, DecodeOptions.FullSize);
        using var decoded = Codec.Decode(file, ImageFormat.Jpeg, new DecodeOptions(64, 48, AllFrames: true));

        Assert.Equal(Codec.Inspect(plain, ImageFormat.Jpeg), Codec.Inspect(file, ImageFormat.Jpeg));
        Assert.Equal(1, decoded.Frames);
        Assert.Equal(0, TestPictures.Distance(expected, decoded));
    }

    private static (string Type, byte[] Data) Gamma(int value) => ("gAMA", [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]);

    private static (string Type, byte[] Data) Codes(byte primaries, byte transfer, byte fullRange = 1) => ("cICP", [primaries, transfer, 0, fullRange]);
}
