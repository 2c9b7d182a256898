using Pipeline.Imaging.Pictures;

namespace Pipeline.Imaging.Gamuts;

/// <summary>
/// Converts small pictures and single colours between sRGB and Display P3: what is mixed with a picture or computed from it. Colours that
/// the other gamut lacks are clipped.
/// </summary>
public static class GamutConversion
{
    // Finer than 8 bits everywhere, also where the curve is steepest.
    private const int EncodeSteps = 1 << 14;

    private static readonly double[] Linear = [.. Enumerable.Range(0, 256).Select(level => Decode(level / 255.0))];
    private static readonly byte[] Encoded =
        [.. Enumerable.Range(0, EncodeSteps + 1).Select(step => (byte)Math.Round(Encode((double)step / EncodeSteps) * 255))];

    private static readonly double[,] SrgbToP3 = ColourSpace.Srgb.MatrixTo(ColourSpace.DisplayP3);
    private static readonly double[,] P3ToSrgb = ColourSpace.DisplayP3.MatrixTo(ColourSpace.Srgb);

    /// <summary>Converts pixels in place. Alpha stays.</summary>
    public static void Convert(PixelBuffer pixels, Gamut from, Gamut to)
    {
        if (from == to)
        {
            return;
        }

        var matrix = MatrixFrom(from);
        var bytes = pixels.Span;
        for (var i = 0; i < bytes.Length; i += pixels.Channels)
        {
            Convert(bytes.Slice(i, 3), matrix);
        }
    }

    /// <summary>Converts a colour. Alpha stays.</summary>
    public static Colour Convert(Colour colour, Gamut from, Gamut to)
    {
        if (from == to)
        {
            return colour;
        }

        Span<byte> pixel = [colour.Red, colour.Green, colour.Blue];
        Convert(pixel, MatrixFrom(from));
        return new(pixel[0], pixel[1], pixel[2], colour.Alpha);
    }

    private static double[,] MatrixFrom(Gamut from) => from == Gamut.P3 ? P3ToSrgb : SrgbToP3;

    private static void Convert(Span<byte> pixel, double[,] matrix)
    {
        if (pixel[0] == pixel[1] && pixel[1] == pixel[2])
        {
            return;
        }

        var (red, green, blue) = (Linear[pixel[0]], Linear[pixel[1]], Linear[pixel[2]]);
        for (var row = 0; row < 3; row++)
        {
            var light = (matrix[row, 0] * red) + (matrix[row, 1] * green) + (matrix[row, 2] * blue);
            pixel[row] = Encoded[(int)Math.Round(Math.Clamp(light, 0, 1) * EncodeSteps)];
        }
    }

    private static double Decode(double encoded) => encoded <= 0.04045 ? encoded / 12.92 : Math.Pow((encoded + 0.055) / 1.055, 2.4);

    private static double Encode(double linear) => linear <= 0.0031308 ? linear * 12.92 : (1.055 * Math.Pow(linear, 1 / 2.4)) - 0.055;
}
