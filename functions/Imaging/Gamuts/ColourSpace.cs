using Pipeline.Imaging.Pictures;

namespace Pipeline.Imaging.Gamuts;

/// <summary>Primaries and white of an RGB colour space, and the matrices that follow from them.</summary>
/// <seealso href="https://www.itu.int/rec/T-REC-H.273">H.273, table 2</seealso>
public sealed class ColourSpace
{
    // White of ICC's connection space.
    private static readonly double[] D50 = [0.9642, 1, 0.8249];

    // By how much linear sRGB of a wider space leaves 0 to 1. The spaces of television (EBU, SMPTE) leave it by less, which nobody sees.
    private const double WiderBy = 0.05;

    private static readonly double[,] Bradford = { { 0.8951, 0.2664, -0.1614 }, { -0.7502, 1.7135, 0.0367 }, { 0.0389, -0.0685, 1.0296 } };

    private static readonly double[] D65 = [0.3127 / 0.3290, 1, (1 - 0.3127 - 0.3290) / 0.3290];

    private ColourSpace(double[,] toD50) => ToD50 = toD50;

    public static ColourSpace Srgb { get; } = Create(0.3127, 0.3290, 0.640, 0.330, 0.300, 0.600, 0.150, 0.060)!;

    public static ColourSpace DisplayP3 { get; } = Create(0.3127, 0.3290, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060)!;

    public static ColourSpace Bt2020 { get; } = Create(0.3127, 0.3290, 0.708, 0.292, 0.170, 0.797, 0.131, 0.046)!;

    /// <summary>From XYZ relative to D65 to XYZ relative to D50, by Bradford.</summary>
    public static double[,] AdaptationFromD65 { get; } = AdaptFrom(D65);

    /// <summary>From linear RGB to XYZ relative to D50 (adapted by Bradford). The columns are the primaries.</summary>
    public double[,] ToD50 { get; }

    /// <summary>From XYZ relative to D50 to linear RGB.</summary>
    public double[,] FromD50 => Invert(ToD50)!;

    /// <summary>The colour space of pixels.</summary>
    public static ColourSpace Of(Gamut gamut) => gamut == Gamut.P3 ? DisplayP3 : Srgb;

    /// <summary>The colour space of code points; sRGB for those that are unspecified or not in use for pictures.</summary>
    public static ColourSpace FromCode(int primaries) => primaries switch
    {
        4 => Create(0.310, 0.316, 0.67, 0.33, 0.21, 0.71, 0.14, 0.08)!,
        5 => Create(0.3127, 0.3290, 0.64, 0.33, 0.29, 0.60, 0.15, 0.06)!,
        6 or 7 => Create(0.3127, 0.3290, 0.630, 0.340, 0.310, 0.595, 0.155, 0.070)!,
        9 => Bt2020,
        11 => Create(0.314, 0.351, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060)!,
        12 => DisplayP3,
        _ => Srgb,
    };

    /// <summary>Computes a colour space from chromaticities. Null if they span no space.</summary>
    public static ColourSpace? Create(
        double whiteX, double whiteY, double redX, double redY, double greenX, double greenY, double blueX, double blueY)
    {
        if (whiteY <= 0 || redY <= 0 || greenY <= 0 || blueY <= 0)
        {
            return null;
        }

        double[,] primaries =
        {
            { redX / redY, greenX / greenY, blueX / blueY },
            { 1, 1, 1 },
            { (1 - redX - redY) / redY, (1 - greenX - greenY) / greenY, (1 - blueX - blueY) / blueY },
        };
        double[] white = [whiteX / whiteY, 1, (1 - whiteX - whiteY) / whiteY];
        if (Invert(primaries) is not { } inverse)
        {
            return null;
        }

        var scale = Multiply(inverse, white);
        for (var column = 0; column < 3; column++)
        {
            for (var row = 0; row < 3; row++)
            {
                primaries[row, column] *= scale[column];
            }
        }

        var toD50 = Multiply(AdaptFrom(white), primaries);
        return IsUsable(toD50) ? new(toD50) : null;
    }

