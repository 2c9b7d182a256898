using System.Buffers.Binary;
using System.Text;

namespace Pipeline.Vips.Metadata;

/// <summary>
/// The copyright notice of an EXIF block, read and written here because libvips alters it: it shows only as many bytes
/// as fit after libexif's additions ("(Photographer)"), writes ASCII only, and drops what stands in final parentheses.
/// </summary>
/// <remarks>The block is a TIFF file, in most containers after <c>Exif\0\0</c>. The notice is tag 0x8298 of its first directory.</remarks>
/// <seealso href="https://www.cipa.jp/std/documents/download_e.html?DC-008-Translation-2023-E">Exif 3.0, 4.5 and 4.6.5</seealso>
internal static class ExifCopyright
{
    private const ushort Tag = 0x8298;
    private const ushort Ascii = 2;
    private const int HeaderLength = 8;
    private const int EntryLength = 12;

    /// <summary>The notice, trimmed: the photographer's, where an editor's follows. Bytes that are not UTF-8 are read as Latin-1.</summary>
    /// <returns>Null if there is none, or the block is damaged.</returns>
    public static string? Read(ReadOnlySpan<byte> exif)
    {
        var tiff = exif.StartsWith("Exif\0\0"u8) ? exif[6..] : exif;
        if (tiff.Length < HeaderLength || !(tiff.StartsWith("II"u8) || tiff.StartsWith("MM"u8)))
        {
            return null;
        }

        var littleEndian = tiff[0] == 'I';
        var directory = ReadLong(tiff[4..], littleEndian);
        if (directory > tiff.Length - 2)
        {
            return null;
        }

        var count = ReadShort(tiff[(int)directory..], littleEndian);
        var entries = tiff[((int)directory + 2)..];
        for (var i = 0; i < count && (i + 1) * EntryLength <= entries.Length; i++)
        {
            var entry = entries.Slice(i * EntryLength, EntryLength);
            if (ReadShort(entry, littleEndian) == Tag && ReadShort(entry[2..], littleEndian) == Ascii)
            {
                return Text(tiff, entry, littleEndian);
            }
        }

        return null;
    }

    /// <summary>A block that holds this notice, in UTF-8, and nothing else.</summary>
    public static byte[] Write(string notice)
    {
        var text = Encoding.UTF8.GetBytes(notice + '\0');
        const int textOffset = HeaderLength + 2 + EntryLength + 4;
        var tiff = new byte[textOffset + text.Length];
        "II*\0"u8.CopyTo(tiff);
        BinaryPrimitives.WriteInt32LittleEndian(tiff.AsSpan(4), HeaderLength);
        BinaryPrimitives.WriteUInt16LittleEndian(tiff.AsSpan(HeaderLength), 1);
        var entry = tiff.AsSpan(HeaderLength + 2, EntryLength);
        BinaryPrimitives.WriteUInt16LittleEndian(entry, Tag);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], Ascii);
        BinaryPrimitives.WriteInt32LittleEndian(entry[4..], text.Length);
        if (text.Length <= 4)
        {
            text.CopyTo(entry[8..]); // texts that fit stand in place of their offset
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], textOffset);
            text.CopyTo(tiff.AsSpan(textOffset));
        }

        return [.. "Exif\0\0"u8, .. tiff];
    }

    private static string? Text(ReadOnlySpan<byte> tiff, ReadOnlySpan<byte> entry, bool littleEndian)
    {
        var length = ReadLong(entry[4..], littleEndian);
        var offset = ReadLong(entry[8..], littleEndian);
        if (length > 4 && (ulong)offset + length > (ulong)tiff.Length)
        {
            return null;
        }

        var bytes = length <= 4 ? entry.Slice(8, (int)length) : tiff.Slice((int)offset, (int)length);
        var end = bytes.IndexOf((byte)0);
        var text = Decode(end < 0 ? bytes : bytes[..end]).Trim();
        return text.Length == 0 ? null : text;
    }

    private static string Decode(ReadOnlySpan<byte> text) =>
        (System.Text.Unicode.Utf8.IsValid(text) ? Encoding.UTF8 : Encoding.Latin1).GetString(text);

    private static ushort ReadShort(ReadOnlySpan<byte> bytes, bool littleEndian) =>
        littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint ReadLong(ReadOnlySpan<byte> bytes, bool littleEndian) =>
        littleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
