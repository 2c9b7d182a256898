using Pipeline.Imaging.Pictures;

namespace Pipeline.Testing.Pictures;

/// <summary>A frame of one colour.</summary>
internal sealed record TestFrame(byte R, byte G, byte B, int Milliseconds);

/// <summary>Computed pictures, and measures of how much two differ.</summary>
internal static class TestPictures
{
    /// <summary>Smooth gradients, with a disc whose edge does not line up with blocks; alpha fades from left to right.</summary>
    public static Picture Gradient(int width, int height, int channels = 3)
    {
        var pixels = new PixelBuffer(width, height, channels);
        for (var y = 0; y < height; y++)
        {
            var row = pixels.Row(y);
            for (var x = 0; x < width; x++)
            {
                var inDisc = Math.Pow(x - (width * 0.6), 2) + Math.Pow(y - (height * 0.4), 2) < Math.Pow(Math.Min(width, height) * 0.25, 2);
                var pixel = row[(x * channels)..];
                (pixel[0], pixel[1], pixel[2]) = inDisc
                    ? ((byte)220, (byte)200, (byte)60)
                    : ((byte)(x * 255 / width), (byte)(y * 255 / height), (byte)128);
                if (channels == 4)
                {
                    pixel[3] = (byte)(255 - (x * 200 / width));
                }
            }
        }

        return new Picture(pixels);
    }

    /// <summary>Frames of one colour each, stacked vertically.</summary>
    public static Picture Animation(int width, int height, int loop, params ReadOnlySpan<TestFrame> frames)
    {
        var pixels = new PixelBuffer(width, height * frames.Length, 3);
        var delays = new int[frames.Length];
        for (var frame = 0; frame < frames.Length; frame++)
        {
            delays[frame] = frames[frame].Milliseconds;
            for (var y = frame * height; y < (frame + 1) * height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    var pixel = pixels.Row(y)[(x * 3)..];
                    (pixel[0], pixel[1], pixel[2]) = (frames[frame].R, frames[frame].G, frames[frame].B);
                }
            }
        }

        return new Picture(pixels, frames.Length, delays, loop);
    }

    /// <summary>The channels of one pixel.</summary>
    public static byte[] PixelAt(Picture picture, int x, int y) =>
        picture.Pixels.Row(y).Slice(x * picture.Pixels.Channels, picture.Pixels.Channels).ToArray();

    public static void AssertNear(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, int tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= tolerance,
                $"expected ({string.Join(", ", expected.ToArray())}) within {tolerance}, found ({string.Join(", ", actual.ToArray())})");
        }
    }

    /// <summary>Mean difference of all channels of all pixels, in 8-bit levels.</summary>
    public static double Distance(Picture expected, Picture actual)
    {
        Assert.Equal(
            (expected.Width, expected.Pixels.Height, expected.Pixels.Channels),
            (actual.Width, actual.Pixels.Height, actual.Pixels.Channels));
        var a = expected.Pixels.Span;
        var b = actual.Pixels.Span;
        long sum = 0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += Math.Abs(a[i] - b[i]);
        }

        return (double)sum / a.Length;
    }
}
