using System.Buffers.Binary;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Imaging.Headers;

/// <summary>
/// One directory of a TIFF or BigTIFF file, in either byte order. Reads no more than the entries and the values asked for. Damaged
/// parts read as missing; nothing throws but a source that cannot be read.
/// </summary>
/// <seealso href="https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf">TIFF 6.0, section 2</seealso>
/// <seealso href="https://libtiff.gitlab.io/libtiff/specification/bigtiff.html"/>
public sealed class TiffDirectory
{
    /// <summary>Maximum number of entries that are looked at. libtiff and cameras write fewer than 100.</summary>
    private const int MaxEntries = 1024;

    private readonly ImageSource _source;
    private readonly bool _isLittleEndian;
    private readonly byte[] _entries;

    private TiffDirectory(ImageSource source, bool isLittleEndian, bool isBig, long offset)
    {
        (_source, _isLittleEndian, IsBig) = (source, isLittleEndian, isBig);
        EntryLength = isBig ? 20 : 12;
        CountLength = isBig ? 8 : 2;
        Offset = offset;
        var claimed = ReadNumber(offset, CountLength);
        var count = Math.Clamp((source.Length - offset - CountLength) / EntryLength, 0, (long)Math.Min(claimed, MaxEntries));
        _entries = ReadBytes(offset + CountLength, (int)count * EntryLength);
        IsComplete = (ulong)Count == claimed && EndOfEntries + OffsetLength <= source.Length;
        NextDirectory = IsComplete ? ReadNumber(EndOfEntries, OffsetLength) : 0;
    }

    /// <summary>Whether the file is a BigTIFF, with offsets of 64 bits.</summary>
    public bool IsBig { get; }

    /// <summary>Offset of the directory in bytes from the start of the file.</summary>
    public long Offset { get; }

    /// <summary>Size of the number of entries, in bytes.</summary>
    public int CountLength { get; }

    /// <summary>Size of an entry, in bytes.</summary>
    public int EntryLength { get; }

    /// <summary>Number of entries that the file holds.</summary>
    public int Count => _entries.Length / EntryLength;

    /// <summary>Whether all entries, and the link to the next directory, could be read.</summary>
    public bool IsComplete { get; }

    /// <summary>Offset of the next directory (page) in bytes; 0 if there is none.</summary>
    public ulong NextDirectory { get; }

    private long EndOfEntries => Offset + CountLength + _entries.Length;

    private int OffsetLength => IsBig ? 8 : 4;

    /// <summary>The first directory; null if the file is no TIFF or its header is damaged.</summary>
    public static TiffDirectory? ReadFirst(ImageSource source)
    {
        Span<byte> header = stackalloc byte[16];
        header = header[..source.Read(header, 0)];
        if (header.Length < 8 || !(header.StartsWith("II"u8) || header.StartsWith("MM"u8)))
        {
            return null;
        }

        var isLittleEndian = header[0] == 'I';
        return ToNumber(header.Slice(2, 2), isLittleEndian) switch
        {
            42 => Create(source, isLittleEndian, isBig: false, ToNumber(header.Slice(4, 4), isLittleEndian)),
            43 when header.Length == 16 => Create(source, isLittleEndian, isBig: true, ToNumber(header.Slice(8, 8), isLittleEndian)),
            _ => null,
        };
    }

    /// <summary>Another directory of the same file; null if the offset lies outside the file.</summary>
    public TiffDirectory? ReadAt(ulong offset) => Create(_source, _isLittleEndian, IsBig, offset);

    public bool Has(ushort tag) => IndexOf(tag) >= 0;

    /// <summary>The first value of a tag with whole numbers; the default if it is missing or has another type.</summary>
    public long GetNumber(ushort tag, long defaultValue) => GetNumbers(tag, 1) is [var value] ? value : defaultValue;

    /// <summary>The first values of a tag with whole numbers, at most <paramref name="max"/>; empty if it is missing or has another type.</summary>
    public IReadOnlyList<long> GetNumbers(ushort tag, int max)
    {
        var index = IndexOf(tag);
        if (index < 0 || !IsWhole(GetFieldType(index)))
        {
            return [];
        }

        var size = SizeOf(GetFieldType(index));
        var bytes = ReadValue(index, size, max);
        return [.. bytes.Chunk(size).Where(value => value.Length == size).Select(value => (long)Math.Min(ToNumber(value, _isLittleEndian), long.MaxValue))];
    }

    /// <summary>The first value of a tag with floating-point numbers; null if it is missing or has another type.</summary>
    public double? GetReal(ushort tag)
    {
        var index = IndexOf(tag);
        if (index < 0 || !IsReal(GetFieldType(index)))
        {
            return null;
        }

        var size = SizeOf(GetFieldType(index));
        var bytes = ReadValue(index, size, 1);
        return bytes.Length < size ? null
            : size == 4 ? BitConverter.UInt32BitsToSingle((uint)ToNumber(bytes, _isLittleEndian))
            : BitConverter.UInt64BitsToDouble(ToNumber(bytes, _isLittleEndian));
    }

