using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Magick;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Files;
using Pipeline.Vips;

namespace Pipeline.Tests.Magick;

/// <summary>What one codec cannot read faithfully, the other one reads; the contract tests that each reads right or refuses.</summary>
public sealed class TiffOfEveryKindTests
{
    private static readonly IImageCodec[] Codecs = [new VipsCodec(), new MagickCodec()];

    [Fact]
    public void TiffOfEachKindIsReadByAtLeastOneCodec()
    {
        var refused = TiffVariants.All.Where(variant => ReadersOf(variant.Value.File).Count == 0).Select(variant => variant.Key);

        Assert.Equal(TiffVariants.RefusedByAll.Order(StringComparer.Ordinal), refused.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("RGB with straight alpha, 16 bits, little-endian")]
    [InlineData("grey with straight alpha, 8 bits, big-endian")]
    [InlineData("CMYK white with alpha, 8 bits, little-endian")]
    [InlineData("palette of 8 bits")]
    [InlineData("private tag of an unknown type")]
    public void CommonTiffIsReadByBothCodecs(string kind) => Assert.Equal(2, ReadersOf(TiffVariants.All[kind].File).Count);

    [MaterialTheory("images/faults/tiff-rgba-alpha.tif", "images/faults/tiff-float-0-1.tif", "images/faults/tiff-gray4-miniswhite.tif")]
    [InlineData("tiff-rgba-alpha.tif", true)]
    [InlineData("tiff-float-0-1.tif", false)]
    [InlineData("tiff-gray4-miniswhite.tif", false)]
    public void FaultyTiffIsReadByAtLeastOneCodec(string name, bool hasAlpha)
    {
        var file = File.ReadAllBytes(Path.Combine(Repository.Material!, "images", "faults", name));
        var readers = ReadersOf(file);

        Assert.NotEmpty(readers);
        Assert.All(readers, codec =>
        {
            using var decoded = codec.Decode(file, ImageFormat.Tiff, DecodeOptions.FullSize);
            Assert.Equal(hasAlpha, decoded.Pixels.HasAlpha);
            Assert.InRange(decoded.Pixels.Span.ToArray().Distinct().Count(), 3, 256);
        });
    }

    private static List<IImageCodec> ReadersOf(byte[] file) =>
        [.. Codecs.Where(codec => codec.FindUnsupportedFeature(file, ImageFormat.Tiff) is null)];
}
