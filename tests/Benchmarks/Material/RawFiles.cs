using System.Buffers.Binary;
using System.IO.Compression;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Benchmarks.Material;

/// <summary>Writes pictures in formats that no contender writes as needed.</summary>
internal static class RawFiles
{
    /// <summary>A BMP with 24 bits per pixel.</summary>
    public static byte[] WriteBmp(PixelBuffer pixels)
    {
        const int headerLength = 54;
        var stride = (pixels.Stride + 3) & ~3;
        var file = new byte[headerLength + (stride * pixels.Height)];
        "BM"u8.CopyTo(file);
        int[] header = [file.Length, 0, headerLength, 40, pixels.Width, pixels.Height, 1 | (24 << 16)];
        for (var i = 0; i < header.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2 + (4 * i)), header[i]);
        }

        for (var y = 0; y < pixels.Height; y++)
        {
            // Rows run from bottom to top, colours from blue to red. The colours do not matter here.
            pixels.Row(pixels.Height - 1 - y).CopyTo(file.AsSpan(headerLength + (y * stride)));
        }

        return file;
    }

    /// <summary>An RGB TIFF with all pixels in one strip, compressed with Deflate.</summary>
    public static byte[] WriteTiffInOneStrip(PixelBuffer pixels)
    {
        using var strip = new MemoryStream();
        using (var deflate = new ZLibStream(strip, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(pixels.Span);
        }

        const int directoryOffset = 8;
        const int entries = 9;
        const int bitsOffset = directoryOffset + 2 + (entries * 12) + 4;
        const int stripOffset = bitsOffset + 6;
        var file = new byte[stripOffset + strip.Length];
        ((ReadOnlySpan<byte>)[(byte)'I', (byte)'I', 42, 0, directoryOffset, 0, 0, 0, entries, 0]).CopyTo(file);
        (ushort Tag, ushort Type, int Count, int Value)[] directory =
        [
            (256, 4, 1, pixels.Width), (257, 4, 1, pixels.Height), (258, 3, 3, bitsOffset), (259, 3, 1, 8), (262, 3, 1, 2),
            (273, 4, 1, stripOffset), (277, 3, 1, 3), (278, 4, 1, pixels.Height), (279, 4, 1, (int)strip.Length),
        ];
        for (var i = 0; i < entries; i++)
        {
            var entry = file.AsSpan(directoryOffset + 2 + (12 * i));
            BinaryPrimitives.WriteUInt16LittleEndian(entry, directory[i].Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], directory[i].Type);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], directory[i].Count);
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], directory[i].Value);
        }

        ((ReadOnlySpan<byte>)[8, 0, 8, 0, 8, 0]).CopyTo(file.AsSpan(bitsOffset));
        strip.ToArray().CopyTo(file.AsSpan(stripOffset));
        return file;
    }
}
