using System.Buffers.Binary;

namespace Pipeline.Imaging.Headers;

/// <summary>The file header of a BMP.</summary>
/// <seealso href="https://learn.microsoft.com/windows/win32/api/wingdi/ns-wingdi-bitmapfileheader"/>
public static class BmpHeader
{
    private const int FileSizeOffset = 2;
    private const int Length = 14;

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
}
