using System.Buffers.Binary;

namespace Pipeline.Testing.Files;

/// <summary>
/// Writes JPEGs of any precision, any number of components and several processes, which encoders at hand do not write. Each block of
/// 8 by 8 pixels has one value per component; in a lossless file each pixel has.
/// </summary>
/// <seealso href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81</seealso>
internal static class JpegBlocks
{
    public const byte Baseline = 0xC0;
    public const byte Extended = 0xC1;
    public const byte Progressive = 0xC2;
    public const byte Lossless = 0xC3;
    private const int BlockSide = 8;
    private const int Categories = 17;

    /// <param name="frame">Process: one of the constants above.</param>
    /// <param name="precision">Bits per sample: 8 or 12, and 2 to 16 in a lossless file.</param>
    /// <param name="columns">Blocks per row; in a lossless file, pixels.</param>
    /// <param name="values">Values block by block, the components of a block next to each other, as stored: nothing converts YCbCr.</param>
    /// <param name="components">Identifiers of the components: 1, 2, 3 for YCbCr, <c>R</c>, <c>G</c>, <c>B</c> for RGB.</param>
    /// <param name="adobeTransform">Value of the Adobe segment's colour transform; null leaves the segment out.</param>
    public static byte[] Write(byte frame, byte precision, int columns, int[] values, byte[] components, byte? adobeTransform = null)
    {
        var rows = values.Length / columns / components.Length;
        var side = frame == Lossless ? 1 : BlockSide;
        List<byte> file = [0xFF, 0xD8];
        if (adobeTransform is { } transform)
        {
            WriteSegment(file, 0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, transform]);
        }

        if (frame != Lossless)
        {
            // With 8 as the first entry, the first coefficient of a flat block is its value, less half the range.
            WriteSegment(file, 0xDB, [0, .. Enumerable.Repeat((byte)8, 64)]);
        }

        WriteSegment(file, frame, [precision, .. Short(rows * side), .. Short(columns * side), (byte)components.Length, .. components.SelectMany(id => new byte[] { id, 0x11, 0 })]);
        var categories = frame == Lossless ? Categories : Categories - 1;
        WriteSegment(file, 0xC4, [0x00, 0, 0, 0, 0, (byte)categories, .. new byte[11], .. Enumerable.Range(0, categories).Select(category => (byte)category)]);
        // One code, of one bit: the end of the block.
        WriteSegment(file, 0xC4, [0x10, 1, .. new byte[15], 0]);
        WriteFirstScan(file, frame, precision, columns, values, components);
        if (frame == Progressive)
        {
            foreach (var component in components)
            {
                WriteSegment(file, 0xDA, [1, component, 0, 1, 63, 0]);
                WriteBits(file, Enumerable.Repeat((0, 1), values.Length / components.Length));
            }
        }

        return [.. file, 0xFF, 0xD9];
    }

    private static void WriteFirstScan(List<byte> file, byte frame, int precision, int columns, int[] values, byte[] components)
    {
        byte[] selection = frame switch { Lossless => [1, 0, 0], Progressive => [0, 0, 0], _ => [0, 63, 0] };
        WriteSegment(file, 0xDA, [(byte)components.Length, .. components.SelectMany(id => new byte[] { id, 0 }), .. selection]);
        WriteBits(file, EncodeValues(frame, precision, columns, values, components.Length));
    }

    private static IEnumerable<(int Bits, int Count)> EncodeValues(byte frame, int precision, int columns, int[] values, int components)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var before = i - components;
            if (frame == Lossless && i % (columns * components) < components)
            {
                before = i - (columns * components); // the first pixel of a row is predicted from the one above
            }

            var difference = values[i] - (before >= 0 ? values[before] : 1 << (precision - 1));
            if (frame == Lossless)
            {
                difference = ((difference + 0x7FFF) & 0xFFFF) - 0x7FFF; // modulo 2 to the power of 16
            }

            var category = 0;
            while (Math.Abs(difference) >> category != 0)
            {
                category++;
            }

            yield return (category, 5);
            if (category is > 0 and < 16)
            {
                yield return (difference > 0 ? difference : difference + (1 << category) - 1, category);
            }

            if (frame is Baseline or Extended)
            {
                yield return (0, 1);
            }
        }
    }

    private static void WriteBits(List<byte> file, IEnumerable<(int Bits, int Count)> codes)
    {
        var (held, length) = (0L, 0);
        // Ones fill the last byte.
        foreach (var (bits, count) in codes.Append((0x7F, 7)))
        {
            held = (held << count) | (uint)bits;
            for (length += count; length >= 8; length -= 8)
            {
                var value = (byte)(held >> (length - 8));
                file.Add(value);
                if (value == 0xFF)
                {
                    file.Add(0);
                }
            }

            held &= 0xFF;
        }
    }

    private static void WriteSegment(List<byte> file, byte marker, byte[] content) =>
        file.AddRange([0xFF, marker, .. Short(content.Length + 2), .. content]);

    private static byte[] Short(int number)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)number);
        return bytes;
    }
}
