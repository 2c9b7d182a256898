using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Pipeline.Testing.Files;

/// <summary>Writes PNGs of every colour type and depth, with the chunks a test needs.</summary>
/// <seealso href="https://www.w3.org/TR/png-3/"/>
internal static class PngFile
{
    public const byte Grey = 0;
    public const byte Rgb = 2;
    public const byte Palette = 3;
    public const byte GreyAlpha = 4;
    public const byte Rgba = 6;

    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="depth">Bits per channel: 1, 2, 4 (packed), 8 or 16 (big-endian).</param>
    /// <param name="colourType">One of the constants above.</param>
    /// <param name="rows">Unfiltered rows without padding; may be fewer than the header claims.</param>
    /// <param name="chunks">Extra chunks, before the pixels.</param>
    public static byte[] Write(
        int width, int height, byte depth, byte colourType, byte[] rows, params ReadOnlySpan<(string Type, byte[] Data)> chunks) =>
        Write(width, height, depth, colourType, isInterlaced: false, rows, chunks);

    /// <inheritdoc cref="Write(int, int, byte, byte, byte[], ReadOnlySpan{ValueTuple{string, byte[]}})"/>
    /// <param name="isInterlaced">Whether the header says that the pixels are interlaced. The rows are written as given.</param>
    public static byte[] Write(
        int width, int height, byte depth, byte colourType, bool isInterlaced, byte[] rows, params ReadOnlySpan<(string Type, byte[] Data)> chunks)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = (depth, colourType, isInterlaced ? (byte)1 : (byte)0);
        WriteChunk(file, "IHDR", header);
        foreach (var (type, data) in chunks)
        {
            WriteChunk(file, type, data);
        }

        WriteChunk(file, "IDAT", Compress(AddFilterBytes(rows, ((width * Channels(colourType) * depth) + 7) / 8)));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>Writes black RGB in the seven passes of Adam7.</summary>
    public static byte[] WriteInterlacedBlack(int width, int height)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = (8, Rgb, 1);
        WriteChunk(file, "IHDR", header);
        (int X, int Y, int StepX, int StepY)[] passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];
        var bytes = passes.Sum(pass => CountSteps(height, pass.Y, pass.StepY) * (1 + (3 * CountSteps(width, pass.X, pass.StepX))));
        WriteChunk(file, "IDAT", Compress(new byte[bytes]));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>The chunk for an ICC profile.</summary>
    public static (string Type, byte[] Data) Profile(byte[] profile) => ("iCCP", [(byte)'p', 0, 0, .. Compress(profile)]);

    private static int CountSteps(int size, int first, int step) => size <= first ? 0 : ((size - first - 1) / step) + 1;

    private static int Channels(byte colourType) => colourType switch { Rgb => 3, GreyAlpha => 2, Rgba => 4, _ => 1 };

    /// <summary>Puts the byte of "no filter" before each row, and compresses.</summary>
    public static byte[] CompressRows(byte[] rows, int stride) => Compress(AddFilterBytes(rows, stride));

    private static byte[] AddFilterBytes(byte[] rows, int stride)
    {
        const byte noFilter = 0;
        using var filtered = new MemoryStream();
        for (var start = 0; start + stride <= rows.Length; start += stride)
        {
            filtered.WriteByte(noFilter);
            filtered.Write(rows, start, stride);
        }

        return filtered.ToArray();
    }

    public static byte[] Compress(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(bytes);
        }

        return compressed.ToArray();
    }

    public static void WriteChunk(MemoryStream file, string type, byte[] data)
    {
        byte[] typed = [.. Encoding.ASCII.GetBytes(type), .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(typed);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32(typed));
        file.Write(number);
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
