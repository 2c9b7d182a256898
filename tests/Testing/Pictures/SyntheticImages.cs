using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Vips;

namespace Pipeline.Testing.Pictures;

/// <summary>Small encoded images that the tests draw themselves.</summary>
internal static class SyntheticImages
{
    private static readonly VipsCodec Codec = new();

    /// <summary>A PNG; each seed gives a different picture.</summary>
    public static byte[] Png(int width, int height, int seed = 0) => Encode(width, height, seed, ImageFormat.Png);

    /// <summary>A JPEG; each seed gives a different picture.</summary>
    public static byte[] Jpeg(int width, int height, int seed = 0) => Encode(width, height, seed, ImageFormat.Jpeg);

    private static byte[] Encode(int width, int height, int seed, ImageFormat format)
    {
        using var picture = new Picture(new PixelBuffer(width, height, 3));
        for (var y = 0; y < height; y++)
        {
            var row = picture.Pixels.Row(y);
            for (var x = 0; x < width; x++)
            {
                row[x * 3] = (byte)(255 * x / width);
                row[(x * 3) + 1] = (byte)(255 * y / height);
                row[(x * 3) + 2] = (byte)((seed * 37) + (x * y / 64));
            }
        }

        return Codec.Encode(picture, new(format, 90));
    }
}
