using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Geometry;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Tests.Imaging.Geometry;

public sealed class GeometryPlannerTests
{
    [Theory]
    [InlineData(4032, 3024, 800, null, 800, 600)]
    [InlineData(4032, 3024, null, 600, 800, 600)]
    [InlineData(4032, 3024, 800, 800, 800, 600)]
    [InlineData(4032, 3024, 5000, null, 4032, 3024)]
    [InlineData(4032, 3024, null, null, 4032, 3024)]
    [InlineData(10000, 1, 100, null, 100, 1)]
    [InlineData(1, 10000, 100, 100, 1, 100)]
    [InlineData(65000, 65000, null, null, 16383, 16383)]
    public void InsideKeepsTheAspectRatio(int width, int height, int? boxWidth, int? boxHeight, int expectedWidth, int expectedHeight)
    {
        var plan = GeometryPlanner.Plan(Jpeg(width, height), new Rendition("r", boxWidth, boxHeight));

        Assert.Equal((expectedWidth, expectedHeight), (plan.Width, plan.Height));
        Assert.Equal(Region.Whole(width, height), plan.Crop);
        Assert.False(plan.IsPadded);
    }

    [Theory]
    [InlineData(Fit.Inside)]
    [InlineData(Fit.Cover)]
    [InlineData(Fit.Contain)]
    [InlineData(Fit.Fill)]
    public void OneDimensionKeepsTheAspectRatioForEveryFit(Fit fit)
    {
        var plan = GeometryPlanner.Plan(Jpeg(400, 300), new Rendition("r", 200, Fit: fit));

        Assert.Equal((200, 150), (plan.CanvasWidth, plan.CanvasHeight));
        Assert.Equal(Region.Whole(400, 300), plan.Crop);
    }

    [Theory]
    [InlineData(Gravity.Centre, 50, 0)]
    [InlineData(Gravity.West, 0, 0)]
    [InlineData(Gravity.NorthEast, 100, 0)]
    [InlineData(Gravity.South, 50, 0)]
    public void CoverCropsTheWidthByGravity(Gravity gravity, double x, double y)
    {
        var plan = GeometryPlanner.Plan(Jpeg(400, 300), new Rendition("r", 100, 100, Fit.Cover, gravity));

        Assert.Equal((100, 100), (plan.Width, plan.Height));
        Assert.Equal(new Region(x, y, 300, 300), plan.Crop);
    }

    [Theory]
    [InlineData(400, 300, 0.5, 0.5, 50, 0)]
    [InlineData(400, 300, 0.375, 0.9, 0, 0)]
    [InlineData(400, 300, 0.45, 0, 30, 0)]
    [InlineData(400, 300, 0, 0.5, 0, 0)]
    [InlineData(400, 300, 1, 0.5, 100, 0)]
    [InlineData(300, 400, 0.9, 0.45, 0, 30)]
    [InlineData(300, 400, 0.9, 1, 0, 100)]
    public void FocalPointIsAsCloseToTheMiddleOfTheCropAsThePictureAllows(int width, int height, double focalX, double focalY, double x, double y)
    {
        var plan = GeometryPlanner.Plan(Jpeg(width, height), new Rendition("r", 100, 100, Fit.Cover, Gravity.Focal, FocalPoint: new(focalX, focalY)));

        Assert.Equal((x, y), (Math.Round(plan.Crop.X, 9), Math.Round(plan.Crop.Y, 9)));
        Assert.Equal((300, 300), (plan.Crop.Width, plan.Crop.Height));
        Assert.False(plan.IsPlacedByAttention);
    }

    [Fact]
    public void FocalPointIsOneOfTheUprightPicture()
    {
        var turned = new ImageInfo(ImageFormat.Jpeg, 400, 300, Orientation: 6);

        var plan = GeometryPlanner.Plan(turned, new Rendition("r", 100, 100, Fit.Cover, Gravity.Focal, FocalPoint: new(0.9, 0.45)));

        Assert.Equal(new Region(0, 30, 300, 300), plan.Crop with { Y = Math.Round(plan.Crop.Y, 9) });
    }

    [Fact]
    public void WithoutAFocalPointTheCropIsPlacedByAttention() => Assert.Equal(
        GeometryPlanner.Plan(Jpeg(400, 300), new Rendition("r", 100, 100, Fit.Cover, Gravity.Attention)),
        GeometryPlanner.Plan(Jpeg(400, 300), new Rendition("r", 100, 100, Fit.Cover, Gravity.Focal)));

    [Theory]
    [InlineData(Gravity.Centre, 50)]
    [InlineData(Gravity.NorthWest, 0)]
    [InlineData(Gravity.SouthEast, 100)]
    [InlineData(Gravity.East, 50)]
    public void CoverCropsTheHeightByGravity(Gravity gravity, double y)
        => Assert.Equal(
            new Region(0, y, 300, 300),
            GeometryPlanner.Plan(Jpeg(300, 400), new Rendition("r", 100, 100, Fit.Cover, gravity)).Crop);

