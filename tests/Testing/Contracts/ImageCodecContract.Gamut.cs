using Pipeline.Core.Renditions;
using Pipeline.Core.Resizing;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Colours;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Gamuts;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Placeholders;
using Pipeline.Imaging.Renditions;
using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;

namespace Pipeline.Testing.Contracts;

/// <summary>Display P3, kept by setting: colours that sRGB lacks stay, and a picture without such colours is not changed.</summary>
public abstract partial class ImageCodecContract
{
    // P3's own green and a strong orange. sRGB has neither: clipped to it and converted back, red of the one would be 117, blue of the other 41.
    private static readonly byte[] WideGreen = [0, 255, 0];
    private static readonly byte[] WideOrange = [255, 90, 0];

    private static readonly DecodeOptions KeepP3 = DecodeOptions.FullSize with { AllFrames = true, Colours = Gamut.P3 };

    [Theory]
    [MemberData(nameof(FormatsWithProfiles))]
    public void ColoursThatSrgbLacksAreKeptFromEveryContainer(ImageFormat format)
    {
        foreach (var pixel in new[] { WideGreen, WideOrange })
        {
            var file = WriteFlat(format, pixel, IccFile.DisplayP3);

            using var kept = Codec.Decode(file, format, KeepP3);
            using var clipped = Codec.Decode(file, format, DecodeOptions.FullSize);

            Assert.Equal((Gamut.P3, Gamut.Srgb), (kept.Colours, clipped.Colours));
            TestPictures.AssertNear(pixel, TestPictures.PixelAt(kept, 8, 8), tolerance: 6);
            AssertSrgb(pixel, clipped);
        }
    }

