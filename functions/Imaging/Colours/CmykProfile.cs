using Pipeline.Imaging.Gamuts;
using Pipeline.Imaging.Metadata;

namespace Pipeline.Imaging.Colours;

/// <summary>
/// The profile for CMYK without a usable one: web offset printing on coated paper. Every codec converts by this one, so that the
/// result does not depend on the profile that a library happens to contain. It is a Neugebauer model with the correction of Yule and
/// Nielsen: a halftone is a mosaic of the 16 ways in which four inks can overlap, each with its share of the area.
/// </summary>
/// <remarks>
/// The constants are fitted to the profile that libvips contains, light colours first: 3.9 ΔE (CIE 1976) away from it on average.
/// </remarks>
/// <seealso href="https://doi.org/10.1117/12.298317">Wyble, Berns: A critical review of spectral models applied to binary color printing</seealso>
public static class CmykProfile
{
    private const int GridPoints = 13;

    // 1 is Neugebauer's model; more, the more light spreads in the paper.
    private const double YuleNielsen = 1.2;

    private static readonly Lazy<byte[]> Lazy = new(Write);

    /// <summary>CIELAB of each overlap. Bits of the index: cyan 1, magenta 2, yellow 4, black 8.</summary>
    private static readonly double[][] Overlaps =
    [
        [100, 0, 0], [55.4, -39.4, -54.5], [50.7, 80.9, -2], [12.8, 37.2, -57.7],
        [94.8, -3.9, 108.9], [47.9, -78.7, 35.7], [49.2, 75.7, 66.4], [7.3, 10.9, -6.9],
        [2.4, 3.8, 4.7], [0, -5, -1.5], [0, 11.5, 1.2], [0, 0.1, 0.7],
        [2.1, 1.4, 12.3], [0, -3.3, 3.3], [0, 12.6, 4], [0, 0, 0],
    ];

    /// <summary>How much larger printed dots are than those of the file, per ink: at half coverage, and how that changes towards either end.</summary>
    private static readonly (double AtHalf, double Slope, double Bend)[] DotGain =
        [(0.172, -0.089, 0.092), (0.106, 0.008, -0.02), (0.103, -0.028, 0.048), (0.117, -0.031, 0.006)];

    /// <summary>The ICC profile, about 180 kB, made on first use.</summary>
    public static byte[] Profile => Lazy.Value;

    private static byte[] Write()
    {
        var overlaps = Overlaps.Select(lab => ColourSpace.FromLab(lab[0], lab[1], lab[2])
            .Select(value => Math.Pow(Math.Max(value, 1e-5), 1 / YuleNielsen)).ToArray()).ToArray();
        return IccWriter.WriteTable("CMYK without a profile", ColourModel.Cmyk, GridPoints, Spread, node => Mix(overlaps, node));
    }

    private static double Spread(int ink, double coverage)
    {
        var (atHalf, slope, bend) = DotGain[ink];
        var distance = (2 * coverage) - 1;
        return coverage + (4 * coverage * (1 - coverage) * (atHalf + (slope * distance) + (bend * distance * distance)));
    }

    private static double[] Mix(double[][] overlaps, double[] coverage)
    {
        Span<double> sum = stackalloc double[3];
        for (var i = 0; i < overlaps.Length; i++)
        {
            var share = 1.0;
            for (var ink = 0; ink < 4; ink++)
            {
                share *= (i >> ink & 1) == 1 ? coverage[ink] : 1 - coverage[ink];
            }

            for (var axis = 0; axis < 3; axis++)
            {
                sum[axis] += share * overlaps[i][axis];
            }
        }

        return ColourSpace.ToLab([Math.Pow(sum[0], YuleNielsen), Math.Pow(sum[1], YuleNielsen), Math.Pow(sum[2], YuleNielsen)]);
    }
}