    [Theory]
    [InlineData(Fit.Inside, 300, 200, 300, 200)]
    [InlineData(Fit.Cover, 300, 188, 300, 188)]
    [InlineData(Fit.Contain, 300, 200, 400, 250)]
    [InlineData(Fit.Fill, 300, 188, 300, 188)]
    public void SmallerOriginalsAreNotEnlarged(Fit fit, int width, int height, int canvasWidth, int canvasHeight)
    {
        var plan = GeometryPlanner.Plan(Jpeg(300, 200), new Rendition("r", 400, 250, fit));

        Assert.Equal((width, height), (plan.Width, plan.Height));
        Assert.Equal((canvasWidth, canvasHeight), (plan.CanvasWidth, plan.CanvasHeight));
    }

    [Theory]
    [InlineData(Fit.Inside, 600, 400)]
    [InlineData(Fit.Cover, 800, 400)]
    [InlineData(Fit.Contain, 600, 400)]
    [InlineData(Fit.Fill, 800, 400)]
    public void SmallerOriginalsAreEnlargedOnRequest(Fit fit, int width, int height)
    {
        var plan = GeometryPlanner.Plan(Jpeg(300, 200), new Rendition("r", 800, 400, fit, Enlarge: true));

        Assert.Equal((width, height), (plan.Width, plan.Height));
    }

    [Theory]
    [InlineData(Gravity.Centre, 0, 25)]
    [InlineData(Gravity.North, 0, 0)]
    [InlineData(Gravity.SouthEast, 0, 50)]
    public void ContainPadsToTheBoxByGravity(Gravity gravity, int x, int y)
    {
        var plan = GeometryPlanner.Plan(Jpeg(400, 300), new Rendition("r", 200, 200, Fit.Contain, gravity));

        Assert.Equal((200, 150, 200, 200, x, y), (plan.Width, plan.Height, plan.CanvasWidth, plan.CanvasHeight, plan.OffsetX, plan.OffsetY));
        Assert.True(plan.IsPadded);
    }

    [Fact]
    public void DecodeSizeCoversTheTargetInStoredOrientation()
    {
        var plan = GeometryPlanner.Plan(Jpeg(4032, 3024, orientation: 6), new Rendition("r", 300, 300, Fit.Cover));

        // Upright 3024 x 4032: 300 across means 400 down, which is the stored width.
        Assert.Equal((400, 300), (plan.MinDecodeWidth, plan.MinDecodeHeight));
        Assert.Equal(new Region(0, 504, 3024, 3024), plan.Crop);
    }

    [Fact]
    public void DecodeSizeNeverExceedsTheOriginal()
    {
        var plan = GeometryPlanner.Plan(Jpeg(300, 200), new Rendition("r", 900, Enlarge: true));

        Assert.Equal((300, 200), (plan.MinDecodeWidth, plan.MinDecodeHeight));
    }

    [Fact]
    public void EveryPlanIsWithinBounds()
    {
        var random = new Random(5);
        int Length() => 1 + (int)Math.Pow(random.NextDouble() * 30, random.Next(1, 4));
        for (var i = 0; i < 20_000; i++)
        {
            var source = Jpeg(Length(), Length(), random.Next(1, 9));
            var rendition = new Rendition(
                "r", random.Next(4) == 0 ? null : Math.Min(16383, Length()), random.Next(4) == 0 ? null : Math.Min(16383, Length()),
                (Fit)random.Next(4), (Gravity)random.Next(10), Enlarge: random.Next(2) == 0);
            var plan = GeometryPlanner.Plan(source, rendition);

            Assert.InRange(plan.Width, 1, plan.CanvasWidth);
            Assert.InRange(plan.Height, 1, plan.CanvasHeight);
            Assert.InRange(Math.Max(plan.CanvasWidth, plan.CanvasHeight), 1, GeometryPlanner.MaxDimension);
            Assert.InRange(plan.OffsetX, 0, plan.CanvasWidth - plan.Width);
            Assert.InRange(plan.OffsetY, 0, plan.CanvasHeight - plan.Height);
            Assert.InRange(plan.MinDecodeWidth, 1, source.Width);
            Assert.InRange(plan.MinDecodeHeight, 1, source.Height);
            Assert.True(plan.Crop is { X: >= 0, Y: >= 0, Width: > 0, Height: > 0 });
            Assert.True(plan.Crop.X + plan.Crop.Width <= source.UprightWidth + 1e-6);
            Assert.True(plan.Crop.Y + plan.Crop.Height <= source.UprightHeight + 1e-6);
            if (!rendition.Enlarge)
            {
                Assert.True(plan.Width <= Math.Ceiling(plan.Crop.Width) && plan.Height <= Math.Ceiling(plan.Crop.Height), $"{source} {rendition} {plan}");
            }
        }
    }

    private static ImageInfo Jpeg(int width, int height, int orientation = 1) => new(ImageFormat.Jpeg, width, height, Orientation: orientation);
}
