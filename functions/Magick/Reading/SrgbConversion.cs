using ImageMagick;
using Pipeline.Imaging.Metadata;
using Pipeline.Magick.Library;

namespace Pipeline.Magick.Reading;

/// <summary>Converts a decoded image to 8-bit sRGB, in place.</summary>
internal static class SrgbConversion
{
    /// <exception cref="MagickException">ImageMagick has no conversion from this image's colours.</exception>
    public static void Apply(IMagickImage<byte> image, bool hasAlpha)
    {
        ConvertByProfile(image);
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

    /// <summary>
    /// Converts by the embedded profile, or by the profile of American web offset printing for CMYK without one. A profile
    /// that is unreadable or has another colour model than the image is ignored, as browsers do.
    /// </summary>
    private static void ConvertByProfile(IMagickImage<byte> image)
    {
        if (image.GetColorProfile()?.ToByteArray() is { } profile && Fits(profile, image.ColorSpace))
        {
            if (IccProfile.IsSrgb(profile) || TryConvert(() => image.TransformColorSpace(ColorProfiles.SRGB)))
            {
                return;
            }
        }

        if (image.ColorSpace == ColorSpace.CMYK)
        {
            // Otherwise ImageMagick converts from the profile that is ignored.
            image.RemoveProfile("icc");
            image.RemoveProfile("icm");
            TryConvert(() => image.TransformColorSpace(ColorProfiles.USWebCoatedSWOP, ColorProfiles.SRGB));
        }
    }

    private static bool Fits(byte[] profile, ColorSpace colours) => colours switch
    {
        ColorSpace.CMYK => IccProfile.HasColourModel(profile, "CMYK"u8),
        ColorSpace.Gray or ColorSpace.LinearGray => IccProfile.HasColourModel(profile, "GRAY"u8),
        ColorSpace.sRGB or ColorSpace.RGB => IccProfile.HasColourModel(profile, "RGB "u8),
        // ImageMagick checks other colour spaces itself.
        _ => true,
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
