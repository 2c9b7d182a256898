using Pipeline.Imaging.Geometry;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Tests.Imaging.Geometry;

public sealed class WatermarkPlacementTests
{
    [Theory]
    [InlineData(Gravity.SouthEast, 624, 534)]
    [InlineData(Gravity.NorthWest, 16, 16)]
    [InlineData(Gravity.North, 320, 16)]
    [InlineData(Gravity.West, 16, 275)]
    [InlineData(Gravity.Centre, 320, 275)]
    public void WatermarkIsInItsCornerWithTheMargin(Gravity position, int x, int y) => Assert.Equal(
        new WatermarkPlacement(x, y, 160, 50), WatermarkPlacement.Plan(new("", position), 320, 100, 800, 600));

    [Theory]
    [InlineData(50, 320, 100, 40, 40, 16, 19, 8, 3)]
    [InlineData(16, 100, 100, 1, 1, 0, 0, 1, 1)]
    [InlineData(16, 10, 4000, 100, 100, 83, 16, 1, 68)]
    [InlineData(0, 10, 4000, 100, 100, 99, 0, 1, 100)]
    public void WatermarkIsAlwaysInsideWhateverTheSizes(int margin, int imageWidth, int imageHeight, int width, int height, int x, int y, int w, int h)
    {
        var placement = WatermarkPlacement.Plan(new("", Margin: margin), imageWidth, imageHeight, width, height);

        Assert.Equal(new WatermarkPlacement(x, y, w, h), placement);
    }
}
