using System.Buffers.Binary;

namespace Pipeline.Imaging.Metadata;

/// <summary>Evaluates tone curves of ICC profiles: from an encoded value to a linear one, both 0 to 1.</summary>
/// <seealso href="https://www.color.org/specification/ICC.1-2022-05.pdf">ICC.1:2022, 10.6 (curv) and 10.18 (para)</seealso>
internal static class IccCurve
{
    /// <summary>The linear value; null for a damaged curve.</summary>
    public static double? Evaluate(ReadOnlySpan<byte> tag, double encoded) =>
        tag.Length < 12 ? null
        : tag.StartsWith("curv"u8) ? EvaluateTable(tag, encoded)
        : tag.StartsWith("para"u8) ? EvaluateParametric(tag, encoded)
        : null;

    /// <summary>Length in bytes of a curve that <see cref="Evaluate"/> reads.</summary>
    public static long Length(ReadOnlySpan<byte> tag) => tag.StartsWith("curv"u8)
        ? 12 + (2L * BinaryPrimitives.ReadUInt32BigEndian(tag[8..]))
        : 12 + (4 * CountParameters(tag));

    private static int CountParameters(ReadOnlySpan<byte> tag) => BinaryPrimitives.ReadUInt16BigEndian(tag[8..]) switch { 0 => 1, 1 => 3, 2 => 4, 3 => 5, 4 => 7, _ => 0 };

    private static double? EvaluateTable(ReadOnlySpan<byte> tag, double encoded)
    {
        var count = BinaryPrimitives.ReadUInt32BigEndian(tag[8..]);
        var table = tag[12..];
        if ((ulong)count * 2 > (ulong)table.Length)
        {
            return null;
        }

        switch (count)
        {
            case 0:
                return encoded;
            case 1:
                return Math.Pow(encoded, BinaryPrimitives.ReadUInt16BigEndian(table) / 256.0);
            default:
                var position = encoded * (count - 1);
                var lower = Math.Min((int)position, (int)count - 2);
                var (below, above) = (ReadEntry(table, lower), ReadEntry(table, lower + 1));
                return below + ((above - below) * (position - lower));
        }
    }

    private static double ReadEntry(ReadOnlySpan<byte> table, int index) =>
        BinaryPrimitives.ReadUInt16BigEndian(table[(index * 2)..]) / 65535.0;

    /// <summary>
    /// Form 0: <c>x^g</c>. Forms 1 and 2: <c>(a x + b)^g + c</c>, and <c>c</c> where <c>a x + b</c> is negative. Form 3: <c>(a x + b)^g</c> at or above
    /// <c>d</c>, <c>c x</c> below; form 4 adds two offsets.
    /// </summary>
    private static double? EvaluateParametric(ReadOnlySpan<byte> tag, double encoded)
    {
        var parameters = CountParameters(tag);
        if (parameters == 0 || tag.Length < 12 + (4 * parameters))
        {
            return null;
        }

        Span<double> p = stackalloc double[7];
        for (var i = 0; i < parameters; i++)
        {
            p[i] = BinaryPrimitives.ReadInt32BigEndian(tag[(12 + (4 * i))..]) / 65536.0;
        }

        var linear = parameters switch
        {
            1 => Math.Pow(encoded, p[0]),
            3 or 4 => Math.Pow(Math.Max(0, (p[1] * encoded) + p[2]), p[0]) + p[3],
            _ => encoded >= p[4] ? Math.Pow((p[1] * encoded) + p[2], p[0]) + p[5] : (p[3] * encoded) + p[6],
        };
        return double.IsNaN(linear) ? null : linear;
    }
}
