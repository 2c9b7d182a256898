using Pipeline.Imaging.Gamuts;
using Pipeline.Imaging.Metadata;
using Pipeline.Imaging.Pictures;
using Pipeline.Vips.Native;

namespace Pipeline.Vips.Reading;

/// <summary>
/// Converts what libvips' colour engine (Little CMS) converts by interpolating in a table of colours that are clipped already: it would be
/// up to 18 levels off at the edge of sRGB. Here clipping comes after the conversion to linear light.
/// </summary>
internal static class ExactConversion
{
    private const int Perceptual = 0;
    private const int PcsLab = 0; // VIPS_PCS_LAB
    private const int Levels = 65_536;
    private const double Largest = Levels - 1;

    /// <summary>Converts RGB of 16 bits by a profile of curves and a matrix.</summary>
    /// <param name="image">RGB, or RGB with alpha.</param>
    /// <param name="profile">A profile that fits RGB.</param>
    /// <param name="target">What to convert to.</param>
    /// <returns>Null for another kind of image or profile.</returns>
    /// <exception cref="VipsException">Memory ran out.</exception>
    public static VipsImage? TryConvertDeepRgb(VipsImage image, ReadOnlySpan<byte> profile, Gamut target)
    {
        var channels = image.HasAlpha ? 4 : 3;
        if (!image.IsSixteenBit || image.Interpretation != VipsImage.Rgb16 || image.Bands != channels || IccMatrix.TryRead(profile) is not { } source)
        {
            return null;
        }

        using var curves = VipsImage.FromCopy<float>(CreateCurves(source, channels), Levels, 1, VipsImage.Single);
        using var linear = Look(image, curves);
        return Encode(linear, source.ToD50, target, alphaScale: Largest);
    }

    /// <summary>Converts an image by its embedded profile, which has a table.</summary>
    /// <param name="image">RGB or CMYK, with or without alpha.</param>
    /// <param name="target">What to convert to.</param>
    /// <exception cref="VipsException">The profile cannot be used.</exception>
    public static VipsImage ConvertByTable(VipsImage image, Gamut target)
    {
        using var import = new VipsOperation("icc_import");
        using var lab = import.Set("in", image).Set("embedded", true).Set("intent", Perceptual).Set("pcs", PcsLab).Build().GetImage();
        using var convert = new VipsOperation("Lab2XYZ");
        using var xyz = convert.Set("in", lab).Build().GetImage();
        // libvips takes white to be D65, but in a profile it is D50. Its XYZ of white is 100.
        double[,] toD50 = { { 0.9642 / 95.0470, 0, 0 }, { 0, 0.01, 0 }, { 0, 0, 0.8249 / 108.8827 } };
        return Encode(xyz, toD50, target, alphaScale: Largest / byte.MaxValue);
    }

    /// <summary>Converts linear light to 8 bits.</summary>
    /// <param name="light">Three channels, and perhaps alpha.</param>
    /// <param name="toD50">From these channels to XYZ relative to D50.</param>
    /// <param name="target">What to convert to.</param>
    /// <param name="alphaScale">From alpha to 0 to 65,535.</param>
    private static VipsImage Encode(VipsImage light, double[,] toD50, Gamut target, double alphaScale)
    {
        using var matrix = VipsImage.FromCopy<double>(CreateMatrix(toD50, target, light.Bands, alphaScale), light.Bands, light.Bands, VipsImage.Double);
        using var levels = VipsImage.FromCopy<byte>(CreateLevels(light.Bands), Levels, 1, VipsImage.EightBit);
        using var recombine = new VipsOperation("recomb");
        using var mixed = recombine.Set("in", light).Set("m", matrix).Build().GetImage();
        using var cast = new VipsOperation("cast");
        // This clips, too.
        using var clipped = cast.Set("in", mixed).Set("format", VipsImage.SixteenBit).Build().GetImage();
        using var encoded = Look(clipped, levels);
        using var copy = new VipsOperation("copy");
        return copy.Set("in", encoded).Set("interpretation", VipsImage.Srgb).Build().GetImage();
    }

    private static VipsImage Look(VipsImage image, VipsImage table)
    {
        using var look = new VipsOperation("maplut");
        return look.Set("in", image).Set("lut", table).Build().GetImage();
    }

    /// <summary>Linear light of 0 to 1 for each level, by channel. Alpha is linear.</summary>
    private static float[] CreateCurves(IccMatrix source, int channels)
    {
        var curves = new float[Levels * channels];
        for (var level = 0; level < Levels; level++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                curves[(level * channels) + channel] = (float)(channel == 3 ? level / Largest : source.Linearise(channel, level / Largest));
            }
        }

        return curves;
    }

    /// <summary>From linear light to that of the target, 0 to 65,535.</summary>
    private static double[] CreateMatrix(double[,] toD50, Gamut target, int channels, double alphaScale)
    {
        var fromD50 = ColourSpace.Of(target).FromD50;
        var matrix = new double[channels * channels];
        for (var column = 0; column < 3; column++)
        {
            var light = ColourSpace.Multiply(fromD50, [toD50[0, column], toD50[1, column], toD50[2, column]]);
            for (var row = 0; row < 3; row++)
            {
                matrix[(row * channels) + column] = light[row] * Largest;
            }
        }

        if (channels == 4)
        {
            matrix[^1] = alphaScale;
        }

        return matrix;
    }

    /// <summary>8-bit levels for linear light of 0 to 65,535.</summary>
    private static byte[] CreateLevels(int channels)
    {
        var levels = new byte[Levels * channels];
        for (var light = 0; light < Levels; light++)
        {
            var linear = light / Largest;
            var encoded = (byte)Math.Round(255 * (linear <= 0.0031308 ? linear * 12.92 : (1.055 * Math.Pow(linear, 1 / 2.4)) - 0.055));
            levels.AsSpan(light * channels, 3).Fill(encoded);
            if (channels == 4)
            {
                levels[(light * channels) + 3] = (byte)Math.Round(linear * 255);
            }
        }

        return levels;
    }
}
