using Pipeline.Imaging.Orientation;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Resampling;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Imaging.Orientation;

public sealed class OrientationTransformTests
{
    /// <summary>A letter F, stored as in the EXIF examples for each orientation.</summary>
    [Theory]
    [InlineData(1, "###|#..|##.|#..")]
    [InlineData(2, "###|..#|.##|..#")]
    [InlineData(3, "..#|.##|..#|###")]
    [InlineData(4, "#..|##.|#..|###")]
    [InlineData(5, "####|#.#.|#...")]
    [InlineData(6, "#...|#.#.|####")]
    [InlineData(7, "...#|.#.#|####")]
    [InlineData(8, "####|.#.#|...#")]
    public void EveryOrientationComesOutUpright(int orientation, string stored)
    {
        foreach (var channels in new[] { 3, 4 })
        {
            using var picture = Draw(stored, channels);
            using var upright = OrientationTransform.Apply(picture, orientation);

            Assert.Equal("###|#..|##.|#..", Read(upright));
        }
    }

    [Theory]
    [EveryOrientation]
    public void StoredRegionTurnedUprightIsTheRequestedRegion(int orientation)
    {
        using var stored = SyntheticPictures.Noise(90, 70, 3);
        using var upright = OrientationTransform.Apply(stored, orientation);
        var region = new Region(11, 5, 40, 23);

        var (width, height) = OrientationTransform.SwapsAxes(orientation) ? (23, 40) : (40, 23);
        using var croppedFirst = new PixelBuffer(width, height, 3);
        Resampler.Resize(stored, OrientationTransform.ToStored(region, 90, 70, orientation), croppedFirst);
        using var before = OrientationTransform.Apply(croppedFirst, orientation);
        using var after = new PixelBuffer(40, 23, 3);
        Resampler.Resize(upright, region, after);

        Assert.True(after.Span.SequenceEqual(before.Span));
    }

    [Fact]
    public void FramesAreTurnedSeparately()
    {
        using var first = SyntheticPictures.Noise(40, 35, 4, seed: 1);
        using var second = SyntheticPictures.Noise(40, 35, 4, seed: 2);
        using var both = new PixelBuffer(40, 70, 4);
        first.Span.CopyTo(both.Span);
        second.Span.CopyTo(both.Span[first.Length..]);

        using var turned = OrientationTransform.Apply(both, 6, frames: 2);

        Assert.Equal((35, 80), (turned.Width, turned.Height));
        using var firstTurned = OrientationTransform.Apply(first, 6);
        using var secondTurned = OrientationTransform.Apply(second, 6);
        Assert.True(turned.Span[..first.Length].SequenceEqual(firstTurned.Span));
        Assert.True(turned.Span[first.Length..].SequenceEqual(secondTurned.Span));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void InvalidOrientationIsRefused(int orientation)
    {
        using var picture = new PixelBuffer(2, 2, 3);

        Assert.Throws<ArgumentOutOfRangeException>(() => OrientationTransform.Apply(picture, orientation));
    }

    private static PixelBuffer Draw(string rows, int channels)
    {
        var lines = rows.Split('|');
        return SyntheticPictures.FromFunction(lines[0].Length, lines.Length, channels, (x, y, _) => lines[y][x] == '#' ? 255 : 0);
    }

    private static string Read(PixelBuffer picture) => string.Join('|', Enumerable.Range(0, picture.Height).Select(y =>
        string.Concat(Enumerable.Range(0, picture.Width).Select(x => picture.Row(y)[x * picture.Channels] == 255 ? '#' : '.'))));
}
