using System.Buffers.Binary;

namespace Pipeline.Imaging.Formats;

/// <summary>
/// Adds the end mark that a JPEG (EOI) or a PNG (IEND) lacks. If nothing else is missing, the file then decodes without an error. If pixels
/// are missing too, it does not.
/// </summary>
public static class MissingEnd
{
    private const int PngSignatureLength = 8;
    private const int PngChunkOverhead = 12;

    private static ReadOnlySpan<byte> EndOfJpeg => [0xFF, 0xD9];

    private static ReadOnlySpan<byte> EndOfPng => [0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82];

    /// <summary>The bytes that a complete file ends with; none if the format has no end mark.</summary>
    public static ReadOnlySpan<byte> GetMark(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => EndOfJpeg,
        ImageFormat.Png => EndOfPng,
        _ => [],
    };

    /// <summary>Copies the file and adds the end mark.</summary>
    /// <returns>Null if the file has one, breaks off earlier, or has another format.</returns>
    public static byte[]? Add(ReadOnlySpan<byte> file, ImageFormat format) => format switch
    {
        ImageFormat.Jpeg when !file.EndsWith(EndOfJpeg) && EndsInJpegScan(file) => [.. file, .. EndOfJpeg],
        ImageFormat.Png when FindEndOfChunks(file) is { } end => [.. file[..end], .. EndOfPng],
        _ => null,
    };

    /// <summary>Whether the file ends within the entropy-coded data of a scan. Walks from marker to marker.</summary>
    private static bool EndsInJpegScan(ReadOnlySpan<byte> file)
    {
        const byte startOfScan = 0xDA;
        var offset = 2;
        while (file.Length - offset >= 4 && file[offset] == 0xFF)
        {
            var marker = file[offset + 1];
            if (marker == 0xFF)
            {
                offset++;
                continue;
            }

            if (marker == EndOfJpeg[1])
            {
                return false;
            }

            offset += 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(offset + 2)..]);
            if (marker == startOfScan)
            {
                if (offset >= file.Length || FindMarker(file[offset..]) is not (>= 0 and var next))
                {
                    return offset < file.Length;
                }

                offset += next;
            }
        }

        return false;
    }

    /// <summary>Offset of the next marker in entropy-coded data, where 00 stuffs bytes and restart markers belong to the data; -1 if there is none.</summary>
    private static int FindMarker(ReadOnlySpan<byte> data)
    {
        for (var offset = 0; data[offset..].IndexOf((byte)0xFF) is >= 0 and var found; offset += 2)
        {
            offset += found;
            if (offset + 1 >= data.Length)
            {
                return -1;
            }

            if (data[offset + 1] is not (0 or (>= 0xD0 and <= 0xD7)))
            {
                return offset;
            }
        }

        return -1;
    }

    /// <summary>The offset after the last whole chunk, if nothing or only a part of IEND follows there, and some pixels precede it.</summary>
    private static int? FindEndOfChunks(ReadOnlySpan<byte> file)
    {
        var offset = PngSignatureLength;
        var hasPixels = false;
        while (file.Length - offset >= PngChunkOverhead)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[offset..]);
            if (length > file.Length - offset - PngChunkOverhead)
            {
                return null;
            }

            hasPixels |= file[(offset + 4)..].StartsWith("IDAT"u8);
            offset += PngChunkOverhead + (int)length;
        }

        return hasPixels && offset <= file.Length && EndOfPng.StartsWith(file[offset..]) && !file.EndsWith(EndOfPng) ? offset : null;
    }
}
