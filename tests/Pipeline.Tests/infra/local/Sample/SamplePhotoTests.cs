using Pipeline.Core.Imaging;
using Pipeline.Local.Sample;

namespace Pipeline.Tests.Local.Sample;

public sealed class SamplePhotoTests
{
    [Fact]
    public void PictureLiesOnItsSideSkyTowardsTheFirstColumn()
    {
        using var picture = SamplePhoto.Draw();

        Assert.Equal((4032, 3024, 1), (picture.Width, picture.FrameHeight, picture.Frames));
        // Upright, the top is sky (blue) and the bottom meadow (green); stored, these are left and right.
        var (sky, meadow) = (Mean(picture.Pixels, 0), Mean(picture.Pixels, 3900));
        Assert.True(sky.Blue > sky.Red + 40, $"{sky}");
        Assert.True(meadow.Green > meadow.Blue + 20, $"{meadow}");
        // The sun stands right of the middle: upright right is the upper part as stored.
        Assert.Equal((255, 255, 255), Pixel(picture.Pixels, (int)(0.515 * 3024), 3024 - 1 - (int)(0.655 * 3024)));
    }

    private static (int Red, int Green, int Blue) Mean(PixelBuffer pixels, int left)
    {
        long red = 0, green = 0, blue = 0;
        for (var y = 0; y < pixels.Height; y++)
        {
            for (var x = left; x < left + 100; x++)
            {
                var (r, g, b) = Pixel(pixels, x, y);
                (red, green, blue) = (red + r, green + g, blue + b);
            }
        }

        var count = pixels.Height * 100;
        return ((int)(red / count), (int)(green / count), (int)(blue / count));
    }

    private static (int Red, int Green, int Blue) Pixel(PixelBuffer pixels, int x, int y)
    {
        var pixel = pixels.Row(y).Slice(x * 3, 3);
        return (pixel[0], pixel[1], pixel[2]);
    }
}
