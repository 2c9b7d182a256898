namespace Pipeline.Testing.Files;

/// <summary>The compression of GIF, with a table that grows to its full size and is then kept for a while.</summary>
internal static class GifLzw
{
    private const int IndexBits = 8;
    private const int Clear = 1 << IndexBits;
    private const int MaxCodes = 4096;

    /// <summary>Writes the minimum code size and the blocks.</summary>
    public static void Write(Stream file, ReadOnlySpan<byte> indexes)
    {
        var bits = new BitWriter();
        Encode(indexes, bits);
        file.WriteByte(IndexBits);
        foreach (var block in bits.Finish().Chunk(255))
        {
            file.WriteByte((byte)block.Length);
            file.Write(block);
        }

        file.WriteByte(0);
    }

    private static void Encode(ReadOnlySpan<byte> indexes, BitWriter bits)
    {
        const int codesAfterFullTable = 300;
        var (table, next, width, sinceFull) = (new Dictionary<(int, byte), int>(), Clear + 2, IndexBits + 1, 0);
        bits.Write(Clear, width);
        var prefix = -1;
        foreach (var index in indexes)
        {
            if (prefix < 0)
            {
                prefix = index;
                continue;
            }

            if (table.TryGetValue((prefix, index), out var known))
            {
                prefix = known;
                continue;
            }

            bits.Write(prefix, width);
            prefix = index;
            if (next < MaxCodes)
            {
                table[(bits.Last, index)] = next++;
                // The decoder adds each entry one code later.
                width = next - 1 == 1 << width && width < 12 ? width + 1 : width;
            }
            else if (++sinceFull == codesAfterFullTable)
            {
                bits.Write(Clear, width);
                (next, width, sinceFull) = (Clear + 2, IndexBits + 1, 0);
                table.Clear();
            }
        }

        if (prefix >= 0)
        {
            bits.Write(prefix, width);
            width = next == 1 << width && width < 12 ? width + 1 : width;
        }

        bits.Write(Clear + 1, width);
    }

    private sealed class BitWriter
    {
        private readonly List<byte> _bytes = [];
        private uint _bits;
        private int _count;

        /// <summary>The code that was written last.</summary>
        public int Last { get; private set; }

        public void Write(int code, int width)
        {
            Last = code;
            _bits |= (uint)code << _count;
            for (_count += width; _count >= 8; _count -= 8)
            {
                _bytes.Add((byte)_bits);
                _bits >>= 8;
            }
        }

        public byte[] Finish() => _count > 0 ? [.. _bytes, (byte)_bits] : [.. _bytes];
    }
}