    /// <summary>Whether a space has colours that sRGB lacks.</summary>
    /// <param name="toD50">From its linear RGB to XYZ relative to D50.</param>
    public static bool IsWiderThanSrgb(double[,] toD50)
    {
        // The corners of the cube: all sums of primaries.
        for (var corner = 1; corner < 8; corner++)
        {
            if (IsOutsideSrgb(Multiply(toD50, [corner & 1, corner >> 1 & 1, corner >> 2])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether sRGB lacks a colour.</summary>
    /// <param name="xyz">The colour as XYZ relative to D50.</param>
    public static bool IsOutsideSrgb(ReadOnlySpan<double> xyz) =>
        Multiply(Invert(Srgb.ToD50)!, xyz).Any(channel => channel is < -WiderBy or > 1 + WiderBy);

    /// <summary>The matrix from this space's linear RGB to another's.</summary>
    public double[,] MatrixTo(ColourSpace other) => Multiply(Invert(other.ToD50)!, ToD50);

    public static double[] Multiply(double[,] matrix, ReadOnlySpan<double> vector) =>
    [
        (matrix[0, 0] * vector[0]) + (matrix[0, 1] * vector[1]) + (matrix[0, 2] * vector[2]),
        (matrix[1, 0] * vector[0]) + (matrix[1, 1] * vector[1]) + (matrix[1, 2] * vector[2]),
        (matrix[2, 0] * vector[0]) + (matrix[2, 1] * vector[1]) + (matrix[2, 2] * vector[2]),
    ];

    /// <summary>Converts XYZ relative to D50 to CIELAB.</summary>
    public static double[] ToLab(ReadOnlySpan<double> xyz)
    {
        var (x, y, z) = (LabCurve(xyz[0] / D50[0]), LabCurve(xyz[1]), LabCurve(xyz[2] / D50[2]));
        return [(116 * y) - 16, 500 * (x - y), 200 * (y - z)];
    }

    /// <summary>Converts CIELAB to XYZ relative to D50.</summary>
    public static double[] FromLab(double lightness, double a, double b)
    {
        var y = (lightness + 16) / 116;
        return [D50[0] * InverseLabCurve(y + (a / 500)), InverseLabCurve(y), D50[2] * InverseLabCurve(y - (b / 200))];
    }

    private static double LabCurve(double t) => t > 216.0 / 24389 ? Math.Cbrt(t) : ((24389.0 / 27 * t) + 16) / 116;

    private static double InverseLabCurve(double t) => t > 6.0 / 29 ? t * t * t : ((116 * t) - 16) * 27 / 24389;

    // Colorants of a profile are numbers of 16.16 bits.
    private static bool IsUsable(double[,] matrix) => matrix.Cast<double>().All(value => Math.Abs(value) < 100) && Invert(matrix) is not null;

    private static double[,] AdaptFrom(double[] white)
    {
        var (from, to) = (Multiply(Bradford, white), Multiply(Bradford, D50));
        double[,] gains = { { to[0] / from[0], 0, 0 }, { 0, to[1] / from[1], 0 }, { 0, 0, to[2] / from[2] } };
        return Multiply(Invert(Bradford)!, Multiply(gains, Bradford));
    }

    private static double[,] Multiply(double[,] a, double[,] b)
    {
        var product = new double[3, 3];
        for (var row = 0; row < 3; row++)
        {
            for (var column = 0; column < 3; column++)
            {
                product[row, column] = (a[row, 0] * b[0, column]) + (a[row, 1] * b[1, column]) + (a[row, 2] * b[2, column]);
            }
        }

        return product;
    }

    private static double[,]? Invert(double[,] m)
    {
        double Minor(int row, int column)
        {
            var (r1, r2, c1, c2) = ((row + 1) % 3, (row + 2) % 3, (column + 1) % 3, (column + 2) % 3);
            return (m[r1, c1] * m[r2, c2]) - (m[r1, c2] * m[r2, c1]);
        }

        var determinant = (m[0, 0] * Minor(0, 0)) + (m[0, 1] * Minor(0, 1)) + (m[0, 2] * Minor(0, 2));
        if (!(Math.Abs(determinant) > 1e-6))
        {
            return null;
        }

        var inverse = new double[3, 3];
        for (var row = 0; row < 3; row++)
        {
            for (var column = 0; column < 3; column++)
            {
                inverse[column, row] = Minor(row, column) / determinant;
            }
        }

        return inverse;
    }
}
