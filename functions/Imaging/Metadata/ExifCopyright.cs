using System.Buffers.Binary;
using System.Text;
using Pipeline.Imaging.Exif;

namespace Pipeline.Imaging.Metadata;

/// <summary>
/// Reads and writes the copyright notice of an EXIF block. Not left to the codecs because they alter it: libvips shows only as many
/// bytes as fit after libexif's additions ("(Photographer)"), writes ASCII only, and drops text in parentheses at the end.
/// </summary>
/// <remarks>The block is a TIFF file, in most containers after <c>Exif\0\0</c>. The notice is tag 0x8298 of its first directory.</remarks>
/// <seealso href="https://www.cipa.jp/std/documents/download_e.html?DC-008-Translation-2023-E">Exif 3.0, 4.5 and 4.6.5</seealso>
public static class ExifCopyright
{
    private const ushort Tag = 0x8298;
    private const ushort Byte = 1;
    private const ushort Ascii = 2;
    private const ushort Undefined = 7;
    private const ushort Utf8 = 129;
    private const int HeaderLength = ExifBlock.HeaderLength;
    private const int EntryLength = ExifBlock.EntryLength;

    /// <summary>Reads the photographer's notice, trimmed, without an editor's notice that may follow. Reads bytes that are not UTF-8 as Latin-1.</summary>
    /// <returns>Null if there is none or the block is damaged.</returns>
    public static string? Read(ReadOnlySpan<byte> exif)
    {
        var value = new ExifBlock(exif).Find(Tag, out var type);
        return type is Ascii or Utf8 or Byte or Undefined ? CopyrightText.Decode(value) : null;
    }

    /// <summary>Writes a block that holds this notice, in UTF-8, and nothing else.</summary>
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
            text.CopyTo(entry[8..]); // a text that fits takes the place of its offset
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], textOffset);
            text.CopyTo(tiff.AsSpan(textOffset));
        }

        return [.. "Exif\0\0"u8, .. tiff];
    }
}
