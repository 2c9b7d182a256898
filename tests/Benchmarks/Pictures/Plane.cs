using Pipeline.Imaging.Pictures;

namespace Pipeline.Benchmarks.Pictures;

/// <summary>A picture with one number per pixel, 0 to 255.</summary>
internal sealed class Plane(int width, int height)
{
    public int Width => width;

    public int Height => height;

    public double[] Values { get; } = new double[width * height];

    public double this[int x, int y] => Values[(y * width) + x];

    /// <summary>Computes the luma (ITU-R BT.601) of a picture. Transparent pixels are blended with mid-grey.</summary>
    public static Plane FromLuma(PixelBuffer picture)
    {
        var plane = new Plane(picture.Width, picture.Height);
        for (var y = 0; y < picture.Height; y++)
        {
            var row = picture.Row(y);
            for (var x = 0; x < picture.Width; x++)
            {
                var pixel = row.Slice(x * picture.Channels, picture.Channels);
                var alpha = picture.HasAlpha ? pixel[3] / 255.0 : 1;
                var luma = (0.299 * pixel[0]) + (0.587 * pixel[1]) + (0.114 * pixel[2]);
                plane.Values[(y * picture.Width) + x] = (luma * alpha) + (128 * (1 - alpha));
            }
        }

        return plane;
    }
}
