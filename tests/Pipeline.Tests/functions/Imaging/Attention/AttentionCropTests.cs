using Pipeline.Imaging.Attention;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Geometry;
using Pipeline.Imaging.Orientation;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Rendering;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Tests.Imaging.Attention;

public sealed class AttentionCropTests
{
    /// <summary>A subject of the given colour at various places, on a calm sky.</summary>
    [Theory]
    [InlineData(60, 224, 172, 105)]
    [InlineData(330, 224, 172, 105)]
    [InlineData(60, 220, 20, 30)]
    [InlineData(330, 20, 40, 220)]
    [InlineData(200, 141, 85, 36)]
    public void CropContainsTheSubject(int subjectX, int red, int green, int blue)
    {
        using var decoded = new Picture(DrawSubject(400, 150, subjectX, 75, [red, green, blue]));

        var crop = Place(decoded, 1);

        Assert.InRange(subjectX, crop.X + 30, crop.X + crop.Width - 30);
        Assert.Equal((0, 150, 150), (crop.Y, crop.Width, crop.Height));
    }

    [Fact]
    public void TexturedPartIsPreferredToACalmOne()
    {
        var random = new Random(3);
        using var decoded = new Picture(SyntheticPictures.FromFunction(
            400, 150, 3, (x, _, _) => 120 + (x > 260 && x < 360 ? 100 * (random.NextDouble() - 0.5) : 0)));

        Assert.InRange(Place(decoded, 1).X, 210, 250);
    }

    [Fact]
    public void StoredOrientationMakesNoDifference()
    {
        using var upright = new Picture(DrawSubject(400, 150, 330, 75, [220, 20, 30]));
        using var stored = new Picture(OrientationTransform.Apply(upright.Pixels, 8));

        var (expected, actual) = (Place(upright, 1), Place(stored, 6));

        Assert.InRange(actual.X, expected.X - 4, expected.X + 4);
    }

    [Fact]
    public void FlatPictureIsCroppedInTheCentre()
    {
        using var decoded = new Picture(SyntheticPictures.FromFunction(400, 150, 3, (_, _, _) => 128));

        Assert.Equal(new Region(125, 0, 150, 150), Place(decoded, 1));
    }

    [Fact]
    public void RenditionShowsTheSubject()
    {
        using var decoded = new Picture(DrawSubject(150, 400, 75, 340, [224, 172, 105]));
        var rendition = new Rendition("r", 50, 50, Fit.Cover, Gravity.Attention);

        using var picture = RenditionRenderer.Render(decoded, new ImageInfo(ImageFormat.Jpeg, 150, 400), rendition, ImageFormat.Jpeg);

        var subject = Enumerable.Range(0, 50 * 50).Count(i => picture.Pixels.Span[3 * i] > 200);
        Assert.InRange(subject, 120, 50 * 50);
    }

    private static Region Place(Picture decoded, int orientation)
    {
        var source = new ImageInfo(ImageFormat.Jpeg, decoded.Width, decoded.FrameHeight, Orientation: orientation);
        return AttentionCrop.Place(decoded, source, GeometryPlanner.Plan(source, new Rendition("r", 100, 100, Fit.Cover)).Crop);
    }

    private static PixelBuffer DrawSubject(int width, int height, int atX, int atY, int[] colour)
        => SyntheticPictures.FromFunction(width, height, 3, (x, y, c) =>
            (x - atX) * (x - atX) + (y - atY) * (y - atY) < 30 * 30 ? colour[c] : new[] { 150, 165, 180 }[c] + 20.0 * y / height);
}
