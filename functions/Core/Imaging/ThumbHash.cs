namespace Pipeline.Core.Imaging;

/// <summary>
/// A blurred picture in about 25 bytes: the lowest frequencies of its light and its two colour differences, with alpha where
/// there is any. Source: Evan Wallace, evanw.github.io/thumbhash.
/// </summary>
public static class ThumbHash
{
    /// <summary>Greatest width and height that is hashed, in pixels.</summary>
    public const int MaxSize = 100;

    /// <summary>Hashes a picture.</summary>
    /// <param name="picture">At most <see cref="MaxSize"/> pixels wide and high.</param>
    /// <exception cref="ArgumentOutOfRangeException">The picture is larger.</exception>
    public static byte[] Of(PixelBuffer picture)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(picture.Width, MaxSize, nameof(picture));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(picture.Height, MaxSize, nameof(picture));
        var planes = ThumbHashPlanes.Of(picture);
        var (width, height) = (picture.Width, picture.Height);
        var limit = planes.HasAlpha ? 5 : 7;
        var across = Math.Max(1, Round((double)limit * width / Math.Max(width, height)));
        var down = Math.Max(1, Round((double)limit * height / Math.Max(width, height)));
        var light = ThumbHashChannel.Of(planes.Light, width, height, Math.Max(3, across), Math.Max(3, down));
        var yellowBlue = ThumbHashChannel.Of(planes.YellowBlue, width, height, 3, 3);
        var redGreen = ThumbHashChannel.Of(planes.RedGreen, width, height, 3, 3);

        var landscape = width > height;
        var hash = new List<byte>(25);
        Append(hash, 3, Round(63 * light.Mean)
            | (Round(31.5 + 31.5 * yellowBlue.Mean) << 6)
            | (Round(31.5 + 31.5 * redGreen.Mean) << 12)
            | (Round(31 * light.Scale) << 18)
            | (planes.HasAlpha ? 1 << 23 : 0));
        Append(hash, 2, (landscape ? down : across)
            | (Round(63 * yellowBlue.Scale) << 3)
            | (Round(63 * redGreen.Scale) << 9)
            | (landscape ? 1 << 15 : 0));
        IEnumerable<double> varying = [.. light.Varying, .. yellowBlue.Varying, .. redGreen.Varying];
        if (planes.HasAlpha)
        {
            var alpha = ThumbHashChannel.Of(planes.Alpha, width, height, 5, 5);
            Append(hash, 1, Round(15 * alpha.Mean) | (Round(15 * alpha.Scale) << 4));
            varying = varying.Concat(alpha.Varying);
        }

        foreach (var pair in varying.Chunk(2))
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

    // Halves go up, as in JavaScript, which the format was defined by.
    private static int Round(double value) => (int)Math.Floor(value + 0.5);
}
