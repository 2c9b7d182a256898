using Pipeline.Imaging.Metadata;
using Pipeline.Vips.Native;

namespace Pipeline.Vips.Reading;

/// <summary>Appends what makes 8-bit sRGB of a loaded image: RGB, or RGBA if it has alpha.</summary>
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
    /// By the embedded profile, or for CMYK without one by libvips' own. A profile that does not fit the image is passed
    /// over, as browsers do. Null: nothing to convert by.
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

    /// <summary>16 bit, grey, Lab and so on to 8-bit sRGB; grey becomes three bands.</summary>
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
            throw new VipsException($"{image.Bands} channels where {bands} were expected");
        }

        // Also where the count is right: then it passes pixels on untouched.
        using var extract = new VipsOperation("extract_band");
        return extract.Set("in", image).Set("band", 0).Set("n", bands).Build().GetImage();
    }
}
