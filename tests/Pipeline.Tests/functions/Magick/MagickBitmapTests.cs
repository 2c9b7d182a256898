using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Magick;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Magick;

/// <summary>BMPs of every kind, 4 x 2 pixels: the upper row is red, the lower row blue.</summary>
public sealed class MagickBitmapTests
{
    private static readonly Lazy<MagickCodec> Shared = new(() => new());

    private static readonly byte[][] Palette = [[0, 0, 255], [255, 0, 0]];

    // Bottom row first.
    private static readonly byte[] Rows24 = [.. Row([255, 0, 0]), .. Row([0, 0, 255])];
    private static readonly byte[] Rows32 = [.. Row([255, 0, 0, 255]), .. Row([0, 0, 255, 128])];

    public static TheoryData<string> Kinds => [.. Files.Keys];

    private static Dictionary<string, BmpFile> Files { get; } = new()
    {
        ["1 bit"] = new(4, 2, 40, 1, [0xF0, 0, 0, 0, 0, 0, 0, 0]) { Palette = Palette },
        ["4 bits"] = new(4, 2, 40, 4, [0x11, 0x11, 0, 0, 0, 0, 0, 0]) { Palette = Palette },
        ["8 bits"] = new(4, 2, 40, 8, [1, 1, 1, 1, 0, 0, 0, 0]) { Palette = Palette },
        ["16 bits"] = new(4, 2, 40, 16, [.. Row([0x1F, 0]), .. Row([0, 0x7C])]),
        ["24 bits"] = new(4, 2, 40, 24, Rows24),
        ["32 bits"] = new(4, 2, 40, 32, [.. Row([255, 0, 0, 0]), .. Row([0, 0, 255, 0])]),
        ["top down"] = new(4, 2, 40, 24, [.. Row([0, 0, 255]), .. Row([255, 0, 0])]) { IsTopDown = true },
        ["run lengths of 8 bits"] = new(4, 2, 40, 8, [4, 1, 0, 0, 4, 0, 0, 1]) { Palette = Palette, Compression = 1 },
        ["run lengths of 4 bits"] = new(4, 2, 40, 4, [4, 0x11, 0, 0, 4, 0, 0, 1]) { Palette = Palette, Compression = 2 },
        ["OS/2, 24 bits"] = new(4, 2, 12, 24, Rows24),
        ["OS/2, 8 bits"] = new(4, 2, 12, 8, [1, 1, 1, 1, 0, 0, 0, 0]) { Palette = [Palette[0], Palette[1], .. Enumerable.Repeat(Palette[0], 254)] },
        ["OS/2 2, 24 bits"] = new(4, 2, 64, 24, Rows24),
        ["masks of 16 bits"] = new(4, 2, 40, 16, [.. Row([0x1F, 0]), .. Row([0, 0xF8])]) { Compression = 3, Masks = [0xF800, 0x07E0, 0x001F] },
        ["masks of 32 bits"] = new(4, 2, 40, 32, [.. Row([0, 0, 255, 0]), .. Row([255, 0, 0, 0])]) { Compression = 3, Masks = [0x0000FF, 0x00FF00, 0xFF0000] },
        ["version 4"] = new(4, 2, 108, 24, Rows24),
        ["version 5"] = new(4, 2, 124, 24, Rows24),
    };

