using System.Buffers.Binary;
using Pipeline.Imaging.Gamuts;

namespace Pipeline.Imaging.Metadata;

/// <summary>
/// Whether a profile has colours that sRGB lacks. Its strongest colours answer that: each channel nothing or full. For a profile by tables
/// these are the corners of its table, in the perceptual intent, by which the codecs convert.
/// </summary>
/// <seealso href="https://www.color.org/specification/ICC.1-2022-05.pdf">ICC.1:2022, 6.3.4 (encodings of the connection space), 10.10 to 10.12</seealso>
public static class IccGamut
{
    private const int Channels = 3;

    /// <summary>Decides it.</summary>
    /// <param name="profile">A profile that <see cref="IccProfile.Fits"/> the model.</param>
    /// <param name="model">Colour model of the picture. Grey is never wider.</param>
    /// <returns>False for tables whose corners are damaged.</returns>
    public static bool IsWiderThanSrgb(ReadOnlySpan<byte> profile, ColourModel model)
    {
        if (model == ColourModel.Grey)
        {
            return false;
        }

        if (!IccProfile.HasTable(profile))
        {
            return ColourSpace.IsWiderThanSrgb(ReadColorants(profile));
        }

        var table = IccProfile.FindTag(profile, "A2B0"u8);
        var isLab = profile[20..].StartsWith("Lab "u8);
        for (var corner = 0; corner < 1 << table[8]; corner++)
        {
            if (ReadCorner(table, corner, isLab) is { } xyz && ColourSpace.IsOutsideSrgb(xyz))
            {
                return true;
            }
        }

        return false;
    }

    internal static double[,] ReadColorants(ReadOnlySpan<byte> profile)
    {
        var toD50 = new double[Channels, Channels];
        for (var column = 0; column < Channels; column++)
        {
            var tag = IccProfile.FindTag(profile, column switch { 0 => "rXYZ"u8, 1 => "gXYZ"u8, _ => "bXYZ"u8 });
            for (var row = 0; row < Channels; row++)
            {
                toD50[row, column] = ReadFixed(tag, 8 + (4 * row));
            }
        }

        return toD50;
    }

    private static double[]? ReadCorner(ReadOnlySpan<byte> table, int corner, bool isLab)
    {
        if (table.StartsWith("mAB "u8))
        {
            return ReadCornerOfMab(table, corner) is { } unit ? ToXyz(unit, isLab, isLegacy: false) : null;
        }

        return ReadCornerOfTable(table, corner) is { } values ? ToXyz(values, isLab, isLegacy: table.StartsWith("mft2"u8)) : null;
    }

    /// <summary><c>mft1</c> and <c>mft2</c>: curves of the inputs, table, curves of the outputs.</summary>
    private static double[]? ReadCornerOfTable(ReadOnlySpan<byte> table, int corner)
    {
        var isSixteenBit = table.StartsWith("mft2"u8);
        var (inputs, points, size) = (table[8], table[10], isSixteenBit ? 2 : 1);
        var (inputEntries, outputEntries, start) = isSixteenBit
            ? (BinaryPrimitives.ReadUInt16BigEndian(table[48..]), BinaryPrimitives.ReadUInt16BigEndian(table[50..]), 52)
            : (256, 256, 48);
        if (inputEntries < 2 || outputEntries < 2)
        {
            return null;
        }

        var node = 0L;
        for (var input = 0; input < inputs; input++)
        {
            var entry = (corner >> input & 1) == 1 ? inputEntries - 1 : 0;
            var value = ReadUnit(table, start + (((input * inputEntries) + entry) * size), size);
            node = (node * points) + (long)Math.Round(value * (points - 1));
        }

        var nodes = start + (inputs * inputEntries * size);
        var curves = nodes + ((long)Math.Pow(points, inputs) * Channels * size);
        if (curves + (Channels * outputEntries * size) > table.Length)
        {
            return null;
        }

        var result = new double[Channels];
        for (var channel = 0; channel < Channels; channel++)
        {
            var value = ReadUnit(table, nodes + (((node * Channels) + channel) * size), size);
            var entry = (long)Math.Round(value * (outputEntries - 1));
            var isStraight = outputEntries == 2;
            var first = curves + (channel * outputEntries * size);
            // A curve of two points is a line between them. One of more is fine enough for its nearest point.
            result[channel] = isStraight
                ? ReadUnit(table, first, size) + ((ReadUnit(table, first + size, size) - ReadUnit(table, first, size)) * value)
                : ReadUnit(table, first + (entry * size), size);
        }

        return result;
    }

