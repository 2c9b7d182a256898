using System.Buffers.Binary;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Headers;

namespace Pipeline.Imaging.Metadata;

/// <summary>Finds the blocks of a JPEG: EXIF and XMP in APP1, IPTC in APP13, where several segments continue each other.</summary>
/// <seealso href="https://developer.adobe.com/xmp/docs/XMPSpecifications/">XMP part 3, 1.1.3</seealso>
internal static class JpegMetadata
{
    private const byte App1 = 0xE1;
    private const byte App13 = 0xED;
    private const int DigestLength = 32;
    private const int PartHeaderLength = DigestLength + 8;

    public static MetadataBlocks Read(ImageSource source)
    {
        var blocks = MetadataBlocks.None;
        List<byte> resources = [];
        byte[] digest = [];
        byte[] extended = [];
        var window = new SourceWindow(source);
        foreach (var segment in JpegSegments.List(source).Where(segment => segment.Marker is App1 or App13))
        {
            var content = window.ReadBlock(segment.Offset, segment.Length).AsMemory();
            if (segment.Marker == App13)
            {
                if (TakePrefix(ref content, "Photoshop 3.0\0"u8) && resources.Count + content.Length <= MetadataBlocks.MaxBlockBytes)
                {
                    resources.AddRange(content.Span);
                }
            }
            else if (content.Span.StartsWith("Exif\0"u8))
            {
                blocks = blocks.Exif.IsEmpty ? blocks with { Exif = content } : blocks;
            }
            else if (TakePrefix(ref content, "http://ns.adobe.com/xap/1.0/\0"u8))
            {
                blocks = blocks.Xmp.IsEmpty ? blocks with { Xmp = content } : blocks;
            }
            else if (TakePrefix(ref content, "http://ns.adobe.com/xmp/extension/\0"u8))
            {
                AddPart(content.Span, ref digest, ref extended);
            }
        }

        return blocks with
        {
            ExtendedXmp = extended,
            Iptc = PhotoshopResources.Find([.. resources], PhotoshopResources.Iptc).ToArray(),
            IptcDigest = PhotoshopResources.Find([.. resources], PhotoshopResources.IptcDigest).ToArray(),
        };
    }

    /// <summary>Copies a part of the extended packet to its place: after the packet's digest, its length, and the part's offset.</summary>
    /// <seealso href="https://developer.adobe.com/xmp/docs/XMPSpecifications/">XMP part 3, 1.1.3.1</seealso>
    private static void AddPart(ReadOnlySpan<byte> content, ref byte[] digest, ref byte[] packet)
    {
        if (content.Length < PartHeaderLength)
        {
            return;
        }

        var (length, offset) = (BinaryPrimitives.ReadUInt32BigEndian(content[DigestLength..]), BinaryPrimitives.ReadUInt32BigEndian(content[(DigestLength + 4)..]));
        if (packet.Length == 0 && length <= MetadataBlocks.MaxBlockBytes)
        {
            (digest, packet) = (content[..DigestLength].ToArray(), new byte[length]);
        }

        var part = content[PartHeaderLength..];
        if (content.StartsWith(digest) && offset + (long)part.Length <= packet.Length)
        {
            part.CopyTo(packet.AsSpan((int)offset));
        }
    }

    private static bool TakePrefix(ref Memory<byte> content, ReadOnlySpan<byte> prefix)
    {
        if (!content.Span.StartsWith(prefix))
        {
            return false;
        }

        content = content[prefix.Length..];
        return true;
    }
}
