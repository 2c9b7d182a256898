using System.Buffers.Binary;

namespace Pipeline.Testing.Files;

/// <summary>Writes lossless WebPs without any compression: every channel of every pixel is a code of eight bits.</summary>
/// <seealso href="https://developers.google.com/speed/webp/docs/webp_lossless_bitstream_specification"/>
internal static class LosslessWebP
{
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="pixel">Red, green, blue and, if it has alpha, straight alpha of the pixel at x and y.</param>
    public static byte[] Write(int width, int height, Func<int, int, byte[]> pixel)
    {
        var bits = new BitWriter();
        bits.Write(0x2F, 8);
        bits.Write(width - 1, 14);
        bits.Write(height - 1, 14);
        bits.Write(pixel(0, 0).Length == 4 ? 1 : 0, 1);
        bits.Write(0, 3);
        // No transform, no cache of colours, one set of codes.
        bits.Write(0, 3);
        const int lengthCodes = 24;
        WriteCodes(bits, unused: lengthCodes);
        WriteCodes(bits, unused: 0);
        WriteCodes(bits, unused: 0);
        WriteCodes(bits, unused: 0);
        // One distance, which takes no bits.
        bits.Write(1, 4);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var channels = pixel(x, y);
                bits.WriteCode(channels[1]);
                bits.WriteCode(channels[0]);
                bits.WriteCode(channels[2]);
                bits.WriteCode(channels.Length == 4 ? channels[3] : byte.MaxValue);
            }
        }

        var content = bits.ToArray();
        byte[] file = [.. "RIFF\0\0\0\0WEBPVP8L\0\0\0\0"u8, .. content, .. new byte[content.Length & 1]];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), content.Length);
        return file;
    }

    /// <summary>Gives 256 symbols a length of 8 bits each, and the unused ones behind them none.</summary>
    private static void WriteCodes(BitWriter bits, int unused)
    {
        const int lengths = 12;
        bits.Write(0, 1);
        bits.Write(lengths - 4, 4);
        for (var i = 0; i < lengths; i++)
        {
            // In the order that the format has for lengths, 0 is the third and 8 is the twelfth. One bit for either.
            bits.Write(i is 2 or 11 ? 1 : 0, 3);
        }

        bits.Write(0, 1);
        for (var symbol = 0; symbol < 256 + unused; symbol++)
        {
            bits.Write(symbol < 256 ? 1 : 0, 1);
        }
    }

    private sealed class BitWriter
    {
        private readonly List<byte> _bytes = [];
        private int _count;

        /// <summary>Writes a number from its lowest bit on.</summary>
        public void Write(int value, int bits)
        {
            for (var i = 0; i < bits; i++)
            {
                if (_count++ % 8 == 0)
                {
                    _bytes.Add(0);
                }

                _bytes[^1] |= (byte)((value >> i & 1) << ((_count - 1) % 8));
            }
        }

        /// <summary>Writes a code from its highest bit on.</summary>
        public void WriteCode(byte code)
        {
            for (var i = 7; i >= 0; i--)
            {
                Write(code >> i & 1, 1);
            }
        }

        public byte[] ToArray() => [.. _bytes];
    }
}
