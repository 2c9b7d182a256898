namespace Pipeline.Core.Imaging;

/// <summary>Alpha: seen, dropped, laid on a background, padded.</summary>
internal static class Compositing
{
    /// <summary>Whether no pixel lets anything through.</summary>
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

    /// <summary>
    /// A canvas of the background with a picture laid on it, at the same place of each frame; RGB where both are opaque.
    /// </summary>
    /// <param name="picture">Frames below each other; stays the caller's.</param>
    /// <param name="frames">Number of frames.</param>
    /// <param name="width">Width of the canvas in pixels.</param>
    /// <param name="height">Height of one frame of the canvas in pixels.</param>
    /// <param name="x">Where the picture's left edge goes; the picture lies within the canvas.</param>
    /// <param name="y">Where its upper edge goes.</param>
    /// <param name="background">Colour of the canvas.</param>
    public static PixelBuffer Lay(PixelBuffer picture, int frames, int width, int height, int x, int y, Colour background)
    {
        var canvas = new PixelBuffer(width, height * frames, background.IsOpaque ? 3 : 4);
        var padded = picture.Width != width || picture.Height != height * frames;
        if (padded)
        {
            Fill(canvas, background);
        }

        var rows = picture.Height / frames;
        for (var row = 0; row < picture.Height; row++)
        {
            var target = canvas.Row(row / rows * height + y + row % rows).Slice(x * canvas.Channels, picture.Width * canvas.Channels);
            LayRow(picture.Row(row), picture.Channels, target, canvas.Channels, background);
        }

        return canvas;
    }

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

    private static void LayRow(ReadOnlySpan<byte> source, int sourceChannels, Span<byte> target, int targetChannels, Colour background)
    {
        for (int i = 0, j = 0; i < source.Length; i += sourceChannels, j += targetChannels)
        {
            var pixel = new Colour(source[i], source[i + 1], source[i + 2], sourceChannels == 4 ? source[i + 3] : (byte)255);
            var laid = pixel.IsOpaque ? pixel : pixel.Over(background);
            (target[j], target[j + 1], target[j + 2]) = (laid.Red, laid.Green, laid.Blue);
            if (targetChannels == 4)
            {
                target[j + 3] = laid.Alpha;
            }
        }
    }
}
