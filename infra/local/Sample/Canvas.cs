using System.Numerics;
using Pipeline.Core.Imaging;

namespace Pipeline.Local.Sample;

/// <summary>
/// An upright picture kept as a camera held on its side stores it: upright column <c>x</c> is a stored row, so that the
/// picture needs EXIF orientation 6. Coordinates are in widths of the upright picture, x to 1 and y to 4/3; colours are sRGB, 0 to 1.
/// </summary>
internal sealed class Canvas(PixelBuffer stored)
{
    /// <summary>Width of the upright picture in pixels.</summary>
    public int Width => stored.Height;

    /// <summary>Height of the upright picture in pixels.</summary>
    public int Height => stored.Width;

    /// <summary>Size of a pixel.</summary>
    public float Pixel => 1f / Width;

    /// <summary>Writes a whole upright column.</summary>
    public void SetColumn(int x, Func<float, float, Vector3> colourAt)
    {
        var row = stored.Row(Width - 1 - x);
        for (var y = 0; y < Height; y++)
        {
            Write(row.Slice(y * 3, 3), colourAt((x + 0.5f) * Pixel, (y + 0.5f) * Pixel));
        }
    }

    /// <summary>Lays a colour on one pixel, within the columns of <paramref name="strip"/> only.</summary>
    public void Blend(Strip strip, int x, int y, Vector3 colour, float opacity)
    {
        if (x < strip.From || x >= strip.To || (uint)y >= (uint)Height || opacity <= 0)
        {
            return;
        }

        var pixel = stored.Row(Width - 1 - x).Slice(y * 3, 3);
        var below = new Vector3(pixel[0], pixel[1], pixel[2]) / 255;
        Write(pixel, Vector3.Lerp(below, colour, Math.Min(opacity, 1)));
    }

    private static void Write(Span<byte> pixel, Vector3 colour)
    {
        colour = Vector3.Clamp(colour, Vector3.Zero, Vector3.One) * 255 + new Vector3(0.5f);
        (pixel[0], pixel[1], pixel[2]) = ((byte)colour.X, (byte)colour.Y, (byte)colour.Z);
    }
}

/// <summary>Upright columns that one thread draws: from the first, to before the last.</summary>
internal readonly record struct Strip(int From, int To);
