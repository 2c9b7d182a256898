using Pipeline.Core.Renditions;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;

namespace Pipeline.Tests.Core.Renditions;

public sealed class RenditionPlannerTests
{
    private static readonly ImageInfo Photograph = new(ImageFormat.Jpeg, 4032, 3024);

    [Fact]
    public void JpegIsDecodedWholeIfHalfIsBarelyEnough() =>
        Assert.Equal(new DecodeOptions(4032, 3024), RenditionPlanner.PlanDecode(Photograph, new("r", 1600)));

    [Theory]
    [InlineData(1344, 1344, 1008)]
    [InlineData(800, 800, 600)]
    [InlineData(2017, 2017, 1513)]
    public void JpegDecodeOtherwiseAsksForTheTargetSize(int width, int minWidth, int minHeight) =>
        Assert.Equal(new DecodeOptions(minWidth, minHeight), RenditionPlanner.PlanDecode(Photograph, new("r", width)));

    [Fact]
    public void PngDecodeAsksForTheTargetSize() =>
        Assert.Equal(new DecodeOptions(1600, 1200), RenditionPlanner.PlanDecode(Photograph with { Format = ImageFormat.Png }, new("r", 1600)));

    [Fact]
    public void LargeJpegDecodeAsksForTheTargetSizeToSaveMemory() =>
        Assert.Equal(new DecodeOptions(3000, 2250), RenditionPlanner.PlanDecode(new(ImageFormat.Jpeg, 8000, 6000), new("r", 3000)));

    [Fact]
    public void SharedDecodeIsAsLargeAsTheLargestRenditionNeeds() =>
        Assert.Equal(new DecodeOptions(1600, 1200), RenditionPlanner.PlanSharedDecode(Photograph, RenditionSet.Default));

    [Fact]
    public void SingleRenditionOfASetIsPlannedAlone()
    {
        Assert.True(Assert.Single(RenditionPlanner.Plan(Photograph, new([new("r", 320)]), "p/")).Alone);
        Assert.DoesNotContain(RenditionPlanner.Plan(Photograph, RenditionSet.Default, "p/"), plan => plan.Alone);
    }
}
