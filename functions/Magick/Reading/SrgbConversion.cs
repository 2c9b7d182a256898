using ImageMagick;
using Pipeline.Imaging.Metadata;
using Pipeline.Magick.Library;

namespace Pipeline.Magick.Reading;

/// <summary>Makes 8-bit sRGB of a decoded image, in place.</summary>
internal static class SrgbConversion
{
    /// <exception cref="MagickException">ImageMagick has no conversion from this image's colours.</exception>
    public static void Apply(IMagickImage<byte> image, bool hasAlpha)
    {
        ConvertByProfile(image);
        // Grey, and what had no profile; sets the colours' number of channels to three.
        if (image.ColorSpace != ColorSpace.sRGB)
        {
            image.ColorSpace = ColorSpace.sRGB;
        }

        // A palette's pixels hold its index besides the colour.
        if (image.ClassType != ClassType.Direct)
        {
            image.ClassType = ClassType.Direct;
        }

        if (image.HasAlpha != hasAlpha)
        {
            image.HasAlpha = hasAlpha;
        }
    }

    /// <summary>
    /// By the embedded profile, or for CMYK without one by that of American web offset printing. A profile that is
    /// unreadable or of another colour model than the image is passed over, as browsers do.
    /// </summary>
    private static void ConvertByProfile(IMagickImage<byte> image)
    {
        if (image.GetColorProfile()?.ToByteArray() is { } profile && Fits(profile, image.ColorSpace))
        {
            if (IccProfile.IsSrgb(profile) || Converts(() => image.TransformColorSpace(ColorProfiles.SRGB)))
            {
                return;
            }
        }

        if (image.ColorSpace == ColorSpace.CMYK)
        {
            // ImageMagick would convert from the profile that was passed over.
            image.RemoveProfile("icc");
            image.RemoveProfile("icm");
            Converts(() => image.TransformColorSpace(ColorProfiles.USWebCoatedSWOP, ColorProfiles.SRGB));
        }
    }

    private static bool Fits(byte[] profile, ColorSpace colours) => colours switch
    {
        ColorSpace.CMYK => IccProfile.HasColourModel(profile, "CMYK"u8),
        ColorSpace.Gray or ColorSpace.LinearGray => IccProfile.HasColourModel(profile, "GRAY"u8),
        ColorSpace.sRGB or ColorSpace.RGB => IccProfile.HasColourModel(profile, "RGB "u8),
        // ImageMagick knows.
        _ => true,
    };

    /// <returns>False where the profile cannot be used: the colour space alone decides.</returns>
    private static bool Converts(Func<bool> convert)
    {
        try
        {
            return convert();
        }
        catch (MagickException exception) when (MagickFault.IsTheProfiles(exception))
        {
            return false;
        }
    }
}
