using Pipeline.Imaging.Gamuts;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Magick.Reading;

/// <summary>
/// Converts CIE Lab to sRGB or Display P3. ImageMagick takes Lab's white point to be that of sRGB (D65), but in a TIFF it is D50, as in ICC profiles; colours
/// would be up to 26 levels off.
/// </summary>
/// <seealso href="http://www.brucelindbloom.com/index.html?Eqn_RGB_XYZ_Matrix.html">Bradford-adapted matrix from XYZ at D50 to sRGB</seealso>
internal static class LabConversion
{
    private static readonly double[,] ToSrgb =
        { { 3.1338561, -1.6168667, -0.4906146 }, { -0.9787684, 1.9161415, 0.0334540 }, { 0.0719453, -0.2289914, 1.4052427 } };

    private static readonly double[,] ToP3 = ColourSpace.DisplayP3.FromD50;

    private const double WhiteX = 0.9642;
    private const double WhiteZ = 0.8249;
    private const double Threshold = 6.0 / 29;

    /// <param name="pixels">Pixels with ImageMagick's samples for Lab: L from 0 to 255 for 0 to 100, a and b with 127 for 0.</param>
    /// <param name="firstRow">The first row to convert.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="isDeep">Whether the file has 16 bits per sample.</param>
    /// <param name="target">Colours to convert to.</param>
    public static void Convert(PixelBuffer pixels, int firstRow, int rows, bool isDeep, Gamut target)
    {
        // ImageMagick adds or subtracts half of 255 and rounds down, so negative numbers are one higher: -1 becomes what 0 is. From 16 bits,
        // it makes 254 of -1 instead of 255, which evens that out.
        var negativeZero = isDeep ? 127 : 128;
        var matrix = target == Gamut.P3 ? ToP3 : ToSrgb;
        for (var y = firstRow; y < firstRow + rows; y++)
        {
            var row = pixels.Row(y);
            for (var x = 0; x < row.Length; x += pixels.Channels)
            {
                Convert(row.Slice(x, 3), matrix, negativeZero);
            }
        }
    }

    private static void Convert(Span<byte> pixel, double[,] matrix, int negativeZero)
    {
        var fy = ((pixel[0] * 100 / 255.0) + 16) / 116;
        var x = WhiteX * Cube(fy + (ToSigned(pixel[1], negativeZero) / 500.0));
        var y = Cube(fy);
        var z = WhiteZ * Cube(fy - (ToSigned(pixel[2], negativeZero) / 200.0));
        for (var row = 0; row < 3; row++)
        {
            pixel[row] = Compress((matrix[row, 0] * x) + (matrix[row, 1] * y) + (matrix[row, 2] * z));
        }
    }

    private static int ToSigned(byte sample, int negativeZero) => sample >= 127 ? sample - 127 : sample - negativeZero;

    private static double Cube(double t) => t > Threshold ? t * t * t : 3 * Threshold * Threshold * (t - (4.0 / 29));

    private static byte Compress(double linear)
    {
        var level = linear <= 0.0031308 ? 12.92 * linear : (1.055 * Math.Pow(linear, 1 / 2.4)) - 0.055;
        return (byte)Math.Clamp(Math.Round(level * 255), 0, 255);
    }
}
