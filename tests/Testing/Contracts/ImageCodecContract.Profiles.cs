using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;

namespace Pipeline.Testing.Contracts;

/// <summary>ICC profiles, in every container that holds them, and CMYK without one.</summary>
public abstract partial class ImageCodecContract
{
    private const int FlatSide = 16;

    private static readonly ImageFormat[] Containers = [ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.WebP, ImageFormat.Tiff, ImageFormat.Avif];

    public static TheoryData<ImageFormat> FormatsWithProfiles => [.. Containers];

    public static TheoryData<ImageFormat, string> UnusableProfiles
    {
        get
        {
            string[] kinds = ["zeros", "noise", "truncated", "claims more", "claims less", "grey", "CMYK", "Lab", "lacks a curve"];
            var cases = new TheoryData<ImageFormat, string>();
            foreach (var format in Containers)
            {
                Array.ForEach(kinds, kind => cases.Add(format, kind));
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(FormatsWithProfiles))]
    public void ProfileIsAppliedInEveryContainer(ImageFormat format)
    {
        using var decoded = Codec.Decode(WriteFlat(format, RedInDisplayP3, IccFile.DisplayP3), format, DecodeOptions.FullSize);

        TestPictures.AssertNear([255, 0, 0], TestPictures.PixelAt(decoded, 8, 8), tolerance: 12);
    }

    [Theory]
    [MemberData(nameof(UnusableProfiles))]
    public void UnusableProfileIsPassedOverInEveryContainer(ImageFormat format, string kind)
    {
        byte[] pixel = [200, 100, 50];
        var profile = kind switch
        {
            "zeros" => new byte[300],
            "noise" => [.. Enumerable.Range(0, 500).Select(i => (byte)((i * 7919) >> 3))],
            "truncated" => IccFile.DisplayP3[..160],
            "claims more" => IccFile.WithSize(IccFile.DisplayP3, IccFile.DisplayP3.Length * 2),
            "claims less" => IccFile.WithSize(IccFile.DisplayP3, 100),
            "grey" => IccFile.GreyGamma18,
            "CMYK" => IccFile.CmykWithoutTables,
            "Lab" => IccFile.Lab,
            _ => IccFile.WithoutBlueCurve,
        };

        using var expected = Codec.Decode(WriteFlat(format, pixel, profile: null), format, DecodeOptions.FullSize);
        using var decoded = Codec.Decode(WriteFlat(format, pixel, profile), format, DecodeOptions.FullSize);

        TestPictures.AssertNear(TestPictures.PixelAt(expected, 8, 8), TestPictures.PixelAt(decoded, 8, 8), tolerance: 1);
    }

    [Fact]
    public void ProfileWithPaddingIsApplied()
    {
        using var decoded = DecodeTiff(TiffFile.WriteWithProfile(1, 1, RedInDisplayP3, [.. IccFile.DisplayP3, 0, 0, 0, 0]));

        TestPictures.AssertNear([255, 0, 0], decoded.Pixels.Span, tolerance: 8);
    }

    [Theory]
    [InlineData(3, 1, 2, 3)]
    [InlineData(3, 3, 1, 2)]
    [InlineData(4, 4, 3, 2, 1)]
    public void PartsOfAProfileArePutInOrder(int parts, params int[] order)
    {
        var jpeg = JpegFile.WithProfileInParts(WriteFlat(ImageFormat.Jpeg, RedInDisplayP3, null), IccFile.DisplayP3, parts, order);

        using var decoded = Codec.Decode(jpeg, ImageFormat.Jpeg, DecodeOptions.FullSize);

        TestPictures.AssertNear([255, 0, 0], TestPictures.PixelAt(decoded, 8, 8), tolerance: 12);
    }

    [Theory]
    [InlineData(3, 1, 3)]
    [InlineData(3, 1, 2, 2, 3)]
    [InlineData(2, 1, 2, 3)]
    public void ProfileWithMissingOrSurplusPartsIsPassedOver(int parts, params int[] order)
    {
        var plain = WriteFlat(ImageFormat.Jpeg, RedInDisplayP3, null);

        using var expected = Codec.Decode(plain, ImageFormat.Jpeg, DecodeOptions.FullSize);
        using var decoded = Codec.Decode(
            JpegFile.WithProfileInParts(plain, IccFile.DisplayP3, parts, order), ImageFormat.Jpeg, DecodeOptions.FullSize);

        Assert.InRange(TestPictures.Distance(expected, decoded), 0, 1);
    }

    [Theory]
    [InlineData(0, 0, 0, 0, 255, 255, 255)]
    [InlineData(255, 0, 0, 0, 0, 153, 227)]
    [InlineData(0, 255, 0, 0, 234, 0, 128)]
    [InlineData(0, 0, 255, 0, 255, 240, 0)]
    [InlineData(0, 0, 0, 255, 20, 5, 0)]
    [InlineData(255, 255, 255, 255, 0, 0, 0)]
    [InlineData(0, 0, 0, 128, 152, 151, 150)]
    [InlineData(128, 128, 0, 0, 127, 118, 173)]
    [InlineData(64, 40, 30, 20, 169, 177, 186)]
    public void CmykWithoutProfileHasOneAnswer(byte c, byte m, byte y, byte k, byte red, byte green, byte blue)
    {
        using var decoded = DecodeTiff(TiffFile.WriteWithProfile(1, 1, [c, m, y, k], profile: null));

        TestPictures.AssertNear([red, green, blue], decoded.Pixels.Span, tolerance: 2);
    }

    [Theory]
    [InlineData(200, 100, 50, 30)]
    [InlineData(10, 20, 220, 0)]
    [InlineData(90, 90, 90, 90)]
    public void AdobesInvertedCmykAndYcckAreReadRight(byte c, byte m, byte y, byte k)
    {
        using var expected = DecodeTiff(TiffFile.WriteWithProfile(1, 1, [c, m, y, k], profile: null));
        // Adobe stores how much light each ink leaves. YCCK is luma and chroma of the inks themselves as if they were RGB, and black as it is in CMYK.
        var luma = (0.299 * c) + (0.587 * m) + (0.114 * y);
        byte[] ycck = [Round(luma), Round(128 + ((y - luma) / 1.772)), Round(128 + ((c - luma) / 1.402)), (byte)(255 - k)];

        using var cmyk = DecodeJpeg(JpegFile.Flat([(byte)(255 - c), (byte)(255 - m), (byte)(255 - y), (byte)(255 - k)], adobeTransform: 0));
        using var transformed = DecodeJpeg(JpegFile.Flat(ycck, adobeTransform: 2));

        TestPictures.AssertNear(expected.Pixels.Span, TestPictures.PixelAt(cmyk, 4, 4), tolerance: 2);
        TestPictures.AssertNear(expected.Pixels.Span, TestPictures.PixelAt(transformed, 4, 4), tolerance: 4);

        static byte Round(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);
    }

    private Picture DecodeJpeg(byte[] jpeg) => Codec.Decode(jpeg, ImageFormat.Jpeg, DecodeOptions.FullSize);

    /// <summary>A picture of one colour, with a profile if it is not null.</summary>
    private byte[] WriteFlat(ImageFormat format, byte[] pixel, byte[]? profile)
    {
        byte[] pixels = [.. Enumerable.Repeat(pixel, FlatSide * FlatSide).SelectMany(channels => channels)];
        switch (format)
        {
            case ImageFormat.Tiff:
                return TiffFile.WriteWithProfile(FlatSide, FlatSide, pixels, profile);
            case ImageFormat.Png:
                return profile is null
                    ? PngFile.Write(FlatSide, FlatSide, 8, PngFile.Rgb, pixels)
                    : PngFile.Write(FlatSide, FlatSide, 8, PngFile.Rgb, pixels, PngFile.Profile(profile));
            default:
                var buffer = new PixelBuffer(FlatSide, FlatSide, 3);
                pixels.CopyTo(buffer.Span);
                using (var picture = new Picture(buffer))
                {
                    var file = Codec.Encode(picture, new EncodeOptions(format, 98));
                    return profile is null ? file : format switch
                    {
                        ImageFormat.Jpeg => JpegFile.WithProfile(file, profile),
                        ImageFormat.WebP => WebPProfile.AddTo(file, profile, FlatSide, FlatSide),
                        _ => AvifFile.WithProfile(file, profile),
                    };
                }
        }
    }
}
