using System.Buffers.Binary;

namespace Pipeline.Imaging.Metadata;

/// <summary>
/// Decides whether to convert by an embedded profile. One that is damaged or has another colour model than the picture is passed over,
/// as browsers do. One that is sRGB, whichever program wrote it, changes nothing but can cost as much as decoding.
/// </summary>
/// <seealso href="https://www.color.org/specification/ICC.1-2022-05.pdf">ICC.1:2022, 7.2 to 7.3 and 10.6, 10.18, 10.31</seealso>
public static class IccProfile
{
    private const int HeaderLength = 128;
    private const int TagLength = 12;

    // Colorants adapted to D50 (IEC 61966-2-1, SMPTE EG 432-1). Profiles differ in the fourth digit by how they were rounded.
    private const double ColorantTolerance = 0.002;

    // One 8-bit step: the most that a conversion would change.
    private const double CurveTolerance = 1.0 / 255;

    private static readonly double[][] Srgb = [[0.4360, 0.2225, 0.0139], [0.3851, 0.7169, 0.0971], [0.1431, 0.0606, 0.7141]];

    private static readonly double[][] DisplayP3 = [[0.5151, 0.2412, -0.0011], [0.2920, 0.6922, 0.0419], [0.1571, 0.0666, 0.7841]];

    /// <summary>
    /// Whether colours of this model can be converted by the profile: its header is sound, every tag lies inside it, and it has the
    /// tables or curves that its model needs. A size field that claims fewer bytes than there are is allowed (padding), more is not.
    /// </summary>
    /// <param name="profile">Any bytes.</param>
    /// <param name="model">Colour model of the picture.</param>
    public static bool Fits(ReadOnlySpan<byte> profile, ColourModel model)
    {
        if (profile.Length < HeaderLength + 4 || BinaryPrimitives.ReadUInt32BigEndian(profile) is var size && (size < HeaderLength + 4 || size > profile.Length))
        {
            return false;
        }

        profile = profile[..(int)size];
        return profile[36..].StartsWith("acsp"u8)
            && profile[16..].StartsWith(Signature(model))
            && (profile[20..].StartsWith("XYZ "u8) || profile[20..].StartsWith("Lab "u8))
            && IsOfADevice(profile[12..])
            && HasEveryTagInside(profile)
            && HasTransform(profile, model);
    }

    /// <summary>
    /// Whether converting from this profile to sRGB would leave 8-bit colours as they are. False for damaged profiles
    /// and for those with lookup tables, whose effect is not as easy to predict.
    /// </summary>
    public static bool IsSrgb(ReadOnlySpan<byte> profile) => HasSrgbCurveOn(Srgb, profile);

    /// <summary>Whether converting from this profile to Display P3 would leave 8-bit colours as they are, as <see cref="IsSrgb"/> for sRGB.</summary>
    public static bool IsDisplayP3(ReadOnlySpan<byte> profile) => HasSrgbCurveOn(DisplayP3, profile);

    /// <summary>Whether a profile converts by a table in the perceptual intent, as every one for CMYK does; otherwise by curves and a matrix.</summary>
    public static bool HasTable(ReadOnlySpan<byte> profile) => !FindTag(profile, "A2B0"u8).IsEmpty;

    /// <summary>The data of a tag; empty if there is none or it lies outside the profile.</summary>
    internal static ReadOnlySpan<byte> FindTag(ReadOnlySpan<byte> profile, ReadOnlySpan<byte> signature)
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

    private static bool HasSrgbCurveOn(double[][] colorants, ReadOnlySpan<byte> profile) =>
        profile.Length > HeaderLength + 4
        && profile[16..].StartsWith("RGB "u8)
        && profile[20..].StartsWith("XYZ "u8)
        && profile[36..].StartsWith("acsp"u8)
        && FindTag(profile, "A2B0"u8).IsEmpty
        && FindTag(profile, "A2B1"u8).IsEmpty
        && IsColorant(FindTag(profile, "rXYZ"u8), colorants[0])
        && IsColorant(FindTag(profile, "gXYZ"u8), colorants[1])
        && IsColorant(FindTag(profile, "bXYZ"u8), colorants[2])
        && IsSrgbCurve(FindTag(profile, "rTRC"u8))
        && IsSrgbCurve(FindTag(profile, "gTRC"u8))
        && IsSrgbCurve(FindTag(profile, "bTRC"u8));

