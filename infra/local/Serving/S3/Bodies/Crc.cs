using System.Buffers.Binary;

namespace Pipeline.Local.Serving.S3.Bodies;

/// <summary>
/// A reflected CRC of up to 64 bits, all ones before and after, eight bytes at a time. Source: "A Systematic Approach to
/// Building High Performance Software-based CRC Generators", Kounavis and Berry, 2005.
/// </summary>
internal sealed class Crc
{
    /// <summary>CRC-32 of ISO 3309: zlib's.</summary>
    public static readonly Crc Crc32 = new(0xEDB88320, 32);

    /// <summary>CRC-32C of RFC 3720: Castagnoli's.</summary>
    public static readonly Crc Crc32C = new(0x82F63B78, 32);

    /// <summary>CRC-64/NVME of the NVM Express specification.</summary>
    public static readonly Crc Crc64Nvme = new(0x9A6C9329AC4BC9B5, 64);

    private readonly ulong[][] _tables;

    private Crc(ulong polynomial, int bits)
    {
        Bits = bits;
        _tables = new ulong[8][];
        for (var table = 0; table < 8; table++)
        {
            _tables[table] = new ulong[256];
            for (var value = 0; value < 256; value++)
            {
                _tables[table][value] = table == 0
                    ? Divide((ulong)value, polynomial)
                    : (_tables[table - 1][value] >> 8) ^ _tables[0][(byte)_tables[table - 1][value]];
            }
        }
    }

    public int Bits { get; }

    /// <summary>Where a computation begins.</summary>
    public ulong Start => ulong.MaxValue >> (64 - Bits);

    /// <summary>Goes on with more bytes.</summary>
    public ulong Append(ulong crc, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 8)
        {
            var next = crc ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            crc = _tables[7][(byte)next]
                ^ _tables[6][(byte)(next >> 8)]
                ^ _tables[5][(byte)(next >> 16)]
                ^ _tables[4][(byte)(next >> 24)]
                ^ _tables[3][(byte)(next >> 32)]
                ^ _tables[2][(byte)(next >> 40)]
                ^ _tables[1][(byte)(next >> 48)]
                ^ _tables[0][(byte)(next >> 56)];
            bytes = bytes[8..];
        }

        foreach (var value in bytes)
        {
            crc = (crc >> 8) ^ _tables[0][(byte)(crc ^ value)];
        }

        return crc;
    }

    /// <summary>The checksum, most significant byte first.</summary>
    public byte[] Finish(ulong crc)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, crc ^ Start);
        return bytes[(8 - (Bits / 8))..];
    }

    private static ulong Divide(ulong value, ulong polynomial)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value >> 1) ^ ((value & 1) * polynomial);
        }

        return value;
    }
}
