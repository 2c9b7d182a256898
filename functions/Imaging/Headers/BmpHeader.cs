using System.Buffers.Binary;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Imaging.Headers;

/// <summary>The file header of a BMP, and what the header behind it says about the pixels.</summary>
/// <seealso href="https://learn.microsoft.com/windows/win32/api/wingdi/ns-wingdi-bitmapfileheader"/>
/// <seealso href="https://learn.microsoft.com/windows/win32/api/wingdi/ns-wingdi-bitmapinfoheader"/>
public static class BmpHeader
{
    private const int FileSizeOffset = 2;
    private const int Length = 14;

    // The length of the second header stands first in it, and names its version.
    private const uint WindowsHeaderLength = 40;
    private const uint Os2HeaderLength = 64;
    private const int CompressionOffset = Length + 16;

    /// <summary>
    /// The file with its real length in its header. Programs write any number there, and browsers do not read it; ImageMagick refuses
    /// a file whose length differs.
    /// </summary>
    /// <returns>The same memory if the length is right already, otherwise a copy.</returns>
    public static ReadOnlyMemory<byte> WithRealFileSize(ReadOnlyMemory<byte> file)
    {
        if (file.Length < Length || BinaryPrimitives.ReadUInt32LittleEndian(file.Span[FileSizeOffset..]) == (uint)file.Length)
        {
            return file;
        }

        var copy = file.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(copy.AsSpan(FileSizeOffset), copy.Length);
        return copy;
    }

    /// <summary>
    /// A way to store pixels that only printers (<c>BI_JPEG</c>, <c>BI_PNG</c>: a whole file in place of pixels) or OS/2 know, in words that
    /// follow "has"; null if there is none, or if the header is cut.
    /// </summary>
    public static string? FindUnsupportedFeature(ImageSource source)
    {
        Span<byte> header = stackalloc byte[CompressionOffset + sizeof(uint)];
        if (source.Read(header, 0) < header.Length)
        {
            return null;
        }

        var compression = BinaryPrimitives.ReadUInt32LittleEndian(header[CompressionOffset..]);
        return (BinaryPrimitives.ReadUInt32LittleEndian(header[Length..]), compression) switch
        {
            (< WindowsHeaderLength, _) => null,
            (Os2HeaderLength, 3) => "Huffman codes of OS/2",
            (Os2HeaderLength, 4) => "run lengths of 24 bits",
            (_, 4) => "a JPEG in place of pixels",
            (_, 5) => "a PNG in place of pixels",
            _ => null,
        };
    }
}