    private static ReadOnlySpan<byte> Signature(ColourModel model) => model switch
    {
        ColourModel.Grey => "GRAY"u8,
        ColourModel.Cmyk => "CMYK"u8,
        _ => "RGB "u8,
    };

    /// <summary>Scanner, display, printer or colour space; a device link, an abstract or a named-colour profile converts something else.</summary>
    private static bool IsOfADevice(ReadOnlySpan<byte> deviceClass) =>
        deviceClass.StartsWith("scnr"u8) || deviceClass.StartsWith("mntr"u8) || deviceClass.StartsWith("prtr"u8) || deviceClass.StartsWith("spac"u8);

    private static bool HasEveryTagInside(ReadOnlySpan<byte> profile)
    {
        var count = BinaryPrimitives.ReadUInt32BigEndian(profile[HeaderLength..]);
        var table = profile[(HeaderLength + 4)..];
        if ((ulong)count * TagLength > (ulong)table.Length)
        {
            return false;
        }

        for (var i = 0; i < count; i++)
        {
            var entry = table[(i * TagLength)..];
            if ((ulong)BinaryPrimitives.ReadUInt32BigEndian(entry[4..]) + BinaryPrimitives.ReadUInt32BigEndian(entry[8..]) > (ulong)profile.Length)
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasTransform(ReadOnlySpan<byte> profile, ColourModel model)
    {
        if (FindTag(profile, "A2B0"u8) is { IsEmpty: false } table)
        {
            return IsTable(table, inputs: model switch { ColourModel.Grey => 1, ColourModel.Cmyk => 4, _ => 3 });
        }

        return model switch
        {
            ColourModel.Grey => IsCurve(FindTag(profile, "kTRC"u8)),
            ColourModel.Rgb => IsXyz(FindTag(profile, "rXYZ"u8)) && IsXyz(FindTag(profile, "gXYZ"u8)) && IsXyz(FindTag(profile, "bXYZ"u8))
                && IsCurve(FindTag(profile, "rTRC"u8)) && IsCurve(FindTag(profile, "gTRC"u8)) && IsCurve(FindTag(profile, "bTRC"u8)),
            _ => false,
        };
    }

    private static bool IsXyz(ReadOnlySpan<byte> tag) => tag.Length >= 20 && tag.StartsWith("XYZ "u8);

    private static bool IsCurve(ReadOnlySpan<byte> tag)
    {
        if (tag.Length < 12)
        {
            return false;
        }

        ReadOnlySpan<int> parameters = [1, 3, 4, 5, 7];
        return tag.StartsWith("curv"u8) ? ((ulong)BinaryPrimitives.ReadUInt32BigEndian(tag[8..]) * 2) + 12 <= (ulong)tag.Length
            : tag.StartsWith("para"u8) && BinaryPrimitives.ReadUInt16BigEndian(tag[8..]) is var form && form < parameters.Length
                && 12 + (4 * parameters[form]) <= tag.Length;
    }

    /// <summary>ICC.1:2022, 10.10 (mft2), 10.11 (mft1) and 10.12 (mAB).</summary>
    private static bool IsTable(ReadOnlySpan<byte> tag, int inputs)
    {
        if (tag.Length < 52 || tag[8] != inputs || tag[9] != 3)
        {
            return false;
        }

        if (tag.StartsWith("mAB "u8))
        {
            return true;
        }

        var isSixteenBit = tag.StartsWith("mft2"u8);
        if ((!isSixteenBit && !tag.StartsWith("mft1"u8)) || tag[10] < 2)
        {
            return false;
        }

        var (inputEntries, outputEntries) = isSixteenBit
            ? (BinaryPrimitives.ReadUInt16BigEndian(tag[48..]), BinaryPrimitives.ReadUInt16BigEndian(tag[50..]))
            : (256, 256);
        var values = (inputs * inputEntries) + (3 * Math.Pow(tag[10], inputs)) + (3 * outputEntries);
        return (isSixteenBit ? 52 + (2 * values) : 48 + values) <= tag.Length;
    }

    private static bool IsColorant(ReadOnlySpan<byte> tag, double[] expected)
    {
        if (!IsXyz(tag))
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