    /// <summary>The bytes of a tag's value as stored, whatever its type.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="maxBytes">A longer value reads as empty.</param>
    /// <returns>Empty if the tag is missing, its type is unknown, or the file ends before it does.</returns>
    public byte[] GetBytes(ushort tag, int maxBytes)
    {
        var index = IndexOf(tag);
        var size = index < 0 ? 0 : SizeOf(GetFieldType(index));
        var bytes = size == 0 ? [] : ReadValue(index, size, (maxBytes / size) + 1);
        return bytes.Length <= maxBytes ? bytes : [];
    }

    /// <summary>The first values of a tag with fractions, as numbers; a fraction with the denominator 0 is not a number (NaN).</summary>
    public IReadOnlyList<double> GetFractions(ushort tag, int max)
    {
        var index = IndexOf(tag);
        return index < 0 || GetFieldType(index) is not (5 or 10) ? [] :
        [
            .. ReadValue(index, 8, max).Chunk(8).Where(value => value.Length == 8).Select(value =>
            {
                var (top, bottom) = ((uint)ToNumber(value.AsSpan(0, 4), _isLittleEndian), (uint)ToNumber(value.AsSpan(4), _isLittleEndian));
                return GetFieldType(index) == 5 ? (double)top / bottom : (double)(int)top / (int)bottom;
            }),
        ];
    }

    /// <summary>Tag of an entry.</summary>
    public ushort GetTag(int index) => (ushort)ToNumber(_entries.AsSpan(index * EntryLength, 2), _isLittleEndian);

    /// <summary>Field type of an entry, as the file has it.</summary>
    public int GetFieldType(int index) => (int)ToNumber(_entries.AsSpan((index * EntryLength) + 2, 2), _isLittleEndian);

    /// <summary>Whether the types of TIFF and BigTIFF include this one.</summary>
    public static bool IsKnownType(int fieldType) => SizeOf(fieldType) > 0;

    /// <summary>Removes entries of this directory from a copy of the file. Other parts stay where they are.</summary>
    /// <param name="file">The copy.</param>
    /// <param name="indexes">Indexes of the entries, in ascending order. The directory must be complete.</param>
    public void RemoveEntries(Span<byte> file, IReadOnlyList<int> indexes)
    {
        var start = (int)Offset + CountLength;
        var target = start;
        for (var i = 0; i < Count; i++)
        {
            if (!indexes.Contains(i))
            {
                file.Slice(start + (i * EntryLength), EntryLength).CopyTo(file[target..]);
                target += EntryLength;
            }
        }

        file.Slice((int)EndOfEntries, OffsetLength).CopyTo(file[target..]);
        var count = Count - indexes.Count;
        var number = file.Slice((int)Offset, CountLength);
        number.Clear();
        (number[_isLittleEndian ? 0 : ^1], number[_isLittleEndian ? 1 : ^2]) = ((byte)count, (byte)(count >> 8));
    }

    private static TiffDirectory? Create(ImageSource source, bool isLittleEndian, bool isBig, ulong offset) =>
        offset < 8 || offset >= (ulong)source.Length ? null : new(source, isLittleEndian, isBig, (long)offset);

    /// <summary>Size of one value in bytes; 0 for an unknown type.</summary>
    private static int SizeOf(int fieldType) => fieldType switch
    {
        1 or 2 or 6 or 7 => 1,
        3 or 8 => 2,
        4 or 9 or 11 or 13 => 4,
        5 or 10 or 12 or 16 or 17 or 18 => 8,
        _ => 0,
    };

    private static bool IsWhole(int fieldType) => SizeOf(fieldType) > 0 && fieldType is not (5 or 10) && !IsReal(fieldType);

    private static bool IsReal(int fieldType) => fieldType is 11 or 12;

    private static ulong ToNumber(ReadOnlySpan<byte> bytes, bool isLittleEndian) => (bytes.Length, isLittleEndian) switch
    {
        (1, _) => bytes[0],
        (2, true) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        (2, false) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        (4, true) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        (4, false) => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        (8, true) => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        (8, false) => BinaryPrimitives.ReadUInt64BigEndian(bytes),
        _ => 0,
    };

    private int IndexOf(ushort tag)
    {
        for (var i = 0; i < Count; i++)
        {
            if (GetTag(i) == tag)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Reads the first values of an entry: from the entry itself if all of them fit there, otherwise from where it points to.</summary>
    private byte[] ReadValue(int index, int size, int max)
    {
        var entry = (index * EntryLength) + 4;
        var count = ToNumber(_entries.AsSpan(entry, OffsetLength), _isLittleEndian);
        var value = _entries.AsSpan(entry + OffsetLength, OffsetLength);
        var wanted = (int)Math.Min(count, (ulong)max) * size;
        if (count <= (ulong)(OffsetLength / size))
        {
            return value[..wanted].ToArray();
        }

        var offset = ToNumber(value, _isLittleEndian);
        return offset >= (ulong)_source.Length ? [] : ReadBytes((long)offset, wanted);
    }

    private ulong ReadNumber(long offset, int length) => ToNumber(ReadBytes(offset, length), _isLittleEndian);

    private byte[] ReadBytes(long offset, int length)
    {
        var bytes = new byte[length];
        var read = _source.Read(bytes, offset);
        return read == length ? bytes : bytes[..read];
    }
}
