using Pipeline.Cloud.Tuning;
using Pipeline.Codecs;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Pictures;

namespace Pipeline.Aws.Tests.Cloud.Tuning;

/// <summary>The header is read as Validate reads it, but without an image library.</summary>
public sealed class PhotoHeaderTests
{
    [MaterialTheory("images/camera-12mp.jpg", "images/photo.heic", "images/photo.avif", "images/orientation-6.jpg", "images/palette.png", "images/alpha-1024x768.png")]
    [InlineData("camera-12mp.jpg")]
    [InlineData("photo.heic")]
    [InlineData("photo.avif")]
    [InlineData("orientation-3.jpg")]
    [InlineData("orientation-6.jpg")]
    [InlineData("palette.png")]
    [InlineData("alpha-1024x768.png")]
    public void PhotosHaveTheSizeThatTheCodecFinds(string name)
    {
        byte[] content = File.ReadAllBytes(Path.Combine(Repository.Material!, "images", name));
        AssertAsTheCodec(content);
    }

    [Fact]
    public void WrittenFilesHaveTheSizeThatTheCodecFinds()
    {
        AssertAsTheCodec(SyntheticImages.Jpeg(640, 480));
        AssertAsTheCodec(SyntheticImages.Png(31, 57));
    }

    /// <summary>A primary item with a tile that is larger, a clean aperture and a quarter turn; identifiers and numbers of properties of either length.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PropertiesOfThePrimaryItemCount(bool isLong)
    {
        byte[] Number(int value) => isLong ? [0, 0, 0, (byte)value] : [0, (byte)value];
        byte[] Index(int value) => isLong ? [0x80, (byte)value] : [(byte)(0x80 | value)];
        byte version = isLong ? (byte)1 : (byte)0;
        byte[] meta =
        [
            0, 0, 0, 0,
            .. Box("pitm", [version, 0, 0, 0, .. Number(2)]),
            .. Box("iprp", [
                .. Box("ipco", [.. Box("ispe", [0, 0, 0, 0, .. Long(9_000), .. Long(8_000)]), .. Box("ispe", [0, 0, 0, 0, .. Long(402), .. Long(302)]), .. Box("clap", [.. Long(802), .. Long(2), .. Long(301), .. Long(1), .. new byte[16]]), .. Box("irot", 1)]),
                .. Box("ipma", [version, 0, 0, version, .. Long(2), .. Number(1), 1, .. Index(1), .. Number(2), 3, .. Index(2), .. Index(3), .. Index(4)]),
            ]),
        ];

        Assert.Equal(new(301, 401), HeifPhoto.Read(meta));
        Assert.All(Enumerable.Range(0, meta.Length), length => Assert.True(HeifPhoto.Read(meta.AsMemory(0, length)) is null or { Width: > 0, Height: > 0 }));
    }

    [Theory]
    [InlineData("plain text")]
    [InlineData("GIF89a and so on")]
    [InlineData("")]
    public void OtherFilesAreNoPhotos(string content) => Assert.Null(PhotoHeader.Read(System.Text.Encoding.ASCII.GetBytes(content)));

    [Fact]
    public void CutHeadersAreNoPhotos()
    {
        Assert.Null(PhotoHeader.Read(SyntheticImages.Jpeg(640, 480)[..40]));
        Assert.Null(PhotoHeader.Read(SyntheticImages.Png(31, 57)[..20]));
    }

    private static byte[] Box(string type, params byte[] content) => [.. Long(content.Length + 8), .. System.Text.Encoding.ASCII.GetBytes(type), .. content];

    private static byte[] Long(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static void AssertAsTheCodec(byte[] content)
    {
        var expected = ImageCodecs.Create(CodecSelection.Both).Inspect(content, FormatSniffer.Sniff(content)!.Value);

        var found = PhotoHeader.Read(content)!;

        Assert.Equal((expected.Format, expected.Width, expected.Height, expected.Orientation), (found.Format, found.Width, found.Height, found.Orientation));
    }
}
