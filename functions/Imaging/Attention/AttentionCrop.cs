using System.Buffers;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Orientation;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Imaging.Attention;

/// <summary>
/// Finds the part of a picture that draws the eye: edges, saturated colours and skin tones. Works on a small
/// copy. Source: jwagner/smartcrop.js and libvips' attention crop. The same picture always gives the same part.
/// </summary>
public static class AttentionCrop
{
    /// <summary>Longer edge of the small copy in pixels.</summary>
    private const int Size = 64;

    private const double EdgeWeight = 1, SaturationWeight = 0.5, SkinWeight = 1.5;

    // How much less a window's edges count than its middle, so that the subject is not cut in half.
    private const double EdgeFalloff = 0.5;

    /// <summary>Places a window of the crop's size on the part of the original that scores highest.</summary>
    /// <param name="decoded">The original as decoded, in stored orientation.</param>
    /// <param name="source">The original's header.</param>
    /// <param name="crop">The crop, in pixels of the upright original; as wide or as high as the original.</param>
    public static Region Place(Picture decoded, ImageInfo source, Region crop)
    {
        using var thumbnail = UprightThumbnail.Create(decoded, source.Orientation, Size);
        var (width, height) = (thumbnail.Width, thumbnail.Height);
        var scores = ArrayPool<double>.Shared.Rent(width * height);
        Score(thumbnail, scores);
        var alongX = source.UprightWidth - crop.Width > source.UprightHeight - crop.Height;
        var profile = ArrayPool<double>.Shared.Rent(Size);
        Array.Clear(profile);
        for (var i = 0; i < width * height; i++)
        {
            profile[alongX ? i % width : i / width] += scores[i];
        }

        var length = alongX ? source.UprightWidth : source.UprightHeight;
        var window = alongX ? crop.Width : crop.Height;
        var start = FindBestStart(profile.AsSpan(0, alongX ? width : height), window / length) * length;
        ArrayPool<double>.Shared.Return(scores);
        ArrayPool<double>.Shared.Return(profile);
        return alongX
            ? crop with { X = Math.Clamp(start, 0, length - window) }
            : crop with { Y = Math.Clamp(start, 0, length - window) };
    }

    /// <summary>Start of the window with the highest sum, as a share of the profile. On a tie, the window nearest to the middle wins.</summary>
    private static double FindBestStart(ReadOnlySpan<double> profile, double share)
    {
        const int Steps = 128;
        var best = (Sum: double.NegativeInfinity, Start: (1 - share) / 2);
        for (var step = 0; step <= Steps; step++)
        {
            // From the middle outwards, left and right in turn.
            var distance = (step + 1) / 2 * (step % 2 == 0 ? 1 : -1);
            var start = (1 - share) * (0.5 + (double)distance / Steps);
            double sum = 0;
            for (var i = 0; i < profile.Length; i++)
            {
                var position = ((i + 0.5) / profile.Length - start) / share;
                var fromMiddle = Math.Abs(2 * position - 1);
                sum += fromMiddle < 1 ? profile[i] * (1 - EdgeFalloff * fromMiddle * fromMiddle) : 0;
            }

            if (sum > best.Sum * (1 + 1e-9))
            {
                best = (sum, start);
            }
        }

        return best.Start;
    }

    private static void Score(PixelBuffer picture, double[] scores)
    {
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++)
            {
                var (red, green, blue, alpha) = PixelAt(picture, x, y);
                var edge = Math.Abs(Luma(picture, x + 1, y) - Luma(picture, x - 1, y))
                    + Math.Abs(Luma(picture, x, y + 1) - Luma(picture, x, y - 1));
                scores[y * picture.Width + x] = alpha
                    * (EdgeWeight * edge + SaturationWeight * SaturationScore(red, green, blue) + SkinWeight * SkinScore(red, green, blue));
            }
        }
    }

    private static (double Red, double Green, double Blue, double Alpha) PixelAt(PixelBuffer picture, int x, int y)
    {
        x = Math.Clamp(x, 0, picture.Width - 1);
        var pixel = picture.Row(Math.Clamp(y, 0, picture.Height - 1)).Slice(x * picture.Channels, picture.Channels);
        return (pixel[0] / 255.0, pixel[1] / 255.0, pixel[2] / 255.0, picture.HasAlpha ? pixel[3] / 255.0 : 1);
    }

    // Rec. 709 weights on gamma-encoded values; transparent counts as black.
    private static double Luma(PixelBuffer picture, int x, int y)
    {
        var (red, green, blue, alpha) = PixelAt(picture, x, y);
        return alpha * (0.2126 * red + 0.7152 * green + 0.0722 * blue);
    }

    // Near-black and near-white colours score 0: their saturation means nothing.
    private static double SaturationScore(double red, double green, double blue)
    {
        var (max, min) = (Math.Max(red, Math.Max(green, blue)), Math.Min(red, Math.Min(green, blue)));
        var lightness = (max + min) / 2;
        if (lightness is < 0.05 or > 0.9)
        {
            return 0;
        }

        var saturation = (max - min) / (1 - Math.Abs(2 * lightness - 1));
        return Math.Max(0, (saturation - 0.4) / 0.6);
    }

    // How close a colour's direction is to that of skin, whatever its brightness. Vector and threshold are smartcrop.js's.
    private static double SkinScore(double red, double green, double blue)
    {
        var length = Math.Sqrt(red * red + green * green + blue * blue);
        if (length < 0.2)
        {
            return 0;
        }

        var (r, g, b) = (red / length - 0.78, green / length - 0.57, blue / length - 0.44);
        return Math.Max(0, (1 - Math.Sqrt(r * r + g * g + b * b) - 0.8) / 0.2);
    }
}
