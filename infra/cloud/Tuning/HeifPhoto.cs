using System.Buffers.Binary;
using Pipeline.Imaging.Headers;

namespace Pipeline.Cloud.Tuning;

/// <summary>The upright size of the primary item of a HEIF file, as decoders return it. Source: ISO/IEC 23008-12, 6.5 and 9.3.</summary>
internal sealed record HeifPhoto(int Width, int Height)
{
    /// <param name="meta">Content of the box <c>meta</c>.</param>
    /// <returns>Null if it does not say which item is primary, or how large that is.</returns>
    public static HeifPhoto? Read(ReadOnlyMemory<byte> meta)
    {
        if (meta.Length < 4)
        {
            return null;
        }

        var boxes = meta[4..];
        var (properties, item) = (HeifBoxes.Find(boxes, "iprp"u8), HeifBoxes.Find(boxes, "pitm"u8));
        if (ReadItem(item.Span, 4, item.Span is [> 0, ..]) is not { } primary)
        {
            return null;
        }

        var all = HeifBoxes.List(HeifBoxes.Find(properties, "ipco"u8)).ToList();
        HeifPhoto? size = null;
        foreach (var index in ReadAssociations(HeifBoxes.Find(properties, "ipma"u8).Span, primary).Where(index => index >= 1 && index <= all.Count))
        {
            // In the order of the list: first the size, then what changes it.
            size = Apply(all[index - 1].Span, size);
        }

        return size is { Width: > 0, Height: > 0 } ? size : null;
    }

    private static HeifPhoto? Apply(ReadOnlySpan<byte> property, HeifPhoto? size) => property switch
    {
        _ when property.StartsWith("ispe"u8) && property.Length >= 16 => new(BinaryPrimitives.ReadInt32BigEndian(property[8..]), BinaryPrimitives.ReadInt32BigEndian(property[12..])),
        // The clean aperture cuts off what the encoder added to reach an even size.
        _ when property.StartsWith("clap"u8) && property.Length >= 20 => new(ReadQuotient(property[4..]), ReadQuotient(property[12..])),
        // A quarter turn.
        _ when size is not null && property.StartsWith("irot"u8) && property.Length >= 5 && (property[4] & 1) == 1 => new(size.Height, size.Width),
        _ => size,
    };

    /// <summary>Numbers of an item's properties, from 1.</summary>
    private static List<int> ReadAssociations(ReadOnlySpan<byte> box, uint item)
    {
        var found = new List<int>();
        if (box.Length < 8)
        {
            return found;
        }

        var (hasLongItems, hasLongIndexes) = (box[0] > 0, (box[3] & 1) == 1);
        var (itemLength, indexLength) = (hasLongItems ? 4 : 2, hasLongIndexes ? 2 : 1);
        for (var offset = 8; offset + itemLength < box.Length;)
        {
            var owner = ReadItem(box, offset, hasLongItems);
            var count = box[offset + itemLength];
            offset += itemLength + 1;
            for (var number = 0; number < count && offset + indexLength <= box.Length; number++, offset += indexLength)
            {
                if (owner == item)
                {
                    // The highest bit says whether a reader must understand the property.
                    found.Add(hasLongIndexes ? BinaryPrimitives.ReadUInt16BigEndian(box[offset..]) & 0x7FFF : box[offset] & 0x7F);
                }
            }
        }

        return found;
    }

    private static uint? ReadItem(ReadOnlySpan<byte> box, int offset, bool isLong) => box.Length < offset + (isLong ? 4 : 2) ? null
        : isLong ? BinaryPrimitives.ReadUInt32BigEndian(box[offset..])
        : BinaryPrimitives.ReadUInt16BigEndian(box[offset..]);

    private static int ReadQuotient(ReadOnlySpan<byte> fraction) => BinaryPrimitives.ReadUInt32BigEndian(fraction[4..]) is var divisor and > 0
        ? (int)(BinaryPrimitives.ReadUInt32BigEndian(fraction) / divisor)
        : 0;
}
