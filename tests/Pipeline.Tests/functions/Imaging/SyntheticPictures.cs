using Pipeline.Imaging.Pictures;

namespace Pipeline.Tests.Imaging;

/// <summary>Pictures that need no file. They are the same on every run.</summary>
internal static class SyntheticPictures
{
    /// <summary>Makes a picture from a function of x, y and channel; clamps values to 0 to 255.</summary>
    public static PixelBuffer FromFunction(int width, int height, int channels, Func<int, int, int, double> level)
    {
        var picture = new PixelBuffer(width, height, channels);
        var i = 0;
        var bytes = picture.Span;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                for (var c = 0; c < channels; c++)
                {
                    bytes[i++] = (byte)Math.Clamp(level(x, y, c), 0, 255);
                }
            }
        }

        return picture;
    }

    /// <summary>Photograph-like: soft light, shapes with edges, texture and a little sensor noise; soft alpha in RGBA.</summary>
    public static PixelBuffer Photograph(int width, int height, int channels, int seed = 1)
    {
        var random = new Random(seed);
        var shapes = Enumerable.Range(0, 24).Select(_ => (
            X: random.NextDouble(), Y: random.NextDouble(), Radius: 0.02 + 0.2 * random.NextDouble(),
            Colour: new[] { random.NextDouble() * 255, random.NextDouble() * 255, random.NextDouble() * 255 })).ToArray();
        var unit = 1.0 / Math.Max(width, height);
        return FromFunction(width, height, channels, (x, y, c) =>
        {
            var (u, v) = ((x + 0.5) * unit, (y + 0.5) * unit);
            if (c == 3)
            {
                return 290 - 500 * Math.Sqrt((u - 0.5) * (u - 0.5) + (v - 0.4) * (v - 0.4));
            }

            var light = 60 + 120 * v + 30 * Math.Sin(5 * u + c) + 8 * Math.Sin(90 * u) * Math.Sin(70 * v);
            foreach (var shape in shapes)
            {
                var distance = Math.Sqrt((u - shape.X) * (u - shape.X) + (v - shape.Y) * (v - shape.Y));
                var inside = Math.Clamp((shape.Radius - distance) / (1.5 * unit) + 0.5, 0, 1);
                light += inside * (shape.Colour[c] * (0.7 + 0.3 * v) - light);
            }

            return light + 4 * (random.NextDouble() - 0.5);
        });
    }

    /// <summary>Random samples, including alpha.</summary>
    public static PixelBuffer Noise(int width, int height, int channels, int seed = 1)
    {
        var picture = new PixelBuffer(width, height, channels);
        new Random(seed).NextBytes(picture.Span);
        return picture;
    }

    /// <summary>Random black and white samples: the steepest possible edges.</summary>
    public static PixelBuffer Extremes(int width, int height, int channels, int seed = 1)
    {
        var random = new Random(seed);
        return FromFunction(width, height, channels, (_, _, c) => c == 3 ? 255 : random.Next(2) * 255);
    }

    /// <summary>Circles that become finer towards the outside: shows aliasing.</summary>
    public static PixelBuffer ZonePlate(int width, int height, int channels)
        => FromFunction(width, height, channels, (x, y, c) => c == 3 ? 255 : 127.5 + 127.5 * Math.Cos((x * x + y * y) * Math.PI / 2 / width));

    /// <summary>The same picture with an alpha channel of one value.</summary>
    public static PixelBuffer WithAlpha(PixelBuffer rgb, byte alpha)
    {
        var copy = new PixelBuffer(rgb.Width, rgb.Height, 4);
        for (var i = 0; i < rgb.Width * rgb.Height; i++)
        {
            rgb.Span.Slice(3 * i, 3).CopyTo(copy.Span[(4 * i)..]);
            copy.Span[4 * i + 3] = alpha;
        }

        return copy;
    }
}
