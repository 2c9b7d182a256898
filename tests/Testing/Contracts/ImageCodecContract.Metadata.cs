using System.Text;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;

namespace Pipeline.Testing.Contracts;

public abstract partial class ImageCodecContract
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(6, 6)]
    [InlineData(8, 8)]
    [InlineData(0, 1)]
    [InlineData(9, 1)]
    [InlineData(60000, 1)]
    public void OrientationIsReportedAndNotApplied(int stored, int reported)
    {
        var jpeg = JpegWithExif((ushort)stored, "Jane Doe"u8);

        var info = Codec.Inspect(jpeg, ImageFormat.Jpeg);
        using var decoded = Codec.Decode(jpeg, ImageFormat.Jpeg, DecodeOptions.FullSize);

        Assert.Equal((40, 30, reported), (info.Width, info.Height, info.Orientation));
        Assert.Equal((40, 30), (decoded.Width, decoded.FrameHeight));
    }

    [Theory]
    [InlineData("Jane Doe")]
    [InlineData("© 2026 Jörg Müller (all rights reserved), ASCII, 9 components, 9 bytes)")]
    [InlineData("写真")]
    public void CopyrightIsReported(string notice)
    {
        var jpeg = JpegWithExif(1, Encoding.UTF8.GetBytes(notice));

        Assert.Equal(notice, Codec.Inspect(jpeg, ImageFormat.Jpeg).Copyright);
    }

    [Fact]
    public void BlankCopyrightIsNull() => Assert.Null(Codec.Inspect(JpegWithExif(1, "        "u8), ImageFormat.Jpeg).Copyright);

    [Theory]
    [MemberData(nameof(CommonFormats))]
    public void MetadataIsDropped(ImageFormat format)
    {
        using var decoded = Codec.Decode(JpegWithExif(6, "Jane Doe"u8), ImageFormat.Jpeg, DecodeOptions.FullSize);
        var encoded = Codec.Encode(decoded, new EncodeOptions(format, 80));

        Assert.Equal(new ImageInfo(format, 40, 30), Codec.Inspect(encoded, format));
        var text = Encoding.Latin1.GetString(encoded);
        foreach (var trace in new[] { "Exif", "eXIf", "EXIF", "ICC_PROFILE", "iCCP", "Jane", "http" })
        {
            Assert.DoesNotContain(trace, text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(CommonFormats))]
    public void OnlyCopyrightIsWrittenOnRequest(ImageFormat format)
    {
        const string notice = "© 2026 Jörg Müller (Berlin)";
        using var decoded = Codec.Decode(JpegWithExif(6, "Jane Doe"u8), ImageFormat.Jpeg, DecodeOptions.FullSize);
        var encoded = Codec.Encode(decoded, new EncodeOptions(format, 80, notice));

        Assert.Equal(new ImageInfo(format, 40, 30, Copyright: notice), Codec.Inspect(encoded, format));
        Assert.DoesNotContain("Jane", Encoding.Latin1.GetString(encoded), StringComparison.Ordinal);
    }

    private byte[] JpegWithExif(ushort orientation, ReadOnlySpan<byte> copyright)
    {
        using var picture = TestPictures.Gradient(40, 30);
        var jpeg = Codec.Encode(picture, new EncodeOptions(ImageFormat.Jpeg, 90));
        return JpegFile.WithExif(jpeg, TiffFile.WriteExif(orientation, copyright.ToArray()));
    }
}
