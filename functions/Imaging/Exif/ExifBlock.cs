using System.Buffers.Binary;

namespace Pipeline.Imaging.Exif;

/// <summary>
/// Reads the first directory of an EXIF block: a TIFF file, in most containers after <c>Exif\0\0</c>. Reads BigTIFF files too. A damaged
/// block reads as empty.
/// </summary>
/// <seealso href="https://www.cipa.jp/std/documents/download_e.html?DC-008-Translation-2023-E">Exif 3.0, 4.5</seealso>
internal readonly ref struct ExifBlock
{
    public const int HeaderLength = 8;
    public const int EntryLength = 12;

    private const int BigHeaderLength = 16;
    private const int BigEntryLength = 20;
    private const ushort BigVersion = 43;

    private readonly ReadOnlySpan<byte> _tiff;
    private readonly bool _isLittleEndian;
    private readonly bool _isBig;

    public ExifBlock(ReadOnlySpan<byte> exif)
    {
        // Some programs write the prefix without its zeros, or twice.
        while (exif.StartsWith("Exif"u8))
        {
            exif = exif.Length > 6 ? exif[6..] : [];
        }

        if (exif.Length < HeaderLength || !(exif.StartsWith("II"u8) || exif.StartsWith("MM"u8)))
        {
            return;
        }

        _tiff = exif;
        _isLittleEndian = exif[0] == 'I';
        _isBig = ReadShort(exif[2..]) == BigVersion;
        if (_isBig && exif.Length < BigHeaderLength)
        {
            _tiff = [];
        }
    }

    /// <summary>Finds a tag's value.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="type">Type of the value, as stored.</param>
    /// <returns>The bytes of the value; empty if there is none or the block is damaged.</returns>
    public ReadOnlySpan<byte> Find(ushort tag, out ushort type)
    {
        type = 0;
        var entryLength = _isBig ? BigEntryLength : EntryLength;
        var countLength = _isBig ? 8 : 2;
        var entries = Skip(_tiff.IsEmpty ? 0 : _isBig ? ReadLong8(_tiff[8..]) : ReadLong(_tiff[4..]));
        if (entries.Length < countLength || _tiff.IsEmpty)
        {
            return [];
        }

        var count = _isBig ? ReadLong8(entries) : ReadShort(entries);
        entries = entries[countLength..];
        for (ulong i = 0; i < count && entries.Length >= entryLength; i++, entries = entries[entryLength..])
        {
            if (ReadShort(entries) == tag)
            {
                type = ReadShort(entries[2..]);
                return GetValue(entries[..entryLength], type);
            }
        }

        return [];
    }

    /// <summary>Finds a tag's first number, whatever integer type it has; null if there is none.</summary>
    public long? FindNumber(ushort tag)
    {
        var value = Find(tag, out var type);
        return type switch
        {
            1 when value.Length >= 1 => value[0],
            6 when value.Length >= 1 => (sbyte)value[0],
            3 when value.Length >= 2 => ReadShort(value),
            8 when value.Length >= 2 => (short)ReadShort(value),
            4 or 13 when value.Length >= 4 => ReadLong(value),
            9 when value.Length >= 4 => (int)ReadLong(value),
            16 or 18 when value.Length >= 8 => (long)ReadLong8(value),
            17 when value.Length >= 8 => (long)ReadLong8(value),
            _ => null,
        };
    }

    private ReadOnlySpan<byte> GetValue(ReadOnlySpan<byte> entry, ushort type)
    {
        var size = type switch
        {
            1 or 2 or 6 or 7 or 129 => 1u,
            3 or 8 => 2u,
            4 or 9 or 11 or 13 => 4u,
            5 or 10 or 12 or 16 or 17 or 18 => 8u,
            _ => 0u,
        };
        var count = _isBig ? ReadLong8(entry[4..]) : ReadLong(entry[4..]);
        if (size == 0 || count > (ulong)_tiff.Length)
        {
            return [];
        }

        // A value that fits takes the place of its offset.
        var length = (int)Math.Min(int.MaxValue, count * size);
        var place = entry[(_isBig ? 12 : 8)..];
        var value = length <= place.Length ? place : Skip(_isBig ? ReadLong8(place) : ReadLong(place));
        return length <= value.Length ? value[..length] : [];
    }

    private ReadOnlySpan<byte> Skip(ulong offset) => offset < (ulong)_tiff.Length ? _tiff[(int)offset..] : [];

    private ushort ReadShort(ReadOnlySpan<byte> bytes) =>
        _isLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private uint ReadLong(ReadOnlySpan<byte> bytes) =>
        _isLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private ulong ReadLong8(ReadOnlySpan<byte> bytes) =>
        _isLittleEndian ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : BinaryPrimitives.ReadUInt64BigEndian(bytes);
}
