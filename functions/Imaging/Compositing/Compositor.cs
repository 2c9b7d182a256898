using Pipeline.Imaging.Geometry;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Imaging.Compositing;

/// <summary>Detects, drops and flattens alpha, and pads pictures.</summary>
internal static class Compositor
{
    /// <summary>Whether every pixel is opaque.</summary>
    public static bool IsOpaque(PixelBuffer pixels)
    {
        if (!pixels.HasAlpha)
        {
            return true;
        }

        var bytes = pixels.Span;
        for (var i = 3; i < bytes.Length; i += 4)
        {
            if (bytes[i] != 255)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The same picture as RGB; <see cref="IsOpaque"/> must hold.</summary>
    public static PixelBuffer DropAlpha(PixelBuffer picture) => Flatten(picture, Colour.White);

    /// <summary>The picture flattened onto a background of its own size; RGB if the background is opaque.</summary>
    /// <param name="picture">The caller disposes it.</param>
    /// <param name="background">Shows through transparent parts.</param>
    public static PixelBuffer Flatten(PixelBuffer picture, Colour background)
    {
        var canvas = new PixelBuffer(picture.Width, picture.Height, Channels(background));
        for (var row = 0; row < picture.Height; row++)
        {
            FlattenRow(picture.Row(row), picture.Channels, canvas.Row(row), canvas.Channels, background);
        }

        return canvas;
    }

    /// <summary>The picture's frames, each at the same position on a canvas of the background colour; RGB if the background is opaque.</summary>
    /// <param name="picture">Frames stacked vertically; the caller disposes it.</param>
    /// <param name="frames">Number of frames.</param>
    /// <param name="plan">Size of the canvas, and position of the picture on it.</param>
    /// <param name="background">Colour of the canvas.</param>
    public static PixelBuffer Pad(PixelBuffer picture, int frames, GeometryPlan plan, Colour background)
    {
        var canvas = new PixelBuffer(plan.CanvasWidth, plan.CanvasHeight * frames, Channels(background));
        Fill(canvas, background);
        var rows = picture.Height / frames;
        for (var row = 0; row < picture.Height; row++)
        {
            var target = canvas.Row(row / rows * plan.CanvasHeight + plan.OffsetY + row % rows)
                .Slice(plan.OffsetX * canvas.Channels, picture.Width * canvas.Channels);
            FlattenRow(picture.Row(row), picture.Channels, target, canvas.Channels, background);
        }

        return canvas;
    }

    private static int Channels(Colour background) => background.IsOpaque ? 3 : 4;

    private static void Fill(PixelBuffer canvas, Colour colour)
    {
        ReadOnlySpan<byte> pixel = [colour.Red, colour.Green, colour.Blue, colour.Alpha];
        var first = canvas.Row(0);
        for (var i = 0; i < first.Length; i++)
        {
            first[i] = pixel[i % canvas.Channels];
        }

        for (var y = 1; y < canvas.Height; y++)
        {
            first.CopyTo(canvas.Row(y));
        }
    }

    private static void FlattenRow(ReadOnlySpan<byte> source, int sourceChannels, Span<byte> target, int targetChannels, Colour background)
    {
        for (int i = 0, j = 0; i < source.Length; i += sourceChannels, j += targetChannels)
        {
            var pixel = new Colour(source[i], source[i + 1], source[i + 2], sourceChannels == 4 ? source[i + 3] : (byte)255);
            var flattened = pixel.IsOpaque ? pixel : pixel.Over(background);
            (target[j], target[j + 1], target[j + 2]) = (flattened.Red, flattened.Green, flattened.Blue);
            if (targetChannels == 4)
            {
                target[j + 3] = flattened.Alpha;
            }
        }
    }
}
