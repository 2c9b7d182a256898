using Pipeline.Imaging.Gamuts;
using Pipeline.Imaging.Headers;
using Pipeline.Imaging.Metadata;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Imaging.Colours;

/// <summary>
/// Makes ICC profiles of colours that a file gives by code points or numbers, so that codecs convert them as they convert by an embedded
/// profile. For HDR, tone mapping is part of the profile.
/// </summary>
public static class CodedProfile
{
    private const int GridPoints = 33;
    private const double SrgbGamma = 0.45455;

    /// <summary>The profile for code points; null if they are sRGB, so that there is nothing to convert.</summary>
    /// <remarks>
    /// The curve of BT.709, BT.601 and BT.2020 is taken for sRGB's, as browsers do: encoders write these code points for ordinary pictures.
    /// </remarks>
    /// <param name="colours">The code points.</param>
    /// <param name="widest">To which gamut HDR is tone-mapped, if it is wider than sRGB.</param>
    public static byte[]? Create(CodedColours colours, Gamut widest = Gamut.Srgb)
    {
        var space = ColourSpace.FromCode(colours.Primaries);
        if (colours.IsHdr)
        {
            return CreateHdr(colours, space, ColourSpace.IsWiderThanSrgb(space.ToD50) ? ColourSpace.Of(widest) : ColourSpace.Srgb);
        }

        Func<double, double> curve = colours.Transfer switch
        {
            4 => value => Math.Pow(value, 2.2),
            5 => value => Math.Pow(value, 2.8),
            8 => value => value,
            _ => DecodeSrgb,
        };
        var isSrgb = ReferenceEquals(space, ColourSpace.Srgb) && colours.Transfer is not (4 or 5 or 8) && colours.IsFullRange;
        return isSrgb ? null : IccWriter.WriteMatrix("Coded RGB", space.ToD50, value => curve(Expand(colours, value)));
    }

    /// <summary>The profile for a PNG's <c>gAMA</c> and <c>cHRM</c>; null if they are sRGB or make no sense.</summary>
    public static byte[]? Create(uint gamma, IReadOnlyList<uint>? chromaticities)
    {
        var fileGamma = gamma / 100_000.0;
        if (fileGamma is < 0.05 or > 20)
        {
            return null;
        }

        var space = ColourSpace.Srgb;
        if (chromaticities is [var whiteX, var whiteY, var redX, var redY, var greenX, var greenY, var blueX, var blueY])
        {
            space = ColourSpace.Create(
                Chromaticity(whiteX), Chromaticity(whiteY), Chromaticity(redX), Chromaticity(redY),
                Chromaticity(greenX), Chromaticity(greenY), Chromaticity(blueX), Chromaticity(blueY)) ?? space;
        }

        var isSrgb = Math.Abs(fileGamma - SrgbGamma) < 0.01 && IsNearSrgb(space);
        return isSrgb ? null : IccWriter.WriteMatrix("RGB by gamma", space.ToD50, value => Math.Pow(value, 1 / fileGamma));
    }

    /// <summary>The colour on the screen, as linear RGB of 0 to 1, of an encoded HDR colour of 0 to 1. The codecs interpolate in a table of these.</summary>
    private static double[] ToScreen(CodedColours colours, double[,] toTarget, ToneMapper mapper, ReadOnlySpan<double> encoded)
    {
        Span<double> light = stackalloc double[3];
        for (var i = 0; i < 3; i++)
        {
            light[i] = colours.Transfer == CodedColours.Pq ? HdrCurves.DecodePq(encoded[i]) : HdrCurves.DecodeHlg(encoded[i]);
        }

        if (colours.Transfer == CodedColours.Hlg)
        {
            var factor = HdrCurves.HlgNits((0.2627 * light[0]) + (0.6780 * light[1]) + (0.0593 * light[2]));
            (light[0], light[1], light[2]) = (light[0] * factor, light[1] * factor, light[2] * factor);
        }

        // All channels by the factor of the brightest one: this keeps the hue, and nothing is brighter than the screen.
        var brightest = Math.Max(light[0], Math.Max(light[1], light[2]));
        var scale = brightest > 0 ? mapper.Map(brightest) / brightest : 0;
        var screen = ColourSpace.Multiply(toTarget, [light[0] * scale, light[1] * scale, light[2] * scale]);
        return [Math.Clamp(screen[0], 0, 1), Math.Clamp(screen[1], 0, 1), Math.Clamp(screen[2], 0, 1)];
    }

    private static byte[] CreateHdr(CodedColours colours, ColourSpace space, ColourSpace target)
    {
        var peak = colours.Transfer == CodedColours.Hlg ? HdrCurves.HlgPeakNits
            : colours.PeakNits is >= ToneMapper.ReferenceWhiteNits and <= 10_000 and var known ? known
            : ToneMapper.DefaultPeakNits;
        var mapper = new ToneMapper(peak);
        var toTarget = space.MatrixTo(target);
        return IccWriter.WriteTable(
            "HDR for a screen",
            ColourModel.Rgb,
            GridPoints,
            (_, value) => Expand(colours, value),
            node => ColourSpace.ToLab(ColourSpace.Multiply(target.ToD50, ToScreen(colours, toTarget, mapper, node))));
    }

    private static double Expand(CodedColours colours, double value) =>
        colours.IsFullRange ? value : Math.Clamp(((value * 255) - 16) / 219, 0, 1);

    private static double DecodeSrgb(double value) => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);

    private static double Chromaticity(uint value) => value / 100_000.0;

    private static bool IsNearSrgb(ColourSpace space) =>
        space.ToD50.Cast<double>().Zip(ColourSpace.Srgb.ToD50.Cast<double>()).All(pair => Math.Abs(pair.First - pair.Second) < 0.005);
}
