using Pipeline.Core.Renditions;
using Pipeline.Core.Validation;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Headers;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Tests.Core.Validation;

public sealed class MemoryNeedTests
{
    private const long ResizeMemory = 1_769L << 20;

    [Theory]
    [InlineData(CodecSelection.Both)]
    [InlineData(CodecSelection.Vips)]
    [InlineData(CodecSelection.Magick)]
    public void DefaultLimitsFitIntoTheDefaultMemory(CodecSelection codecs)
    {
        var need = MemoryNeed.FindLargest(new(), codecs, [RenditionSet.Default]);

        Assert.True(need.Bytes <= ResizeMemory, $"{need.Kind} of {need.Pixels:N0} pixels needs {need.Bytes:N0} bytes.");
    }

    [Fact]
    public void OneLimitForEveryFormatIsBoundByTheFormatThatNeedsMost()
    {
        var need = MemoryNeed.FindLargest(new(MaxPixels: 100_000_000), CodecSelection.Both, [RenditionSet.Default]);

        Assert.Equal(("an AVIF", 100_000_000), (need.Kind, need.Pixels));
        Assert.InRange(need.Bytes, 2_100_000_000, 2_500_000_000);
    }

    [Fact]
    public void NeedIsThatOfTheLibraryThatDecodes()
    {
        var limits = new ImageLimits(MaxPixels: 50_000_000);
        var vips = MemoryNeed.FindLargest(limits, CodecSelection.Vips, [RenditionSet.Default]);
        var magick = MemoryNeed.FindLargest(limits, CodecSelection.Magick, [RenditionSet.Default]);
        var both = MemoryNeed.FindLargest(limits, CodecSelection.Both, [RenditionSet.Default]);

        Assert.NotEqual(vips.Bytes, magick.Bytes);
        Assert.InRange(both.Bytes, vips.Bytes, Math.Max(vips.Bytes, magick.Bytes));
    }

    [Fact]
    public void LargestRenditionOfAnySetCounts()
    {
        var wide = new RenditionSet([new("wide", 16_383) { Enlarge = true }]);

        var need = MemoryNeed.FindLargest(new(MaxPixels: 1_000_000), CodecSelection.Both, [RenditionSet.Default, wide]);

        Assert.InRange(need.Bytes, 2_000_000_000, long.MaxValue);
    }

    [Fact]
    public void ImageMagickNeedsMemoryForTheWholeJpegThatARenditionAloneDecodes()
    {
        var info = new ImageInfo(ImageFormat.Jpeg, 4_032, 3_024);
        var layout = new ScanLayout(IsInPasses: false, 1.5, 1);
        var set = new RenditionSet([new("large", 1_600)]);

        Assert.InRange(MemoryNeed.Compute(info, layout, 0, set, holdsWholePicture: true), 200_000_000 + (4_032L * 3_024 * 6), 320_000_000);
        Assert.InRange(MemoryNeed.Compute(info, layout, 0, set, holdsWholePicture: false), 200_000_000, 250_000_000);
    }
}
