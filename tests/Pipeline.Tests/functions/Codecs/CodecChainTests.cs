using Pipeline.Codecs;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Rendering;
using Pipeline.Imaging.Renditions;
using Pipeline.Magick;
using Pipeline.Testing.Pictures;
using Pipeline.Vips;

namespace Pipeline.Tests.Codecs;

public sealed class CodecChainTests
{
    private readonly VipsCodec _vips = new();
    private readonly MagickOnDemand _magick = new();
    private readonly CodecChain _chain;

    public CodecChainTests() => _chain = new(_vips, _magick);

    [Fact]
    public void ReadsWhatEitherCodecReads() =>
        Assert.Equal(_vips.DecodableFormats.Union(_magick.DecodableFormats).Order(), _chain.DecodableFormats.Order());

    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.WebP)]
    [InlineData(ImageFormat.Avif)]
    public void FilesThatLibvipsReadsDoNotLoadImageMagick(ImageFormat format)
    {
        using var picture = TestPictures.Gradient(64, 48);
        var options = new EncodeOptions(format, 80);

        var encoded = _chain.Encode(picture, options);
        _ = _chain.Inspect(encoded, format);
        using var decoded = _chain.Decode(encoded, format, DecodeOptions.FullSize);

        Assert.Equal(_vips.Encode(picture, options), encoded);
        Assert.False(_magick.IsLoaded);
    }

    [Fact]
    public void FormatThatLibvipsDoesNotReadIsReadByImageMagick()
    {
        var bitmap = Bitmap();

        Assert.Null(_chain.FindUnsupportedFeature(bitmap, ImageFormat.Bmp));
        Assert.Equal(new ImageInfo(ImageFormat.Bmp, 1, 1), _chain.Inspect(bitmap, ImageFormat.Bmp));
        using var decoded = _chain.Decode(bitmap, ImageFormat.Bmp, DecodeOptions.FullSize);
        Assert.Equal([3, 2, 1], decoded.Pixels.Span.ToArray());
    }

    [Fact]
    public void RenditionOfAFileThatOneCodecReadsIsWrittenByTheOther()
    {
        var info = new ImageInfo(ImageFormat.Bmp, 1, 1);
        using var renderer = new StreamingRenderer(info, new Rendition("same", Width: 1));

        var result = _chain.Transcode(Bitmap(), ImageFormat.Bmp, DecodeOptions.FullSize, renderer, new(ImageFormat.Png, 80));

        using var decoded = _vips.Decode(result.Content, ImageFormat.Png, DecodeOptions.FullSize);
        Assert.Equal([3, 2, 1], decoded.Pixels.Span.ToArray());
    }

    [Theory]
    [InlineData(CodecSelection.Vips, typeof(VipsCodec))]
    [InlineData(CodecSelection.Magick, typeof(MagickCodec))]
    [InlineData(CodecSelection.Both, typeof(CodecChain))]
    public void SelectionDecidesTheCodec(CodecSelection selection, Type expected) => Assert.IsType(expected, ImageCodecs.Create(selection));

    /// <summary>One pixel, red 3, green 2, blue 1.</summary>
    private static byte[] Bitmap() =>
    [
        (byte)'B', (byte)'M', 58, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0,
        40, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 24, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        1, 2, 3, 0,
    ];
}
