using System.Buffers.Binary;

namespace Pipeline.Imaging.Metadata;

/// <summary>Reads the first directory of an EXIF block: a TIFF file, in most containers after <c>Exif\0\0</c>. A damaged block reads as empty.</summary>
/// <seealso href="https://www.cipa.jp/std/documents/download_e.html?DC-008-Translation-2023-E">Exif 3.0, 4.5</seealso>
internal readonly ref struct ExifBlock(ReadOnlySpan<byte> exif)
{
    public const int HeaderLength = 8;
    public const int EntryLength = 12;

    /// <summary>The bytes that offsets count from.</summary>
    public ReadOnlySpan<byte> Tiff { get; } = exif.StartsWith("Exif\0\0"u8) ? exif[6..] : exif;

    private bool IsLittleEndian => Tiff[0] == 'I';

    /// <summary>The entry for a tag, <see cref="EntryLength"/> bytes; empty if there is none or the block is damaged.</summary>
    public ReadOnlySpan<byte> Find(ushort tag)
    {
        if (Tiff.Length < HeaderLength || !(Tiff.StartsWith("II"u8) || Tiff.StartsWith("MM"u8)))
        {
            return [];
        }

        var directory = ReadLong(Tiff[4..]);
        if (directory > Tiff.Length - 2)
        {
            return [];
        }

        var count = ReadShort(Tiff[(int)directory..]);
        var entries = Tiff[((int)directory + 2)..];
        for (var i = 0; i < count && (i + 1) * EntryLength <= entries.Length; i++)
        {
            var entry = entries.Slice(i * EntryLength, EntryLength);
            if (ReadShort(entry) == tag)
            {
                return entry;
            }
        }

        return [];
    }

    public ushort ReadShort(ReadOnlySpan<byte> bytes) =>
        IsLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    public uint ReadLong(ReadOnlySpan<byte> bytes) =>
        IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
