using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;

namespace Pipeline.Tests.Imaging.Codecs;

public sealed class DamageTextTests
{
    [Theory]
    [InlineData("ImproperImageHeader `' @ error/png.c/ReadPNGImage/3956", "its header is damaged")]
    [InlineData("Not a JPEG file: starts with 0x00 0x00 `' @ error/jpeg.c/JPEGErrorHandler/614", "its header is damaged")]
    [InlineData("Cannot read TIFF header. `' @ error/tiff.c/TIFFErrors/564", "its header is damaged")]
    [InlineData("Unexpected end of file\n (2.100) `x' @ error/heic.c/IsHEIFSuccess/207", "the file ends before the picture is complete")]
    [InlineData("VipsJpeg: premature end of JPEG image", "the file ends before the picture is complete")]
    [InlineData("source: bad seek to 1024; heif: Invalid input: No 'meta' box: Cannot read full meta box (2.104)", "its table of contents is damaged")]
    [InlineData("ImageTypeNotSupported `magick-JUiFcb' @ error/heic.c/ReadHEICImage/1036", "it uses a variant of the format that cannot be read")]
    [InlineData("ColorspaceColorProfileMismatch `icc' @ error/profile.c/ProfileImage/1215", "its colour profile is damaged")]
    [InlineData("ListLengthExceedsLimit `' @ error/cache.c", "it has more frames than can be read")]
    [InlineData("libspng read error: bad CRC", "the file ends before the picture is complete")]
    [InlineData("", "its pixels cannot be decoded")]
    [InlineData("vips_image_write failed without a message", "its pixels cannot be decoded")]
    public void TextOfALibraryBecomesPlainWords(string text, string meaning) =>
        Assert.Equal($"The JPEG cannot be read: {meaning}.", DamageText.Describe(new byte[] { 0xFF, 0xD8 }, ImageFormat.Jpeg, text, isHeader: false));

    [Fact]
    public void TextThatSaysNothingNamesTheStage() =>
        Assert.Equal("The WebP cannot be read: its header is damaged.", DamageText.Describe("RIFF"u8.ToArray(), ImageFormat.WebP, "webp2vips: failed", isHeader: true));

    [Theory]
    [InlineData(ImageFormat.Jpeg, "FFD8 FFD9")]
    [InlineData(ImageFormat.Png, "00000000 49454E44 AE426082")]
    public void FileWithItsEndDoesNotEndEarly(ImageFormat format, string file) => Assert.Equal(
        $"The {format.DisplayName()} cannot be read: its compressed data are damaged.",
        DamageText.Describe(Convert.FromHexString(file.Replace(" ", "", StringComparison.Ordinal)), format, "premature end", isHeader: false));
}