    /// <summary><c>mAB</c>: curves A, table, curves M, matrix, curves B. Table, curves M and matrix may be missing. Curves A keep nothing and full.</summary>
    private static double[]? ReadCornerOfMab(ReadOnlySpan<byte> tag, int corner)
    {
        var values = new double[Channels];
        for (var channel = 0; channel < Channels; channel++)
        {
            values[channel] = corner >> channel & 1;
        }

        return ReadClut(tag, corner, ref values) && ApplyCurves(tag, offsetAt: 20, values) && ApplyMatrix(tag, values) && ApplyCurves(tag, offsetAt: 12, values)
            ? values
            : null;
    }

    private static bool ReadClut(ReadOnlySpan<byte> tag, int corner, ref double[] values)
    {
        var offset = BinaryPrimitives.ReadUInt32BigEndian(tag[24..]);
        if (offset == 0)
        {
            return tag[8] == Channels;
        }

        if (offset > tag.Length - 20)
        {
            return false;
        }

        var clut = tag[(int)offset..];
        var (node, size) = (0L, (int)clut[16]);
        for (var input = 0; input < tag[8]; input++)
        {
            node = (node * clut[input]) + ((corner >> input & 1) == 1 ? clut[input] - 1 : 0);
        }

        if (size is not (1 or 2) || node < 0 || 20 + ((node + 1) * Channels * size) > clut.Length)
        {
            return false;
        }

        for (var channel = 0; channel < Channels; channel++)
        {
            values[channel] = ReadUnit(clut, 20 + (((node * Channels) + channel) * size), size);
        }

        return true;
    }

    private static bool ApplyCurves(ReadOnlySpan<byte> tag, int offsetAt, double[] values)
    {
        long offset = BinaryPrimitives.ReadUInt32BigEndian(tag[offsetAt..]);
        for (var channel = 0; channel < Channels && offset != 0; channel++)
        {
            if (offset > tag.Length - 12)
            {
                return false;
            }

            var curve = tag[(int)offset..];
            if (IccCurve.Evaluate(curve, Math.Clamp(values[channel], 0, 1)) is not { } value)
            {
                return false;
            }

            values[channel] = value;
            offset += (IccCurve.Length(curve) + 3) & ~3L;
        }

        return true;
    }

    private static bool ApplyMatrix(ReadOnlySpan<byte> tag, double[] values)
    {
        var offset = BinaryPrimitives.ReadUInt32BigEndian(tag[16..]);
        if (offset == 0)
        {
            return true;
        }

        if (offset > tag.Length - 48)
        {
            return false;
        }

        var (x, y, z) = (values[0], values[1], values[2]);
        for (var row = 0; row < Channels; row++)
        {
            var first = (int)offset + (12 * row);
            values[row] = (ReadFixed(tag, first) * x) + (ReadFixed(tag, first + 4) * y) + (ReadFixed(tag, first + 8) * z)
                + ReadFixed(tag, (int)offset + 36 + (4 * row));
        }

        return true;
    }

    /// <param name="unit">Encoded values of 0 to 1.</param>
    /// <param name="isLab">Whether they are CIELAB; otherwise XYZ.</param>
    /// <param name="isLegacy">Whether 0xFF00 stands for the lightness of 100, as in <c>mft2</c>.</param>
    private static double[] ToXyz(double[] unit, bool isLab, bool isLegacy)
    {
        if (!isLab)
        {
            const double largest = 1 + (32767.0 / 32768);
            return [unit[0] * largest, unit[1] * largest, unit[2] * largest];
        }

        var scale = isLegacy ? 65535.0 / 65280 : 1;
        return ColourSpace.FromLab(unit[0] * scale * 100, (unit[1] * scale * 255) - 128, (unit[2] * scale * 255) - 128);
    }

    private static double ReadUnit(ReadOnlySpan<byte> bytes, long offset, int size) =>
        size == 1 ? bytes[(int)offset] / 255.0 : BinaryPrimitives.ReadUInt16BigEndian(bytes[(int)offset..]) / 65535.0;

    private static double ReadFixed(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadInt32BigEndian(bytes[offset..]) / 65536.0;
}
