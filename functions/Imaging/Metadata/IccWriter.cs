using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Pipeline.Imaging.Metadata;

/// <summary>Writes ICC profiles with perceptual intent.</summary>
/// <seealso href="https://www.color.org/specification/ICC.1-2022-05.pdf">ICC.1:2022, 7 and 10</seealso>
public static class IccWriter
{
    private const int HeaderLength = 128;
    private const int TagLength = 12;

    private static readonly double[] D50 = [0.9642, 1, 0.8249];

    /// <summary>A small profile, version 4, for RGB by a matrix and sRGB's curve.</summary>
    /// <param name="description">Name of the colour space, ASCII.</param>
    /// <param name="toD50">From linear RGB to XYZ relative to D50.</param>
    /// <param name="adaptation">From XYZ relative to the colour space's own white to XYZ relative to D50.</param>
    public static byte[] WriteSrgbCurve(string description, double[,] toD50, double[,] adaptation)
    {
        // Form 3: (a x + b)^g at or above d, c x below.
        byte[] curve =
            [.. "para"u8, 0, 0, 0, 0, 0, 3, 0, 0, .. Fixed(2.4), .. Fixed(1 / 1.055), .. Fixed(0.055 / 1.055), .. Fixed(1 / 12.92), .. Fixed(0.04045)];
        byte[] chad = [.. "sf32"u8, 0, 0, 0, 0, .. adaptation.Cast<double>().SelectMany(Fixed)];
        return Write(4, "mntr", "RGB ", "XYZ ",
        [
            ("desc", Localised(description)), ("cprt", Localised("CC0")), ("wtpt", Xyz(D50)), ("chad", chad),
            .. Colorants(toD50), ("rTRC", curve), ("gTRC", curve), ("bTRC", curve),
        ]);
    }

    /// <summary>A profile, version 2, for RGB by a matrix, with one curve for all channels.</summary>
    /// <param name="description">Name of the colour space, ASCII.</param>
    /// <param name="toD50">From linear RGB to XYZ relative to D50.</param>
    /// <param name="curve">From an encoded value to a linear one, both 0 to 1.</param>
    public static byte[] WriteMatrix(string description, double[,] toD50, Func<double, double> curve)
    {
        const int entries = 1024;
        var table = new byte[12 + (2 * entries)];
        "curv"u8.CopyTo(table);
        BinaryPrimitives.WriteInt32BigEndian(table.AsSpan(8), entries);
        for (var i = 0; i < entries; i++)
        {
            WriteUnit(table.AsSpan(12 + (2 * i)), curve(i / (entries - 1.0)));
        }

        return Write("mntr", "RGB ", "XYZ ", description, [.. Colorants(toD50), ("rTRC", table), ("gTRC", table), ("bTRC", table)]);
    }

    /// <summary>A profile, version 2, by a table of CIELAB colours, for any conversion.</summary>
    /// <param name="description">Name of the colour space, ASCII.</param>
    /// <param name="model">Colour model of the device.</param>
    /// <param name="gridPoints">Entries of the table along each channel.</param>
    /// <param name="curve">What to apply to a channel (its number, and a value of 0 to 1) before the lookup.</param>
    /// <param name="toLab">The colour of a grid point, whose channels are 0 to 1.</param>
    public static byte[] WriteTable(
        string description, ColourModel model, int gridPoints, Func<int, double, double> curve, Func<double[], double[]> toLab)
    {
        const int entries = 1024;
        var channels = model == ColourModel.Cmyk ? 4 : 3;
        var nodes = (int)Math.Pow(gridPoints, channels);
        var tag = new byte[52 + (2 * ((channels * entries) + (3 * nodes) + (3 * 2)))];
        "mft2"u8.CopyTo(tag);
        (tag[8], tag[9], tag[10]) = ((byte)channels, 3, (byte)gridPoints);
        for (var i = 0; i < 3; i++)
        {
            // The matrix is for XYZ only, and must be identity.
            Fixed(1).CopyTo(tag, 12 + (16 * i));
        }

        BinaryPrimitives.WriteUInt16BigEndian(tag.AsSpan(48), entries);
        BinaryPrimitives.WriteUInt16BigEndian(tag.AsSpan(50), 2);
        var rest = tag.AsSpan(52);
        for (var i = 0; i < channels * entries; i++)
        {
            WriteUnit(rest, curve(i / entries, i % entries / (entries - 1.0)));
            rest = rest[2..];
        }

        var node = new double[channels];
        for (var i = 0; i < nodes; i++)
        {
            // The last channel varies fastest.
            for (var (channel, number) = (channels - 1, i); channel >= 0; channel--, number /= gridPoints)
            {
                node[channel] = number % gridPoints / (gridPoints - 1.0);
            }

            WriteLab(rest, toLab(node));
            rest = rest[6..];
        }

        for (var i = 0; i < 3; i++)
        {
            WriteUnit(rest, 0);
            WriteUnit(rest[2..], 1);
            rest = rest[4..];
        }

        return Write(model == ColourModel.Cmyk ? "prtr" : "mntr", model == ColourModel.Cmyk ? "CMYK" : "RGB ", "Lab ", description, [("A2B0", tag)]);
    }

