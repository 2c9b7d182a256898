using Pipeline.Imaging.Orientation;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Placeholders;

namespace Pipeline.Tests.Imaging.Placeholders;

public sealed class PlaceholderGeneratorTests
{
    [Fact]
    public void DominantColourIsTheMeanOfTheFullestBin()
    {
        using var picture = SyntheticPictures.FromFunction(50, 40, 3, (x, _, c) => x < 30 ? new[] { 200, 60, 32 + x % 2 * 2 }[c] : x * 5);

        using var decoded = new Picture(picture);

        Assert.Equal("#c83c21", PlaceholderGenerator.Generate(decoded).DominantColour);
    }

    [Fact]
    public void TransparentPixelsDoNotCountTowardsTheDominantColour()
    {
        using var picture = SyntheticPictures.FromFunction(40, 40, 4, (x, _, c) => c == 3 ? (x < 30 ? 0 : 255) : (x < 30 ? 250 : 20));

        Assert.Equal(new Colour(20, 20, 20), DominantColour.Compute(picture));
    }

    [Fact]
    public void PlaceholderShowsTheUprightFirstFrame()
    {
        using var upright = SyntheticPictures.Photograph(120, 90, 3);
        using var stored = OrientationTransform.Apply(upright, 8);
        using var stack = new PixelBuffer(stored.Width, stored.Height * 2, 3);
        stack.Span.Fill(255);
        stored.Span.CopyTo(stack.Span);
        using var decoded = new Picture(stack, 2, [100, 100], 0);
        using var still = new Picture(upright);

        Assert.Equal(PlaceholderGenerator.Generate(still), PlaceholderGenerator.Generate(decoded, orientation: 6));
    }
}