    private static MagickCodec Codec => Shared.Value;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void BitmapOfEveryKindIsRead(string kind) => AssertRead(Files[kind].Write());

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(1_000_000)]
    [InlineData(-1)]
    public void LengthInTheHeaderIsNotBelieved(int claimed)
    {
        AssertRead((Files["24 bits"] with { ClaimedLength = claimed }).Write());
        AssertRead((Files["run lengths of 8 bits"] with { ClaimedLength = claimed }).Write());
        AssertRead((Files["OS/2, 24 bits"] with { ClaimedLength = claimed }).Write());
    }

    [Fact]
    public void BytesAfterThePixelsAreIgnored() => AssertRead([.. Files["24 bits"].Write(), 1, 2]);

    [Theory]
    [InlineData(56)]
    [InlineData(108)]
    [InlineData(124)]
    public void AlphaMaskIsTransparency(int header)
    {
        var bitmap = new BmpFile(4, 2, header, 32, Rows32) { Compression = 3, Masks = [0xFF0000, 0x00FF00, 0x0000FF, 0xFF000000] }.Write();

        Assert.Equal(new ImageInfo(ImageFormat.Bmp, 4, 2, HasAlpha: true), Codec.Inspect(bitmap, ImageFormat.Bmp));
        using var decoded = Codec.Decode(bitmap, ImageFormat.Bmp, DecodeOptions.FullSize);
        Assert.Equal([255, 0, 0, 128], TestPictures.PixelAt(decoded, 1, 0));
        Assert.Equal([0, 0, 255, 255], TestPictures.PixelAt(decoded, 1, 1));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(1_000_000)]
    public void MissingPixelsAreCorruptWhateverTheHeaderClaims(int? claimed)
    {
        var bitmap = (Files["24 bits"] with { ClaimedLength = claimed }).Write();

        Assert.Throws<CorruptImageException>(() => Codec.Decode(bitmap.AsMemory(0, bitmap.Length - 10), ImageFormat.Bmp, DecodeOptions.FullSize).Dispose());
    }

    [Theory]
    [InlineData(40, 4, "a JPEG in place of pixels")]
    [InlineData(40, 5, "a PNG in place of pixels")]
    [InlineData(108, 4, "a JPEG in place of pixels")]
    [InlineData(124, 5, "a PNG in place of pixels")]
    [InlineData(64, 3, "Huffman codes of OS/2")]
    [InlineData(64, 4, "run lengths of 24 bits")]
    public void PixelsThatOnlyPrintersAndOs2ReadAreUnsupported(int header, int compression, string feature)
    {
        var bitmap = new BmpFile(4, 2, header, 24, [1, 2, 3, 4]) { Compression = compression }.Write();

        Assert.Equal(feature, Codec.FindUnsupportedFeature(bitmap, ImageFormat.Bmp));
        var exception = Assert.Throws<UnsupportedImageException>(() => Codec.Inspect(bitmap, ImageFormat.Bmp));
        Assert.Contains(feature, exception.Message, StringComparison.Ordinal);
        Assert.Throws<UnsupportedImageException>(() => Codec.Decode(bitmap, ImageFormat.Bmp, DecodeOptions.FullSize).Dispose());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    [InlineData("a JPEG in place of pixels")]
    [InlineData("a PNG in place of pixels")]
    public void CutHeaderIsAFaultOfTheFile(string kind)
    {
        var bitmap = Files.GetValueOrDefault(kind, new(4, 2, 40, 24, [1, 2]) { Compression = kind.Contains("JPEG", StringComparison.Ordinal) ? 4 : 5 }).Write();

        for (var length = 1; length < bitmap.Length; length++)
        {
            var cut = bitmap[..length];
            var exception = Record.Exception(() => Codec.Inspect(cut, ImageFormat.Bmp));
            Assert.True(exception is null or CorruptImageException or UnsupportedImageException, $"{length} bytes: {exception}");
            exception = Record.Exception(() => Codec.Decode(cut, ImageFormat.Bmp, DecodeOptions.FullSize).Dispose());
            Assert.True(exception is CorruptImageException or UnsupportedImageException || HasAllPixels(kind, length), $"{length} bytes: {exception}");
        }

        bool HasAllPixels(string name, int length) => name.StartsWith("run lengths", StringComparison.Ordinal) && length > bitmap.Length - 4;
    }

    [MaterialFact("images/faults/bmp-2-trailing-bytes.bmp")]
    public void BitmapWithTrailingBytesIsRead()
    {
        var file = File.ReadAllBytes(Path.Combine(Repository.Material!, "images/faults/bmp-2-trailing-bytes.bmp"));

        using var decoded = Codec.Decode(file, ImageFormat.Bmp, DecodeOptions.FullSize);

        Assert.Equal(new ImageInfo(ImageFormat.Bmp, 96, 72), Codec.Inspect(file, ImageFormat.Bmp));
        Assert.Equal((96, 72), (decoded.Width, decoded.FrameHeight));
    }

    private static void AssertRead(byte[] bitmap)
    {
        Assert.Equal(new ImageInfo(ImageFormat.Bmp, 4, 2), Codec.Inspect(bitmap, ImageFormat.Bmp));
        using var decoded = Codec.Decode(bitmap, ImageFormat.Bmp, DecodeOptions.FullSize);
        for (var x = 0; x < 4; x++)
        {
            Assert.Equal([255, 0, 0], TestPictures.PixelAt(decoded, x, 0));
            Assert.Equal([0, 0, 255], TestPictures.PixelAt(decoded, x, 1));
        }
    }

    /// <summary>Four pixels of one colour. Their length is a multiple of four.</summary>
    private static byte[] Row(byte[] pixel) => [.. Enumerable.Repeat(pixel, 4).SelectMany(bytes => bytes)];
}
