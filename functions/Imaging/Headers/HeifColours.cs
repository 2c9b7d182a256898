using System.Buffers.Binary;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Imaging.Headers;

/// <summary>Reads the colours of the primary picture of an AVIF or HEIC from its item properties.</summary>
/// <seealso href="https://www.iso.org/standard/83650.html">ISO/IEC 23008-12 (HEIF), 9.3 and 6.5.5</seealso>
public static class HeifColours
{
    private const int BoxHeaderLength = 8;

    // A file of a phone has a few kilobytes; a grid of 512 tiles, 30.
    private const int MaxMetaLength = 4_000_000;

    private const int MaxTopLevelBoxes = 1_000;

    /// <summary>The code points of the primary picture; null if there are none, or the file is damaged.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CodedColours? Read(ImageSource source) => ReadMeta(FindMeta(source));

    /// <summary>Whether the primary picture has no colours. Decoders still deliver it as RGB. False if the file does not say, or is damaged.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static bool IsMonochrome(ImageSource source)
    {
        var children = Skip(FindMeta(source), 4);
        var properties = FindBox(children, "iprp"u8);
        var isAssociated = new bool[ushort.MaxValue];
        if (FindPrimary(FindBox(children, "pitm"u8)) is not { } primary || !Associate(FindBox(properties, "ipma"u8), primary, isAssociated))
        {
            return false;
        }

        var container = FindBox(properties, "ipco"u8);
        for (var index = 1; TryReadBox(container, out var type, out var content, out var rest); index++, container = rest)
        {
            // Number of channels (HEIF, 6.5.6), a bit of AV1's configuration, the chroma format of HEVC's.
            if (index < isAssociated.Length && isAssociated[index]
                && ((type.SequenceEqual("pixi"u8) && content is [_, _, _, _, 1, ..])
                    || (type.SequenceEqual("av1C"u8) && content.Length >= 3 && (content[2] & 0x10) != 0)
                    || (type.SequenceEqual("hvcC"u8) && content.Length >= 17 && (content[16] & 3) == 0)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The content of the box that describes the file; empty if it is missing.</summary>
    private static byte[] FindMeta(ImageSource source)
    {
        Span<byte> header = stackalloc byte[16];
        long offset = 0;
        for (var i = 0; i < MaxTopLevelBoxes && source.Read(header, offset) == header.Length; i++)
        {
            var length = (long)BinaryPrimitives.ReadUInt32BigEndian(header);
            var start = BoxHeaderLength;
            if (length == 1)
            {
                length = BinaryPrimitives.ReadInt64BigEndian(header[8..]);
                start = 16;
            }

            length = length == 0 ? source.Length - offset : length;
            if (length < start || length > source.Length - offset)
            {
                return [];
            }

            if (header[4..].StartsWith("meta"u8))
            {
                var meta = new byte[Math.Min(length - start, MaxMetaLength)];
                return meta[..source.Read(meta, offset + start)];
            }

            offset += length;
        }

        return [];
    }

    private static CodedColours? ReadMeta(ReadOnlySpan<byte> meta)
    {
        // A full box: version and flags come first.
        var children = Skip(meta, 4);
        var properties = FindBox(children, "iprp"u8);
        var container = FindBox(properties, "ipco"u8);
        var isAssociated = new bool[ushort.MaxValue];
        var isKnown = FindPrimary(FindBox(children, "pitm"u8)) is { } primary && Associate(FindBox(properties, "ipma"u8), primary, isAssociated);
        // A grid may leave colours to its tiles. Then those of any picture count.
        return (isKnown ? ReadProperties(container, isAssociated) : null) ?? ReadProperties(container, isAssociated: null);
    }

    private static CodedColours? ReadProperties(ReadOnlySpan<byte> container, bool[]? isAssociated)
    {
        CodedColours? colours = null;
        double? peak = null;
        // Properties are numbered from 1.
        for (var index = 1; TryReadBox(container, out var type, out var content, out var rest); index++, container = rest)
        {
            if (isAssociated is not null && (index >= isAssociated.Length || !isAssociated[index]))
            {
                continue;
            }

            if (colours is null && type.SequenceEqual("colr"u8) && content.Length >= 10 && content.StartsWith("nclx"u8))
            {
                colours = new(BinaryPrimitives.ReadUInt16BigEndian(content[4..]), BinaryPrimitives.ReadUInt16BigEndian(content[6..]));
            }
            else if (type.SequenceEqual("clli"u8) && content.Length >= 2)
            {
                peak = BinaryPrimitives.ReadUInt16BigEndian(content);
            }
        }

        return colours is null ? null : colours with { PeakNits = peak };
    }

    private static uint? FindPrimary(ReadOnlySpan<byte> pitm) => pitm.Length < 6 ? null
        : pitm[0] == 0 ? BinaryPrimitives.ReadUInt16BigEndian(pitm[4..])
        : pitm.Length < 8 ? null
        : BinaryPrimitives.ReadUInt32BigEndian(pitm[4..]);

    /// <summary>Marks the properties of an item by their number.</summary>
    /// <returns>False if the item has none.</returns>
    private static bool Associate(ReadOnlySpan<byte> ipma, uint item, bool[] isAssociated)
    {
        if (ipma.Length < 8)
        {
            return false;
        }

        var (idLength, indexLength) = (ipma[0] < 1 ? 2 : 4, (ipma[3] & 1) == 0 ? 1 : 2);
        var entries = ipma[8..];
        while (entries.Length > idLength)
        {
            var id = idLength == 2 ? BinaryPrimitives.ReadUInt16BigEndian(entries) : BinaryPrimitives.ReadUInt32BigEndian(entries);
            var indices = entries[(idLength + 1)..];
            var length = Math.Min(entries[idLength] * indexLength, indices.Length);
            if (id == item)
            {
                for (var i = 0; i + indexLength <= length; i += indexLength)
                {
                    // The highest bit says whether the property is essential.
                    isAssociated[indexLength == 1 ? indices[i] & 0x7F : BinaryPrimitives.ReadUInt16BigEndian(indices[i..]) & 0x7FFF] = true;
                }

                return true;
            }

            entries = indices[length..];
        }

        return false;
    }

    private static ReadOnlySpan<byte> FindBox(ReadOnlySpan<byte> boxes, ReadOnlySpan<byte> type)
    {
        while (TryReadBox(boxes, out var found, out var content, out boxes))
        {
            if (found.SequenceEqual(type))
            {
                return content;
            }
        }

        return [];
    }

    private static bool TryReadBox(
        ReadOnlySpan<byte> boxes, out ReadOnlySpan<byte> type, out ReadOnlySpan<byte> content, out ReadOnlySpan<byte> rest)
    {
        type = content = rest = [];
        if (boxes.Length < BoxHeaderLength || BinaryPrimitives.ReadUInt32BigEndian(boxes) is var length && (length < BoxHeaderLength || length > boxes.Length))
        {
            return false;
        }

        type = boxes.Slice(4, 4);
        content = boxes[BoxHeaderLength..(int)length];
        rest = boxes[(int)length..];
        return true;
    }

    private static ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> bytes, int count) => bytes[Math.Min(count, bytes.Length)..];
}
