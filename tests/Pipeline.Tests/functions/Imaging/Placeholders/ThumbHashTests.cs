using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Placeholders;

namespace Pipeline.Tests.Imaging.Placeholders;

public sealed class ThumbHashTests
{
    /// <summary>Expected values come from the reference implementation (npm thumbhash 0.1.1) on the same pixels.</summary>
    [Theory]
    [InlineData(100, 75, 0, "4AcGRYR8KHdfN6d3d4p3d3Jgl6uQ")]
    [InlineData(75, 100, 0, "HwgGVQSaZY9DeWaKh3d3iHVwpi9J")]
    [InlineData(32, 32, 0, "JPUFPwxgZXZ2h4h2iGiIaIiGBxd3oJYK")]
    [InlineData(1, 1, 0, "mLAx1xUI9wiIh4hwj3CI+AiIcH/494cP")]
    [InlineData(100, 3, 0, "IkUKUY50gHqih4h3cJWI94Q=")]
    [InlineData(2, 90, 0, "WjUGeQ5wpIiIh4eHhoC4CIY=")]
    [InlineData(40, 60, 1, "JTeCGwQ3Vw89e3eEgEWkIHB3iIiHiHg=")]
    [InlineData(60, 40, 1, "pjaGE4YmCZtatoUlcIWAdgaYiIeHeHg=")]
    [InlineData(16, 16, 2, "AAiCBQAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")]
    public void HashesMatchTheReferenceImplementation(int width, int height, int alpha, string expected)
    {
        using var picture = SyntheticPictures.FromFunction(width, height, 4, (x, y, c) => c switch
        {
            0 => (x * 5 + y * 2) % 256,
            1 => (x * y + 40) % 256,
            2 => (255 - x - 2 * y + 1024) % 256,
            _ => alpha switch { 0 => 255, 1 => x * 6 % 256, _ => 0 },
        });

        Assert.Equal(expected, Convert.ToBase64String(ThumbHash.Compute(picture)));
    }

    [Fact]
    public void OpaqueRgbaHashesLikeRgb()
    {
        using var rgb = SyntheticPictures.Photograph(80, 60, 3);
        using var rgba = SyntheticPictures.WithAlpha(rgb, 255);

        Assert.Equal(ThumbHash.Compute(rgb), ThumbHash.Compute(rgba));
    }

    [Fact]
    public void LargerPicturesAreRefused()
    {
        using var picture = new PixelBuffer(101, 10, 3);

        Assert.Throws<ArgumentOutOfRangeException>(() => ThumbHash.Compute(picture));
    }
}