    private static byte[] Write(string deviceClass, string model, string connection, string description, ReadOnlySpan<(string, byte[])> colours) =>
        Write(2, deviceClass, model, connection, [("desc", Description(description)), ("cprt", Text("CC0")), ("wtpt", Xyz(D50)), .. colours]);

    private static byte[] Write(byte version, string deviceClass, string model, string connection, (string Signature, byte[] Data)[] tags)
    {
        List<byte> profile = [.. new byte[HeaderLength + 4 + (tags.Length * TagLength)]];
        var placed = new List<(byte[] Data, int Offset)>();
        for (var i = 0; i < tags.Length; i++)
        {
            var data = tags[i].Data;
            var known = placed.Find(place => ReferenceEquals(place.Data, data));
            var offset = known.Data is null ? profile.Count : known.Offset;
            if (known.Data is null)
            {
                placed.Add((data, offset));
                profile.AddRange(data);
                profile.AddRange(new byte[(4 - (profile.Count % 4)) % 4]);
            }

            var entry = CollectionsMarshal.AsSpan(profile)[(HeaderLength + 4 + (i * TagLength))..];
            Encoding.ASCII.GetBytes(tags[i].Signature, entry);
            BinaryPrimitives.WriteInt32BigEndian(entry[4..], offset);
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], data.Length);
        }

        var header = CollectionsMarshal.AsSpan(profile);
        BinaryPrimitives.WriteInt32BigEndian(header, profile.Count);
        (header[8], header[9]) = (version, 0x40);
        Encoding.ASCII.GetBytes(deviceClass + model + connection, header[12..]);
        BinaryPrimitives.WriteUInt16BigEndian(header[24..], 2026); // date: year, month, day
        (header[27], header[29]) = (1, 1);
        "acsp"u8.CopyTo(header[36..]);
        Xyz(D50).AsSpan(8).CopyTo(header[68..]);
        BinaryPrimitives.WriteInt32BigEndian(header[HeaderLength..], tags.Length);
        return [.. profile];
    }

    private static void WriteLab(Span<byte> target, double[] lab)
    {
        // ICC.1:2022, table 42: the encoding of mft2, in which 0xFF00 is 100.
        WriteUnit(target, lab[0] / 100 * 0xFF00 / 0xFFFF);
        WriteUnit(target[2..], (lab[1] + 128) * 256 / 0xFFFF);
        WriteUnit(target[4..], (lab[2] + 128) * 256 / 0xFFFF);
    }

    private static void WriteUnit(Span<byte> target, double value) =>
        BinaryPrimitives.WriteUInt16BigEndian(target, (ushort)Math.Round(Math.Clamp(value, 0, 1) * 0xFFFF));

    private static (string Signature, byte[] Data)[] Colorants(double[,] toD50)
    {
        return [("rXYZ", Xyz(Column(0))), ("gXYZ", Xyz(Column(1))), ("bXYZ", Xyz(Column(2)))];

        double[] Column(int column) => [toD50[0, column], toD50[1, column], toD50[2, column]];
    }

    private static byte[] Xyz(double[] xyz) => [.. "XYZ "u8, 0, 0, 0, 0, .. Fixed(xyz[0]), .. Fixed(xyz[1]), .. Fixed(xyz[2])];

    private static byte[] Text(string text) => [.. "text"u8, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(text), 0];

    /// <summary>ICC.1:2001-04, 6.5.17: ASCII, then an empty Unicode and an empty Macintosh text.</summary>
    private static byte[] Description(string text)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, text.Length + 1);
        return [.. "desc"u8, 0, 0, 0, 0, .. length, .. Encoding.ASCII.GetBytes(text), 0, .. new byte[4 + 4 + 2 + 1 + 67]];
    }

    /// <summary>ICC.1:2022, 10.15 (mluc): one text, in American English.</summary>
    private static byte[] Localised(string text)
    {
        var characters = Encoding.BigEndianUnicode.GetBytes(text);
        return [.. "mluc"u8, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 12, .. "enUS"u8, 0, 0, 0, (byte)characters.Length, 0, 0, 0, 28, .. characters];
    }

    private static byte[] Fixed(double value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, (int)Math.Round(value * 65536));
        return bytes;
    }
}
