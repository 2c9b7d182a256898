using ImageMagick;
using Pipeline.Imaging.Colours;
using Pipeline.Imaging.Metadata;
using Pipeline.Imaging.Pictures;
using Pipeline.Magick.Library;

namespace Pipeline.Magick.Reading;

/// <summary>Converts a decoded image to 8-bit sRGB, or to Display P3 if its colours need that, in place.</summary>
internal static class SrgbConversion
{
    /// <param name="image">The image as decoded.</param>
    /// <param name="colours">What its file says about colours.</param>
    /// <param name="hasAlpha">Whether it must have alpha.</param>
    /// <param name="widest">The widest gamut to keep.</param>
    /// <returns>The gamut of the result.</returns>
    /// <exception cref="MagickException">ImageMagick has no conversion from this image's colours.</exception>
    public static Gamut Apply(IMagickImage<byte> image, SourceColours colours, bool hasAlpha, Gamut widest)
    {
        var result = ConvertByProfile(image, colours, widest);
        // Grey, or other colours without a profile. This makes three colour channels.
        if (image.ColorSpace != ColorSpace.sRGB)
        {
            image.ColorSpace = ColorSpace.sRGB;
        }

        // The pixels of a palette image hold an index as well as the colour.
        if (image.ClassType != ClassType.Direct)
        {
            image.ClassType = ClassType.Direct;
        }

        if (image.HasAlpha != hasAlpha)
        {
            image.HasAlpha = hasAlpha;
        }

        return result;
    }

    private static Gamut ConvertByProfile(IMagickImage<byte> image, SourceColours colours, Gamut widest)
    {
        if (GetModel(image.ColorSpace) is not { } model)
        {
            return Gamut.Srgb;
        }

        var choice = colours.Choose(image.GetColorProfile()?.ToByteArray(), model, widest);
        // Otherwise ImageMagick converts by the embedded one, whichever it is.
        image.RemoveProfile("icc");
        image.RemoveProfile("icm");
        if (choice.Profile.IsEmpty)
        {
            return choice.Target;
        }

        if (choice.IsForRgb && model == ColourModel.Grey)
        {
            // A profile for RGB needs three channels. This changes no level.
            image.ColorSpace = ColorSpace.sRGB;
        }

        // As libvips does, because its own sRGB profile is version 4: otherwise the black of a press would become grey.
        image.BlackPointCompensation = true;
        var source = new ColorProfile(choice.Profile.ToArray());
        var target = choice.Target == Gamut.P3 ? new ColorProfile(DisplayP3Profile.Profile) : ColorProfiles.SRGB;
        // From a table, the faster way interpolates between colours that are clipped already, and is up to 12 levels off.
        var mode = IccProfile.HasTable(choice.Profile) ? ColorTransformMode.HighRes : ColorTransformMode.Quantum;
        return TryConvert(() => image.TransformColorSpace(source, target, mode)) ? choice.Target : Gamut.Srgb;
    }

    /// <summary>Null for colours that are no device's (Lab): no profile says how to convert them.</summary>
    private static ColourModel? GetModel(ColorSpace colours) => colours switch
    {
        ColorSpace.CMYK => ColourModel.Cmyk,
        ColorSpace.Gray or ColorSpace.LinearGray => ColourModel.Grey,
        ColorSpace.sRGB or ColorSpace.RGB => ColourModel.Rgb,
        _ => null,
    };

    /// <returns>False if the profile cannot be used. The colour space alone then decides.</returns>
    private static bool TryConvert(Func<bool> convert)
    {
        try
        {
            return convert();
        }
        catch (MagickException exception) when (MagickFault.IsCausedByProfile(exception))
        {
            return false;
        }
    }
}
