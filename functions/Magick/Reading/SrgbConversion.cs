using ImageMagick;
using Pipeline.Core.Imaging.Metadata;

namespace Pipeline.Magick.Reading;

/// <summary>Makes 8-bit sRGB of a decoded image, in place.</summary>
internal static class SrgbConversion
{
    /// <exception cref="MagickException">ImageMagick has no conversion from this image's colours.</exception>
    public static void Apply(IMagickImage<byte> image, bool hasAlpha)
    {
        ByProfile(image);
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
    /// By the embedded profile, or for CMYK without one by that of American web offset printing. A profile that does not
    /// fit the image is passed over, as browsers do.
    /// </summary>
    private static void ByProfile(IMagickImage<byte> image)
    {
        var profile = (image.GetProfile("icc") ?? image.GetProfile("icm"))?.ToByteArray();
        try
        {
            if (profile is null && image.ColorSpace == ColorSpace.CMYK)
            {
                image.TransformColorSpace(ColorProfiles.USWebCoatedSWOP, ColorProfiles.SRGB);
            }
            else if (profile is not null && !IccProfile.IsSrgb(profile))
            {
                image.TransformColorSpace(ColorProfiles.SRGB);
            }
        }
        catch (MagickException exception) when (exception is not (MagickResourceLimitErrorException or MagickCacheErrorException))
        {
            // Without it: the colour space alone decides.
        }
    }
}
