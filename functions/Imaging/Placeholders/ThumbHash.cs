using Pipeline.Imaging.Pictures;

namespace Pipeline.Imaging.Placeholders;

/// <summary>
/// A blurred picture in about 25 bytes: the lowest frequencies of its luminance and two colour differences, and of alpha if
/// there is any. Source: Evan Wallace, evanw.github.io/thumbhash.
/// </summary>
public static class ThumbHash
{
    /// <summary>Maximum width and height of a picture to hash, in pixels.</summary>
    public const int MaxSize = 100;

    /// <summary>Hashes a picture.</summary>
    /// <param name="picture">At most <see cref="MaxSize"/> pixels wide and high.</param>
    /// <exception cref="ArgumentOutOfRangeException">The picture is larger.</exception>
    public static byte[] Compute(PixelBuffer picture)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(picture.Width, MaxSize, nameof(picture));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(picture.Height, MaxSize, nameof(picture));
        var planes = ThumbHashPlanes.FromPicture(picture);
        var (width, height) = (picture.Width, picture.Height);
        var limit = planes.HasAlpha ? 5 : 7;
        var horizontalTerms = Math.Max(1, Round((double)limit * width / Math.Max(width, height)));
        var verticalTerms = Math.Max(1, Round((double)limit * height / Math.Max(width, height)));
        var luminance = ThumbHashChannel.Compute(planes.Luminance, width, height, Math.Max(3, horizontalTerms), Math.Max(3, verticalTerms));
        var yellowBlue = ThumbHashChannel.Compute(planes.YellowBlue, width, height, 3, 3);
        var redGreen = ThumbHashChannel.Compute(planes.RedGreen, width, height, 3, 3);

        var isLandscape = width > height;
        var hash = new List<byte>(25);
        Append(hash, 3, Round(63 * luminance.Dc)
            | (Round(31.5 + 31.5 * yellowBlue.Dc) << 6)
            | (Round(31.5 + 31.5 * redGreen.Dc) << 12)
            | (Round(31 * luminance.Scale) << 18)
            | (planes.HasAlpha ? 1 << 23 : 0));
        Append(hash, 2, (isLandscape ? verticalTerms : horizontalTerms)
            | (Round(63 * yellowBlue.Scale) << 3)
            | (Round(63 * redGreen.Scale) << 9)
            | (isLandscape ? 1 << 15 : 0));
        IEnumerable<double> ac = [.. luminance.Ac, .. yellowBlue.Ac, .. redGreen.Ac];
        if (planes.HasAlpha)
        {
            var alpha = ThumbHashChannel.Compute(planes.Alpha, width, height, 5, 5);
            Append(hash, 1, Round(15 * alpha.Dc) | (Round(15 * alpha.Scale) << 4));
            ac = ac.Concat(alpha.Ac);
        }

        foreach (var pair in ac.Chunk(2))
        {
            Append(hash, 1, Round(15 * pair[0]) | (pair.Length > 1 ? Round(15 * pair[1]) << 4 : 0));
        }

        return [.. hash];
    }

    private static void Append(List<byte> hash, int bytes, int bits)
    {
        for (var i = 0; i < bytes; i++)
        {
            hash.Add((byte)(bits >> (8 * i)));
        }
    }

    // Rounds halves up as JavaScript does: the reference implementation is written in it.
    private static int Round(double value) => (int)Math.Floor(value + 0.5);
}