    [Theory]
    [MemberData(nameof(CommonFormats))]
    public void RenditionKeepsColoursThatSrgbLacks(ImageFormat output)
    {
        foreach (var channels in GetChannelCounts(output))
        {
            foreach (var pixel in new[] { WideGreen, WideOrange })
            {
                var made = MakeInP3(WriteWidePng(channels == 3 ? pixel : [.. pixel, 128]), new("r", 8, Quality: 98), output);

                Assert.Equal(Gamut.P3, made.Colours);
                Assert.Equal(channels == 4, Codec.Inspect(made.Content, output).HasAlpha);
                using var decoded = Codec.Decode(made.Content, output, KeepP3);
                using var srgb = Codec.Decode(made.Content, output, DecodeOptions.FullSize);
                // The profile is read again: without it the pixels would pass as sRGB.
                Assert.Equal(Gamut.P3, decoded.Colours);
                TestPictures.AssertNear(pixel, TestPictures.PixelAt(decoded, 4, 4).AsSpan(0, 3), tolerance: 6);
                AssertSrgb(pixel, srgb);
            }
        }
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.WebP)]
    [InlineData(ImageFormat.Avif)]
    public void RenditionInP3CarriesThePipelinesProfile(ImageFormat output)
    {
        using var picture = TestPictures.Gradient(16, 12);
        var options = new EncodeOptions(output, 80);

        var plain = Codec.Encode(picture, options);
        var wide = Codec.Encode(picture with { Colours = Gamut.P3 }, options);
        var both = Codec.Encode(picture with { Colours = Gamut.P3 }, options with { Copyright = "Jane Doe" });

        Assert.True(wide.AsSpan().IndexOf(DisplayP3Profile.Profile) > 0);
        Assert.True(both.AsSpan().IndexOf(DisplayP3Profile.Profile) > 0);
        Assert.Equal("Jane Doe", Codec.Inspect(both, output).Copyright);
        Assert.Equal(-1, plain.AsSpan().IndexOf("acsp"u8));
        Assert.InRange(wide.Length - plain.Length, DisplayP3Profile.Profile.Length, DisplayP3Profile.Profile.Length + 60);
    }

    [Fact]
    public void AvifInP3DoesNotClaimOtherCodePoints()
    {
        using var picture = TestPictures.Gradient(16, 12);

        var wide = Codec.Encode(picture with { Colours = Gamut.P3 }, new EncodeOptions(ImageFormat.Avif, 80));

        // Readers take the profile before code points. Those that know only code points must not read sRGB.
        var codes = Pipeline.Imaging.Headers.HeifColours.Read(wide);
        Assert.True(codes is null or { Primaries: DisplayP3, Transfer: Srgb }, $"{codes}");
    }

    [Theory]
    [MemberData(nameof(CommonFormats))]
    public void SourceThatIsNotWiderThanSrgbGivesTheSameFile(ImageFormat output)
    {
        byte[] rgb = [.. Enumerable.Range(0, FlatSide * FlatSide * 3).Select(i => (byte)(i * 37 % 251))];
        byte[] grey = rgb[..(FlatSide * FlatSide)];
        Dictionary<string, (byte[] File, ImageFormat Format)> sources = new()
        {
            ["JPEG"] = (EncodeGradient(ImageFormat.Jpeg, 32, 32), ImageFormat.Jpeg),
            ["JPEG, sRGB"] = (JpegFile.WithProfile(EncodeGradient(ImageFormat.Jpeg, 32, 32), IccFile.Srgb), ImageFormat.Jpeg),
            ["JPEG, gamma 1.8"] = (JpegFile.WithProfile(EncodeGradient(ImageFormat.Jpeg, 32, 32), IccFile.Gamma18), ImageFormat.Jpeg),
            ["JPEG, television"] = (JpegFile.WithProfile(EncodeGradient(ImageFormat.Jpeg, 32, 32), IccFile.Television), ImageFormat.Jpeg),
            ["JPEG, unreadable"] = (JpegFile.WithProfile(EncodeGradient(ImageFormat.Jpeg, 32, 32), new byte[300]), ImageFormat.Jpeg),
            ["grey PNG"] = (PngFile.Write(FlatSide, FlatSide, 8, PngFile.Grey, grey), ImageFormat.Png),
            ["grey PNG, P3"] = (PngFile.Write(FlatSide, FlatSide, 8, PngFile.Grey, grey, Codes(DisplayP3, Srgb)), ImageFormat.Png),
            ["grey PNG, PQ"] = (PngFile.Write(FlatSide, FlatSide, 8, PngFile.Grey, grey, Codes(Bt2020, Pq)), ImageFormat.Png),
            ["PNG, PQ of sRGB"] = (PngFile.Write(FlatSide, FlatSide, 8, PngFile.Rgb, rgb, Codes(Bt709, Pq)), ImageFormat.Png),
            ["PNG, linear"] = (PngFile.Write(FlatSide, FlatSide, 8, PngFile.Rgb, rgb, Codes(Bt709, Linear)), ImageFormat.Png),
            ["PNG, gAMA"] = (PngFile.Write(FlatSide, FlatSide, 8, PngFile.Rgb, rgb, Gamma(100_000)), ImageFormat.Png),
            ["grey TIFF, gamma 1.8"] = (TiffFile.WriteWithProfile(FlatSide, FlatSide, grey, IccFile.GreyGamma18), ImageFormat.Tiff),
            ["monochrome AVIF, P3"] = (AvifFile.WithChangedCodes(AvifFile.Monochrome, DisplayP3, Srgb), ImageFormat.Avif),
            ["monochrome AVIF, P3 profile"] = (AvifFile.WithProfile(AvifFile.Monochrome, IccFile.DisplayP3), ImageFormat.Avif),
            ["monochrome AVIF, PQ"] = (AvifFile.WithChangedCodes(AvifFile.Monochrome, Bt2020, Pq), ImageFormat.Avif),
            ["GIF"] = (GifFile.Write(FlatSide, FlatSide, 0, new TestFrame(255, 0, 0, 100)), ImageFormat.Gif),
        };
        foreach (var (name, (file, format)) in sources)
        {
            var info = Codec.Inspect(file, format);
            var plan = new RenditionPlan(new("r", 12), "key", output, Placeholder: true);

            var srgb = RenditionTranscoder.Transcode(Codec, file, info, plan);
            var p3 = RenditionTranscoder.Transcode(Codec, file, info, plan, colours: Gamut.P3);

            Assert.Equal(Gamut.Srgb, p3.Colours);
            Assert.True(srgb.Content.AsSpan().SequenceEqual(p3.Content), name);
            Assert.Equal(srgb.Placeholder, p3.Placeholder);
        }
    }

    [Theory]
    [InlineData(60, 200, 90)]
    [InlineData(220, 40, 30)]
    [InlineData(120, 120, 120)]
    [InlineData(30, 60, 210)]
    public void AdobeRgbBecomesP3(byte red, byte green, byte blue)
    {
        double[] light = [.. new[] { red, green, blue }.Select(level => Math.Pow(level / 255.0, 563 / 256.0))];
        var adobe = ColourSpace.Create(0.3127, 0.3290, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06)!;
        byte[] expected = [.. ColourSpace.Multiply(adobe.MatrixTo(ColourSpace.DisplayP3), light).Select(EncodeLevel)];

        using var decoded = DecodeTiff(TiffFile.WriteWithProfile(1, 1, [red, green, blue], IccFile.AdobeRgb), KeepP3);

        Assert.Equal(Gamut.P3, decoded.Colours);
        // Near the edge of P3, a small error in linear light is a few levels in a dark channel.
        TestPictures.AssertNear(expected, decoded.Pixels.Span, tolerance: expected.Min() < 40 ? 6 : 2);
    }

    /// <summary>Code points, numbers of a PNG, 16 bits, inks and HDR: whatever is wider than sRGB, and converted to it, gives what decoding to sRGB gives.</summary>
    [Fact]
    public void EveryKindOfWideSourceIsKeptInP3()
    {
        uint[] values = [31_270, 32_900, 68_000, 32_000, 26_500, 69_000, 15_000, 6_000];
        var chromaticities = ("cHRM", values.SelectMany(value => new[] { (byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value }).ToArray());
        Dictionary<string, (byte[] File, ImageFormat Format)> sources = new()
        {
            ["cICP"] = (PngFile.Write(1, 1, 8, PngFile.Rgb, [200, 90, 60], Codes(DisplayP3, Srgb)), ImageFormat.Png),
            ["cICP of 16 bits with alpha"] = (PngFile.Write(1, 1, 16, PngFile.Rgba, [200, 200, 90, 90, 60, 60, 128, 128], Codes(DisplayP3, Srgb)), ImageFormat.Png),
            ["cICP of BT.2020"] = (PngFile.Write(1, 1, 8, PngFile.Rgb, [180, 130, 110], Codes(Bt2020, Srgb)), ImageFormat.Png),
            ["cHRM"] = (PngFile.Write(1, 1, 8, PngFile.Rgb, [200, 90, 60], Gamma(45_455), chromaticities), ImageFormat.Png),
            ["palette"] = (PngFile.Write(1, 1, 8, PngFile.Palette, [0], Codes(DisplayP3, Srgb), ("PLTE", [200, 90, 60])), ImageFormat.Png),
            ["PQ"] = (PngFile.Write(1, 1, 16, PngFile.Rgb, [120, 0, 110, 0, 90, 0], Codes(Bt2020, Pq)), ImageFormat.Png),
            ["HLG"] = (PngFile.Write(1, 1, 16, PngFile.Rgb, [120, 0, 110, 0, 100, 0], Codes(Bt2020, Hlg)), ImageFormat.Png),
            ["nclx"] = (AvifFile.WithCodes(WriteFlat(ImageFormat.Avif, [200, 90, 60], null), DisplayP3, Srgb), ImageFormat.Avif),
            ["nclx of PQ"] = (AvifFile.WithCodes(WriteFlat(ImageFormat.Avif, [120, 110, 90], null), Bt2020, Pq), ImageFormat.Avif),
            ["CMYK"] = (TiffFile.WriteWithProfile(1, 1, [40, 80, 120, 20], profile: null), ImageFormat.Tiff),
        };
        foreach (var (name, (file, format)) in sources)
        {
            using var srgb = Codec.Decode(file, format, DecodeOptions.FullSize);
            using var kept = Codec.Decode(file, format, KeepP3);

            Assert.True(kept.Colours == Gamut.P3, name);
            Assert.NotEqual(srgb.Pixels.Span.ToArray(), kept.Pixels.Span.ToArray());
            GamutConversion.Convert(kept.Pixels, Gamut.P3, Gamut.Srgb);
            TestPictures.AssertNear(srgb.Pixels.Span, kept.Pixels.Span, tolerance: 2);
        }
    }

    /// <summary>As phones write them: with a profile, code points, or both.</summary>
    [Fact]
    public void HeifInDisplayP3KeepsItsColours()
    {
        var (profile, codes) = (HeifProperty.Profile(IccFile.DisplayP3), HeifProperty.Codes(DisplayP3, Srgb));
        foreach (var (format, pictures) in HeifFormats())
        {
            foreach (var properties in (HeifProperty[][])[[profile], [codes], [profile, codes]])
            {
                var file = pictures.FileOfQuarters(properties).Write();

                using var kept = Codec.Decode(file, format, KeepP3);
                using var srgb = Codec.Decode(file, format, DecodeOptions.FullSize);

                Assert.Equal((Gamut.P3, Gamut.Srgb), (kept.Colours, srgb.Colours));
                for (var quarter = 0; quarter < 4; quarter++)
                {
                    var (x, y) = ((quarter % 2 * 64) + 32, (quarter / 2 * 32) + 16);
                    TestPictures.AssertNear(HeifPictures.Colours[quarter], TestPictures.PixelAt(kept, x, y), tolerance: 8);
                    var clipped = TestPictures.PixelAt(kept, x, y);
                    var expected = GamutConversion.Convert(new Colour(clipped[0], clipped[1], clipped[2]), Gamut.P3, Gamut.Srgb);
                    TestPictures.AssertNear([expected.Red, expected.Green, expected.Blue], TestPictures.PixelAt(srgb, x, y), tolerance: 4);
                }
            }
        }
    }

    [Fact]
    public void HdrColoursThatSrgbLacksAreKept()
    {
        var png = PngFile.Write(1, 1, 16, PngFile.Rgb, [20, 0, 120, 0, 20, 0], Codes(Bt2020, Pq));

        using var srgb = DecodePng(png, hasAlpha: false);
        using var kept = Codec.Decode(png, ImageFormat.Png, KeepP3);

        GamutConversion.Convert(srgb.Pixels, Gamut.Srgb, Gamut.P3);
        Assert.True(kept.Pixels.Span[0] < srgb.Pixels.Span[0] - 30, $"{kept.Pixels.Span[0]}, clipped {srgb.Pixels.Span[0]}");
    }

    [Theory]
    [InlineData(ImageFormat.WebP)]
    [InlineData(ImageFormat.Png)]
    public void AnimationKeepsColoursThatSrgbLacks(ImageFormat format)
    {
        using var animation = TestPictures.Animation(16, 16, 0, new(0, 255, 0, 100), new(255, 90, 0, 120));
        var wide = animation with { Colours = Gamut.P3 };
        var file = format == ImageFormat.WebP
            ? Codec.Encode(wide, new EncodeOptions(format, 98))
            : new ApngFile(16, 16, Frame(WideGreen), Frame(WideOrange)) { Chunk = PngFile.Profile(IccFile.DisplayP3) }.Write();

        var made = MakeInP3(file, new("r", 12, Quality: 98), ImageFormat.WebP, format);
        using var decoded = Codec.Decode(made.Content, ImageFormat.WebP, KeepP3);

        Assert.Equal((2, Gamut.P3, Gamut.P3), (decoded.Frames, made.Colours, decoded.Colours));
        TestPictures.AssertNear(WideGreen, TestPictures.PixelAt(decoded, 6, 6).AsSpan(0, 3), tolerance: 8);
        TestPictures.AssertNear(WideOrange, TestPictures.PixelAt(decoded, 6, 18).AsSpan(0, 3), tolerance: 8);

        static ApngTestFrame Frame(byte[] pixel) =>
            new(0, 0, 16, 16, [.. Enumerable.Repeat<byte[]>([.. pixel, 255], 256).SelectMany(channels => channels)]);
    }

    [Fact]
    public void WatermarkAndBackgroundKeepTheirColourInP3()
    {
        using var mark = Codec.Decode(PngFile.Write(1, 1, 8, PngFile.Rgb, [230, 60, 40]), ImageFormat.Png, DecodeOptions.FullSize);
        byte[] mixed = [230, 60, 40];
        Rendition[] renditions =
        [
            new("streamed", 16, Watermark: new("", Gravity.NorthWest, Margin: 0, Scale: 0.5)),
            new("padded", 16, 32, Fit.Contain, Background: "#e63c28", Enlarge: true),
            new("flattened", 16, 16, Fit.Contain, Background: "#e63c28"),
        ];
        foreach (var rendition in renditions)
        {
            var source = rendition.Name == "flattened" ? WriteWidePng([.. WideGreen, 0]) : WriteWidePng(WideGreen);
            var made = MakeInP3(source, rendition, ImageFormat.Png, watermark: mark.Pixels);

            using var decoded = Codec.Decode(made.Content, ImageFormat.Png, DecodeOptions.FullSize);
            Assert.Equal(Gamut.P3, made.Colours);
            TestPictures.AssertNear(mixed, TestPictures.PixelAt(decoded, 1, 1), tolerance: 2);
        }
    }

    [Fact]
    public void PlaceholderOfAPictureInP3IsSrgb()
    {
        byte[] pixel = [200, 90, 60];
        var png = WriteWidePng(pixel);
        using var srgb = Codec.Decode(png, ImageFormat.Png, DecodeOptions.FullSize);
        using var kept = Codec.Decode(png, ImageFormat.Png, KeepP3);
        var expected = Colour.Parse(PlaceholderGenerator.Generate(srgb).DominantColour);

        // Streamed, and from a whole decode.
        foreach (var placeholder in new[] { MakeInP3(png, new("r", 12), ImageFormat.WebP).Placeholder!, PlaceholderGenerator.Generate(kept) })
        {
            var found = Colour.Parse(placeholder.DominantColour);
            TestPictures.AssertNear([expected.Red, expected.Green, expected.Blue], [found.Red, found.Green, found.Blue], tolerance: 1);
        }
    }

    [Fact]
    public void TranscodingInP3MakesTheSameFileAsSeparateSteps()
    {
        var jpeg = JpegFile.WithProfile(EncodeGradient(ImageFormat.Jpeg, 640, 480), IccFile.AdobeRgb);
        var info = Codec.Inspect(jpeg, ImageFormat.Jpeg);
        var plan = new RenditionPlan(new("r", 200), "key", ImageFormat.WebP, Placeholder: true);

        var made = RenditionTranscoder.Transcode(Codec, jpeg, info, plan, colours: Gamut.P3);

        using var decoded = Codec.Decode(jpeg, ImageFormat.Jpeg, RenditionPlanner.PlanDecode(info, plan.Rendition) with { Colours = Gamut.P3 });
        var expected = RenditionTranscoder.Transcode(Codec, decoded, info, plan, TimeSpan.Zero);
        Assert.Equal(expected.Content, made.Content);
        Assert.Equal((expected.Placeholder, Gamut.P3), (made.Placeholder, made.Colours));
    }

    /// <summary>CIELAB of a green that sRGB lacks, in a TIFF.</summary>
    [Fact]
    public void CieLabIsKeptInP3OrRefused()
    {
        var tiff = new TiffImage(1, 1, 8, 8).Write((_, _) => [0.87, 166 / 255.0, 70 / 255.0]);
        if (Codec.FindUnsupportedFeature(tiff, ImageFormat.Tiff) is { } feature)
        {
            Assert.Contains("Lab", feature, StringComparison.Ordinal);
            return;
        }

        using var srgb = DecodeTiff(tiff);
        using var kept = DecodeTiff(tiff, KeepP3);

        Assert.Equal((Gamut.Srgb, Gamut.P3), (srgb.Colours, kept.Colours));
        Assert.NotEqual(srgb.Pixels.Span.ToArray(), kept.Pixels.Span.ToArray());
    }

    private Picture DecodeTiff(byte[] tiff, DecodeOptions options) => Codec.Decode(tiff, ImageFormat.Tiff, options);

    private EncodedRendition MakeInP3(
        byte[] file, Rendition rendition, ImageFormat output, ImageFormat format = ImageFormat.Png, PixelBuffer? watermark = null) =>
        RenditionTranscoder.Transcode(
            Codec, file, Codec.Inspect(file, format), new(rendition, "key", output, Placeholder: true), watermark: watermark, colours: Gamut.P3);

    /// <summary>A PNG of one colour of Display P3, with alpha if there are four samples.</summary>
    private static byte[] WriteWidePng(byte[] pixel) => PngFile.Write(
        FlatSide, FlatSide, 8, pixel.Length == 4 ? PngFile.Rgba : PngFile.Rgb,
        [.. Enumerable.Repeat(pixel, FlatSide * FlatSide).SelectMany(samples => samples)], PngFile.Profile(IccFile.DisplayP3));

    /// <summary>A picture in sRGB shows the nearest colour to one of P3.</summary>
    private static void AssertSrgb(byte[] p3, Picture picture)
    {
        var expected = GamutConversion.Convert(new Colour(p3[0], p3[1], p3[2]), Gamut.P3, Gamut.Srgb);
        TestPictures.AssertNear(
            [expected.Red, expected.Green, expected.Blue], TestPictures.PixelAt(picture, picture.Width / 2, picture.FrameHeight / 2).AsSpan(0, 3), tolerance: 8);
    }

    private static byte EncodeLevel(double linear)
    {
        var light = Math.Clamp(linear, 0, 1);
        return (byte)Math.Round(255 * (light <= 0.0031308 ? light * 12.92 : (1.055 * Math.Pow(light, 1 / 2.4)) - 0.055));
    }
}
