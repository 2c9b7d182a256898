using ImageMagick;
using Pipeline.Imaging.Colours;
using Pipeline.Imaging.Metadata;
using Pipeline.Magick.Library;

namespace Pipeline.Magick.Reading;

/// <summary>Converts a decoded image to 8-bit sRGB, in place.</summary>
internal static class SrgbConversion
{
    /// <exception cref="MagickException">ImageMagick has no conversion from this image's colours.</exception>
    public static void Apply(IMagickImage<byte> image, SourceColours colours, bool hasAlpha)
    {
        ConvertByProfile(image, colours);
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
    }

    private static void ConvertByProfile(IMagickImage<byte> image, SourceColours colours)
    {
        if (GetModel(image.ColorSpace) is not { } model)
        {
            return;
        }

        var profile = colours.Choose(image.GetColorProfile()?.ToByteArray(), model, out var isForRgb);
        // Otherwise ImageMagick converts by the embedded one, whichever it is.
        image.RemoveProfile("icc");
        image.RemoveProfile("icm");
        if (profile.IsEmpty)
        {
            return;
        }

        if (isForRgb && model == ColourModel.Grey)
        {
            // A profile for RGB needs three channels. This changes no level.
            image.ColorSpace = ColorSpace.sRGB;
        }

        var source = new ColorProfile(profile.ToArray());
        TryConvert(() => image.TransformColorSpace(source, ColorProfiles.SRGB));
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
