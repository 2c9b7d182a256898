using Pipeline.Imaging.Metadata;
using Pipeline.Vips.Native;

namespace Pipeline.Vips.Reading;

/// <summary>Converts a loaded image to 8-bit sRGB: RGB, or RGBA if it has alpha.</summary>
internal static class SrgbConversion
{
    private const int Perceptual = 0;

    /// <exception cref="VipsException">libvips has no conversion from this image's colours.</exception>
    public static VipsImage Apply(VipsImage image)
    {
        using var profiled = ConvertByProfile(image);
        using var srgb = ConvertBySpace(profiled ?? image);
        using var eightBit = ToEightBit(srgb);
        return ExtractBands(eightBit, image.HasAlpha ? 4 : 3);
    }

    /// <summary>
    /// Converts by the embedded profile, or by libvips' own profile for CMYK without one. A profile that does not fit the
    /// image is ignored, as browsers do. Returns null if there is no profile to convert by.
    /// </summary>
    private static VipsImage? ConvertByProfile(VipsImage image)
    {
        var profile = image.GetBlob(VipsImage.Profile);
        var isCmyk = image.Interpretation == VipsImage.Cmyk;
        if (!isCmyk && (profile.IsEmpty || IccProfile.IsSrgb(profile)))
        {
            return null;
        }

        try
        {
            using var transform = new VipsOperation("icc_transform");
            transform.Set("in", image).Set("output_profile", "srgb").Set("embedded", !profile.IsEmpty)
                .Set("input_profile", isCmyk ? "cmyk" : "srgb").Set("intent", Perceptual).Set("depth", 8);
            return transform.Build().GetImage();
        }
        catch (VipsException)
        {
            return null;
        }
    }

    /// <summary>Converts 16-bit, grey, Lab and other colours to 8-bit sRGB; grey becomes three bands.</summary>
    private static VipsImage ConvertBySpace(VipsImage image)
    {
        using var convert = new VipsOperation("colourspace");
        return convert.Set("in", image).Set("space", VipsImage.Srgb).Build().GetImage();
    }

    private static VipsImage ToEightBit(VipsImage image)
    {
        using var cast = new VipsOperation("cast");
        return cast.Set("in", image).Set("format", VipsImage.EightBit).Build().GetImage();
    }

    private static VipsImage ExtractBands(VipsImage image, int bands)
    {
        if (image.Bands < bands)
        {
            throw new VipsException($"it has {image.Bands} channels instead of {bands}");
        }

        // Always applied: if the count is right already, it passes the pixels on unchanged.
        using var extract = new VipsOperation("extract_band");
        return extract.Set("in", image).Set("band", 0).Set("n", bands).Build().GetImage();
    }
}
