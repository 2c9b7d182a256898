using System.Buffers.Binary;

namespace Pipeline.Imaging.Metadata;

/// <summary>
/// Detects whether an embedded profile is sRGB, whichever program wrote it. Most photographs with a profile have this one, and
/// converting by it changes nothing but can cost as much as decoding.
/// </summary>
/// <seealso href="https://www.color.org/specification/ICC.1-2022-05.pdf">ICC.1:2022, 7.2 to 7.3 and 10.6, 10.18, 10.31</seealso>
public static class IccProfile
{
    private const int HeaderLength = 128;
    private const int TagLength = 12;

    // Colorants of sRGB adapted to D50 (IEC 61966-2-1). Profiles differ in the fourth digit by how they were rounded.
    private const double ColorantTolerance = 0.002;

    // One 8-bit step: the most that a conversion would change.
    private const double CurveTolerance = 1.0 / 255;

    private static readonly double[] Red = [0.4360, 0.2225, 0.0139];
    private static readonly double[] Green = [0.3851, 0.7169, 0.0971];
    private static readonly double[] Blue = [0.1431, 0.0606, 0.7141];

    /// <summary>Whether the profile has this colour model.</summary>
    /// <param name="profile">Any bytes.</param>
    /// <param name="colourModel">As in bytes 16 to 19 of the header: <c>RGB </c>, <c>GRAY</c>, <c>CMYK</c>.</param>
    public static bool HasColourModel(ReadOnlySpan<byte> profile, ReadOnlySpan<byte> colourModel) =>
        profile.Length > HeaderLength && profile[16..].StartsWith(colourModel);

    /// <summary>
    /// Whether converting from this profile to sRGB would leave 8-bit colours as they are. False for damaged profiles
    /// and for those with lookup tables, whose effect is not as easy to predict.
    /// </summary>
    public static bool IsSrgb(ReadOnlySpan<byte> profile) =>
        profile.Length > HeaderLength + 4
        && profile[16..].StartsWith("RGB "u8)
        && profile[20..].StartsWith("XYZ "u8)
        && profile[36..].StartsWith("acsp"u8)
        && FindTag(profile, "A2B0"u8).IsEmpty
        && FindTag(profile, "A2B1"u8).IsEmpty
        && IsColorant(FindTag(profile, "rXYZ"u8), Red)
        && IsColorant(FindTag(profile, "gXYZ"u8), Green)
        && IsColorant(FindTag(profile, "bXYZ"u8), Blue)
        && IsSrgbCurve(FindTag(profile, "rTRC"u8))
        && IsSrgbCurve(FindTag(profile, "gTRC"u8))
        && IsSrgbCurve(FindTag(profile, "bTRC"u8));

    /// <summary>The data of a tag; empty if there is none or it lies outside the profile.</summary>
    private static ReadOnlySpan<byte> FindTag(ReadOnlySpan<byte> profile, ReadOnlySpan<byte> signature)
    {
        var count = BinaryPrimitives.ReadUInt32BigEndian(profile[HeaderLength..]);
        var table = profile[(HeaderLength + 4)..];
        for (var i = 0; i < count && (i + 1) * TagLength <= table.Length; i++)
        {
            var entry = table.Slice(i * TagLength, TagLength);
            if (entry.StartsWith(signature))
            {
                var offset = BinaryPrimitives.ReadUInt32BigEndian(entry[4..]);
                var length = BinaryPrimitives.ReadUInt32BigEndian(entry[8..]);
                return (ulong)offset + length <= (ulong)profile.Length ? profile.Slice((int)offset, (int)length) : [];
            }
        }

        return [];
    }

    private static bool IsColorant(ReadOnlySpan<byte> tag, double[] expected)
    {
        if (tag.Length < 20 || !tag.StartsWith("XYZ "u8))
        {
            return false;
        }

        for (var i = 0; i < 3; i++)
        {
            var value = BinaryPrimitives.ReadInt32BigEndian(tag[(8 + (4 * i))..]) / 65536.0;
            if (Math.Abs(value - expected[i]) > ColorantTolerance)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSrgbCurve(ReadOnlySpan<byte> tag)
    {
        const int samples = 32;
        for (var i = 0; i <= samples; i++)
        {
            var encoded = (double)i / samples;
            if (IccCurve.Evaluate(tag, encoded) is not { } linear || Math.Abs(EncodeSrgb(linear) - encoded) > CurveTolerance)
            {
                return false;
            }
        }

        return true;
    }

    private static double EncodeSrgb(double linear) =>
        linear <= 0.0031308 ? linear * 12.92 : (1.055 * Math.Pow(linear, 1 / 2.4)) - 0.055;
}
