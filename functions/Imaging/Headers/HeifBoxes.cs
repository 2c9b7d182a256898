using System.Buffers.Binary;
using System.Text;

namespace Pipeline.Imaging.Headers;

/// <summary>Parses boxes of a HEIF file. Stops where a box is damaged.</summary>
public static class HeifBoxes
{
    /// <summary>The content of the first box of a type, without its header; empty if there is none.</summary>
    public static ReadOnlyMemory<byte> Find(ReadOnlyMemory<byte> boxes, ReadOnlySpan<byte> type)
    {
        foreach (var box in List(boxes))
        {
            if (box.Span.StartsWith(type))
            {
                return box[4..];
            }
        }

        return default;
    }

    /// <summary>The boxes in their order, each with its type of 4 bytes, but without its length.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> List(ReadOnlyMemory<byte> boxes)
    {
        while (boxes.Length >= 8 && BinaryPrimitives.ReadUInt32BigEndian(boxes.Span) is var length && length >= 8 && length <= boxes.Length)
        {
            yield return boxes[4..(int)length];
            boxes = boxes[(int)length..];
        }
    }

    /// <summary>Item types by identifier, from the content of <c>iinf</c>.</summary>
    public static Dictionary<uint, string> ReadTypes(ReadOnlySpan<byte> iinf)
    {
        var types = new Dictionary<uint, string>();
        var entries = iinf.IsEmpty ? iinf : iinf[Math.Min(iinf.Length, iinf[0] == 0 ? 6 : 8)..];
        while (entries.Length >= 20)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(entries);
            if (length < 20 || length > entries.Length)
            {
                break;
            }

            // Version 2 has identifiers of 16 bits, version 3 of 32. Both have two bytes before the type.
            var entry = entries[..(int)length];
            if (entry[8] == 2)
            {
                types[BinaryPrimitives.ReadUInt16BigEndian(entry[12..])] = Encoding.Latin1.GetString(entry.Slice(16, 4));
            }
            else if (entry[8] == 3 && length >= 22)
            {
                types[BinaryPrimitives.ReadUInt32BigEndian(entry[12..])] = Encoding.Latin1.GetString(entry.Slice(18, 4));
            }

            entries = entries[(int)length..];
        }

        return types;
    }

    /// <summary>Where the data of items are, from the content of <c>iloc</c>.</summary>
    public static List<(uint Item, bool IsInFile, List<(long Offset, long Length)> Extents)> ReadLocations(ReadOnlySpan<byte> iloc)
    {
        List<(uint, bool, List<(long, long)>)> locations = [];
        if (iloc.Length < 8)
        {
            return locations;
        }

        var version = iloc[0];
        var (offsetSize, lengthSize) = (iloc[4] >> 4, iloc[4] & 15);
        var (baseSize, indexSize) = (iloc[5] >> 4, version == 0 ? 0 : iloc[5] & 15);
        var reader = new NumberReader(iloc[6..]);
        for (var count = reader.Read(version < 2 ? 2 : 4); count > 0 && !reader.IsAtEnd; count--)
        {
            var item = (uint)reader.Read(version < 2 ? 2 : 4);
            var method = version == 0 ? 0 : reader.Read(2) & 15;
            var otherFile = reader.Read(2) != 0;
            var start = reader.Read(baseSize);
            List<(long, long)> extents = [];
            for (var left = reader.Read(2); left > 0 && !reader.IsAtEnd; left--)
            {
                reader.Read(indexSize);
                var offset = start + reader.Read(offsetSize);
                extents.Add((offset, reader.Read(lengthSize)));
            }

            if (!reader.IsPastEnd)
            {
                locations.Add((item, method == 0 && !otherFile, extents));
            }
        }

        return locations;
    }

    /// <summary>Reads numbers of 0 to 8 bytes, most significant byte first. Past the end it reads 0.</summary>
    private ref struct NumberReader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public readonly bool IsAtEnd => _rest.IsEmpty || IsPastEnd;

        public bool IsPastEnd { get; private set; }

        public long Read(int length)
        {
            if (length > _rest.Length)
            {
                IsPastEnd = true;
                return 0;
            }

            long number = 0;
            foreach (var value in _rest[..length])
            {
                number = (number << 8) | value;
            }

            _rest = _rest[length..];
            // No file is that long; the highest bit would make the number negative.
            return number & (long.MaxValue >> 2);
        }
    }
}
