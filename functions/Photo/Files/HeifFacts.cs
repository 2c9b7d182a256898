using System.Buffers.Binary;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Headers;

namespace Pipeline.Photo.Files;

/// <summary>Facts of a HEIC or AVIF: item properties, and the box of Content Credentials.</summary>
/// <seealso href="https://www.iso.org/standard/83650.html">ISO/IEC 23008-12, 6.5 and 9.3</seealso>
internal static class HeifFacts
{
    private const int MaxTopLevelBoxes = 1_000;
    private const int MaxProperties = 10_000;

    private static ReadOnlySpan<byte> C2paIdentifier => [0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81];

    public static FileFacts Read(ImageSource source)
    {
        var meta = HeifHeader.FindMeta(source).AsMemory();
        var properties = meta.Length <= 4 ? default : HeifBoxes.Find(HeifBoxes.Find(meta[4..], "iprp"u8), "ipco"u8);
        var facts = new FileFacts { HasC2pa = HasC2pa(source) };
        // The properties of the primary picture come before those of its alpha and its thumbnail.
        for (var i = 0; i < MaxProperties && properties.Length >= 8; i++)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(properties.Span);
            if (length < 8 || length > properties.Length)
            {
                break;
            }

            facts = Add(facts, properties.Span.Slice(4, 4), properties[8..(int)length]);
            properties = properties[(int)length..];
        }

        return facts.BitDepth is null ? facts : facts with { Alpha = facts.Alpha ?? false };
    }

    private static FileFacts Add(FileFacts facts, ReadOnlySpan<byte> type, ReadOnlyMemory<byte> property)
    {
        var content = property.Span;
        if (type.SequenceEqual("hvcC"u8) && content.Length > 17 && facts.BitDepth is null)
        {
            return facts with { BitDepth = 8 + (content[17] & 7), ColourModel = (content[16] & 3) == 0 ? FileFacts.Grey : FileFacts.Rgb };
        }

        if (type.SequenceEqual("av1C"u8) && content.Length > 2 && facts.BitDepth is null)
        {
            return facts with
            {
                BitDepth = (content[2] & 0x40) == 0 ? 8 : (content[2] & 0x20) == 0 ? 10 : 12,
                ColourModel = (content[2] & 0x10) == 0 ? FileFacts.Rgb : FileFacts.Grey,
            };
        }

        if (type.SequenceEqual("auxC"u8) && (content.IndexOf("auxiliary:alpha"u8) >= 0 || content.IndexOf("hevc:2015:auxid:1"u8) >= 0))
        {
            return facts with { Alpha = true };
        }

        return type.SequenceEqual("colr"u8) && facts.Profile.IsEmpty && (content.StartsWith("prof"u8) || content.StartsWith("rICC"u8))
            ? facts with { Profile = property[4..] }
            : facts;
    }

    private static bool HasC2pa(ImageSource source)
    {
        var window = new SourceWindow(source);
        long offset = 0;
        for (var boxes = 0; boxes < MaxTopLevelBoxes; boxes++)
        {
            var header = window.Read(offset, 24);
            if (header.Length < 16)
            {
                break;
            }

            long length = BinaryPrimitives.ReadUInt32BigEndian(header);
            if (header[4..].StartsWith("uuid"u8) && header[8..].StartsWith(C2paIdentifier))
            {
                return true;
            }

            length = length == 1 ? BinaryPrimitives.ReadInt64BigEndian(header[8..]) : length;
            if (length < 8 || length > source.Length - offset)
            {
                break;
            }

            offset += length;
        }

        return false;
    }
}
