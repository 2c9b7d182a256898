using Pipeline.Core.Renditions;
using Pipeline.Core.Resizing;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Rendering;
using Pipeline.Imaging.Renditions;
using Pipeline.Imaging.Resampling;
using Pipeline.Tests.Imaging;

namespace Pipeline.Tests.Core.Resizing;

public sealed class CommonSizeTests
{
    private static readonly ImageInfo Source = new(ImageFormat.Jpeg, 803, 601, Orientation: 6);

    private static readonly DecodeOptions Shared = RenditionPlanner.PlanSharedDecode(Source, new([Large, Small, Crop]));

    private static Rendition Large => new("large", 400);

    private static Rendition Small => new("small", 200);

    private static Rendition Crop => new("crop", 100, 90, Fit.Cover, Gravity.North);

    [Fact]
    public void RenditionOfTheCommonSizeIsBitIdentical()
    {
        using var decoded = new Picture(SyntheticPictures.Photograph(803, 601, 3));
        using var common = CommonSize.Resample(decoded, Source, Shared);

        using var expected = RenditionRenderer.Render(decoded, Source, Large, ImageFormat.Jpeg);
        using var actual = RenditionRenderer.Render(common, Source, Large, ImageFormat.Jpeg);

        Assert.True(CommonSize.IsUsefulFor(decoded, Source, Large, Shared));
        Assert.True(expected.Pixels.Span.SequenceEqual(actual.Pixels.Span));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2)]
    public void RenditionOfAtMostHalfTheCommonSizeLooksTheSame(int? shrink)
    {
        using var whole = new Picture(SyntheticPictures.Photograph(803, 601, 3));
        using var halved = new Picture(new PixelBuffer(401, 300, 3)) { Shrink = 2 };
        Resampler.Resize(whole.Pixels, new Region(0, 0, 802, 600), halved.Pixels);
        var decoded = shrink is null ? whole : halved;
        var shared = shrink is null ? Shared : new DecodeOptions(360, 270);
        using var common = CommonSize.Resample(decoded, Source, shared);

        foreach (var rendition in (Rendition[])[new("small", shrink is null ? 200 : 130), Crop])
        {
            using var expected = RenditionRenderer.Render(decoded, Source, rendition, ImageFormat.WebP);
            using var actual = RenditionRenderer.Render(common, Source, rendition, ImageFormat.WebP);

            Assert.True(CommonSize.IsUsefulFor(decoded, Source, rendition, shared));
            PictureAssert.Similar(expected.Pixels, actual.Pixels, $"common-size-{rendition.Name}");
        }
    }

    [Fact]
    public void RenditionLargerThanHalfTheCommonSizeIsMadeFromTheDecode()
    {
        using var decoded = new Picture(SyntheticPictures.Photograph(803, 601, 3));

        Assert.False(CommonSize.IsUsefulFor(decoded, Source, new("r", 201), Shared));
        Assert.False(CommonSize.IsUsefulFor(decoded, Source, new("r", 400, 400, Fit.Cover), Shared));
    }

    [Fact]
    public void DecodeOfTheCommonSizeIsUsedDirectly()
    {
        using var decoded = new Picture(new PixelBuffer(Shared.MinWidth, Shared.MinHeight, 3));

        Assert.False(CommonSize.IsUsefulFor(decoded, Source, Large, Shared));
        Assert.False(CommonSize.IsUsefulFor(decoded, Source, Small, Shared));
    }

    [Fact]
    public void AnimationKeepsItsFrames()
    {
        using var decoded = new Picture(SyntheticPictures.Photograph(80, 120, 4), 3, [10, 20, 30], 2);
        using var common = CommonSize.Resample(decoded, new(ImageFormat.Gif, 80, 40, 3, Animated: true), new(40, 20, AllFrames: true));

        Assert.Equal((40, 20, 3, 2), (common.Width, common.FrameHeight, common.Frames, common.LoopCount));
        Assert.Equal([10, 20, 30], common.DelaysMilliseconds);
    }
}
