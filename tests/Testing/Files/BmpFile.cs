using System.Buffers.Binary;

namespace Pipeline.Testing.Files;

/// <summary>Writes BMPs of every header, depth and compression.</summary>
/// <param name="HeaderLength">Length of the second header: 12 and 64 (OS/2), 40, 52, 56, 108, 124 (Windows).</param>
/// <param name="BitsPerPixel">1, 4, 8, 16, 24 or 32.</param>
/// <param name="Rows">Coded rows as stored, padded to four bytes unless compressed.</param>
/// <seealso href="https://learn.microsoft.com/windows/win32/gdi/bitmap-storage"/>
internal sealed record BmpFile(int Width, int Height, int HeaderLength, int BitsPerPixel, byte[] Rows)
{
    private const int FileHeaderLength = 14;

    /// <summary>0 none, 1 and 2 run lengths of 8 and 4 bits, 3 masks, 4 and 5 a JPEG or PNG; in OS/2, 3 is Huffman codes and 4 run lengths of 24 bits.</summary>
    public int Compression { get; init; }

    /// <summary>Colours of the palette: blue, green, red.</summary>
    public byte[][] Palette { get; init; } = [];

    /// <summary>Masks of red, green, blue and, in headers that have it, alpha.</summary>
    public uint[] Masks { get; init; } = [];

    public bool IsTopDown { get; init; }

    /// <summary>What the header says about the file's length; null for the truth.</summary>
    public int? ClaimedLength { get; init; }

    public byte[] Write()
    {
        var header = new byte[HeaderLength];
        BinaryPrimitives.WriteInt32LittleEndian(header, HeaderLength);
        if (HeaderLength == 12)
        {
            BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(4), (short)Width);
            BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(6), (short)Height);
            (header[8], header[10]) = (1, (byte)BitsPerPixel);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), Width);
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), IsTopDown ? -Height : Height);
            (header[12], header[14], header[16]) = (1, (byte)BitsPerPixel, (byte)Compression);
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(20), Rows.Length);
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(32), Palette.Length);
        }

        // After a header of 40 bytes the masks follow it; in longer ones they are part of it.
        byte[] masks = [.. Masks.SelectMany(mask => BitConverter.GetBytes(mask))];
        if (HeaderLength > 40)
        {
            masks.CopyTo(header, 40);
            masks = [];
        }

        byte[] palette = [.. Palette.SelectMany(colour => HeaderLength == 12 ? colour : [.. colour, (byte)0])];
        var pixels = FileHeaderLength + HeaderLength + masks.Length + palette.Length;
        var file = new byte[FileHeaderLength];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), ClaimedLength ?? (pixels + Rows.Length));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), pixels);
        return [.. file, .. header, .. masks, .. palette, .. Rows];
    }
}
