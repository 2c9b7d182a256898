using System.Buffers.Binary;

namespace Pipeline.Testing.Files;

/// <summary>Writes ICC profiles of a display: three colorants and one tone curve.</summary>
/// <seealso href="https://www.color.org/specification/ICC.1-2022-05.pdf"/>
internal static class IccFile
{
    /// <summary>sRGB as most programs write it: parametric curve, colorants adapted to D50.</summary>
    public static byte[] Srgb { get; } =
        Write([0.43607, 0.22249, 0.01392], [0.38515, 0.71687, 0.09708], [0.14307, 0.06061, 0.71410], SrgbCurve());

    /// <summary>Display P3: sRGB's curve on wider colorants.</summary>
    public static byte[] DisplayP3 { get; } =
        Write([0.51512, 0.24120, -0.00105], [0.29198, 0.69225, 0.04189], [0.15710, 0.06657, 0.78407], SrgbCurve());

    /// <summary>Adobe RGB (1998): a gamma of 2.2 on colorants that are wide in green.</summary>
    public static byte[] AdobeRgb { get; } =
        Write([0.60974, 0.31111, 0.01947], [0.20528, 0.62567, 0.06087], [0.14919, 0.06322, 0.74457], GammaCurve(563 / 256.0));

    /// <summary>The television colours of EBU Tech. 3213, which are all but sRGB's, under sRGB's curve.</summary>
    public static byte[] Television { get; } =
        Write([0.45524, 0.23231, 0.01453], [0.36662, 0.70787, 0.09842], [0.14234, 0.05982, 0.71195], SrgbCurve());

    /// <summary>sRGB's colorants under a curve of gamma 1.8, as on old Macintoshes.</summary>
    public static byte[] Gamma18 { get; } =
        Write([0.43607, 0.22249, 0.01392], [0.38515, 0.71687, 0.09708], [0.14307, 0.06061, 0.71410], GammaCurve(1.8));

    /// <summary>Grey of gamma 1.8.</summary>
    public static byte[] GreyGamma18 { get; } = Write("GRAY", ("kTRC", GammaCurve(1.8)));

    /// <summary>Claims to be CMYK, but has none of the tables that such a profile needs.</summary>
    public static byte[] CmykWithoutTables { get; } = Write("CMYK");

    /// <summary>Display P3 without one of its curves.</summary>
    public static byte[] WithoutBlueCurve { get; } = Write("RGB ",
        ("rXYZ", Xyz([0.51512, 0.24120, -0.00105])), ("gXYZ", Xyz([0.29198, 0.69225, 0.04189])), ("bXYZ", Xyz([0.15710, 0.06657, 0.78407])),
        ("rTRC", SrgbCurve()), ("gTRC", SrgbCurve()));

    /// <summary>Claims to be of CIELAB.</summary>
    public static byte[] Lab { get; } = Write("Lab ");

    /// <summary>The profile with another value in its header's size field.</summary>
    public static byte[] WithSize(byte[] profile, int size)
    {
        byte[] changed = [.. profile];
        BinaryPrimitives.WriteInt32BigEndian(changed, size);
        return changed;
    }

    /// <summary>sRGB with its curve as a table of <paramref name="entries"/> points.</summary>
    public static byte[] SrgbByTable(int entries)
    {
        var curve = new byte[12 + (entries * 2)];
        "curv"u8.CopyTo(curve);
        BinaryPrimitives.WriteInt32BigEndian(curve.AsSpan(8), entries);
        for (var i = 0; i < entries; i++)
        {
            var x = (double)i / (entries - 1);
            var y = x <= 0.04045 ? x / 12.92 : Math.Pow((x + 0.055) / 1.055, 2.4);
            BinaryPrimitives.WriteUInt16BigEndian(curve.AsSpan(12 + (i * 2)), (ushort)Math.Round(y * 65535));
        }

        return Write([0.43607, 0.22249, 0.01392], [0.38515, 0.71687, 0.09708], [0.14307, 0.06061, 0.71410], curve);
    }

    private static byte[] SrgbCurve() =>
        [.. "para"u8, 0, 0, 0, 0, 0, 3, 0, 0, .. Fixed(2.4), .. Fixed(1 / 1.055), .. Fixed(0.055 / 1.055), .. Fixed(1 / 12.92), .. Fixed(0.04045)];

    private static byte[] GammaCurve(double gamma) => [.. "para"u8, 0, 0, 0, 0, 0, 0, 0, 0, .. Fixed(gamma)];

    private static byte[] Write(double[] red, double[] green, double[] blue, byte[] curve) => Write(
        "RGB ", ("rXYZ", Xyz(red)), ("gXYZ", Xyz(green)), ("bXYZ", Xyz(blue)), ("rTRC", curve), ("gTRC", curve), ("bTRC", curve));

    private static byte[] Write(string colourModel, params (string Signature, byte[] Data)[] extraTags)
    {
        (string Signature, byte[] Data)[] tags = [("wtpt", Xyz([0.96420, 1.0, 0.82491])), .. extraTags];
        var header = new byte[128 + 4 + (tags.Length * 12)];
        System.Text.Encoding.ASCII.GetBytes($"mntr{colourModel}XYZ ", header.AsSpan(12));
        "acsp"u8.CopyTo(header.AsSpan(36));
        header[8] = 4; // version
        Xyz([0.96420, 1.0, 0.82491]).AsSpan(8).CopyTo(header.AsSpan(68));
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(128), tags.Length);
        var profile = new List<byte>(header);
        for (var i = 0; i < tags.Length; i++)
        {
            var span = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(profile)[(132 + (12 * i))..];
            System.Text.Encoding.ASCII.GetBytes(tags[i].Signature, span);
            BinaryPrimitives.WriteInt32BigEndian(span[4..], profile.Count);
            BinaryPrimitives.WriteInt32BigEndian(span[8..], tags[i].Data.Length);
            profile.AddRange(tags[i].Data);
            profile.AddRange(new byte[(4 - (profile.Count % 4)) % 4]);
        }

        BinaryPrimitives.WriteInt32BigEndian(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(profile), profile.Count);
        return [.. profile];
    }

    private static byte[] Xyz(double[] xyz) => [.. "XYZ "u8, 0, 0, 0, 0, .. Fixed(xyz[0]), .. Fixed(xyz[1]), .. Fixed(xyz[2])];

    private static byte[] Fixed(double value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, (int)Math.Round(value * 65536));
        return bytes;
    }
}
