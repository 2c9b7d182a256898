using Pipeline.Imaging.Colours;
using Pipeline.Imaging.Metadata;
using Pipeline.Imaging.Pictures;
using Pipeline.Vips.Native;

namespace Pipeline.Vips.Reading;

/// <summary>Converts a loaded image to 8-bit sRGB, or to Display P3 if its colours need that: RGB, or RGBA if it has alpha.</summary>
internal static class SrgbConversion
{
    private const int Perceptual = 0;

    /// <param name="image">The image as loaded.</param>
    /// <param name="colours">What its file says about colours.</param>
    /// <param name="widest">The widest gamut to keep.</param>
    /// <param name="result">The gamut of the result.</param>
    /// <exception cref="VipsException">libvips has no conversion from this image's colours.</exception>
    public static VipsImage Apply(VipsImage image, SourceColours colours, Gamut widest, out Gamut result)
    {
        using var profiled = ConvertByProfile(image, colours, widest, out result);
        using var srgb = ConvertBySpace(profiled ?? image, VipsImage.Srgb);
        using var eightBit = ToEightBit(srgb);
        return ExtractBands(eightBit, image.HasAlpha ? 4 : 3);
    }

    /// <summary>Converts by the profile of these colours. Returns null if there is none to convert by, or libvips cannot use it.</summary>
    private static VipsImage? ConvertByProfile(VipsImage image, SourceColours colours, Gamut widest, out Gamut result)
    {
        result = Gamut.Srgb;
        var model = GetModel(image);
        if (model is null)
        {
            return null;
        }

        var choice = colours.Choose(image.GetBlob(VipsImage.Profile), model.Value, widest);
        if (choice.Profile.IsEmpty)
        {
            result = choice.Target;
            return null;
        }

        try
        {
            // A profile for RGB needs three bands. This changes no level.
            using var rgb = choice.IsForRgb && model == ColourModel.Grey
                ? ConvertBySpace(image, image.IsEightBit ? VipsImage.Srgb : VipsImage.Rgb16)
                : Copy(image);
            if (ExactConversion.TryConvertDeepRgb(rgb, choice.Profile, choice.Target) is { } exact)
            {
                result = choice.Target;
                return exact;
            }

            rgb.SetBlob(VipsImage.Profile, choice.Profile);
            if ((model != ColourModel.Grey || choice.IsForRgb) && IccProfile.HasTable(choice.Profile))
            {
                var converted = ExactConversion.ConvertByTable(rgb, choice.Target);
                result = choice.Target;
                return converted;
            }

            using var transform = new VipsOperation("icc_transform");
            transform.Set("in", rgb).Set("output_profile", choice.Target == Gamut.P3 ? "p3" : "srgb");
            transform.Set("embedded", true).Set("intent", Perceptual).Set("depth", 8).Build();
            result = choice.Target;
            return transform.GetImage();
        }
        catch (VipsException)
        {
            return null;
        }
    }

    /// <summary>Null for colours that are no device's (Lab): no profile says how to convert them.</summary>
    private static ColourModel? GetModel(VipsImage image) => image.Interpretation switch
    {
        VipsImage.Cmyk => ColourModel.Cmyk,
        VipsImage.Grey or VipsImage.Grey16 => ColourModel.Grey,
        VipsImage.Srgb or VipsImage.Rgb or VipsImage.Rgb16 => ColourModel.Rgb,
        _ => null,
    };

    private static VipsImage Copy(VipsImage image)
    {
        using var copy = new VipsOperation("copy");
        return copy.Set("in", image).Build().GetImage();
    }

    /// <summary>Converts 16-bit, grey, Lab and other colours to sRGB; grey becomes three bands.</summary>
    private static VipsImage ConvertBySpace(VipsImage image, int space)
    {
        using var convert = new VipsOperation("colourspace");
        return convert.Set("in", image).Set("space", space).Build().GetImage();
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
