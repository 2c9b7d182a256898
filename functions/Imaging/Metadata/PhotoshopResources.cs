using System.Buffers.Binary;

namespace Pipeline.Imaging.Metadata;

/// <summary>Finds Photoshop's image resources, which JPEG and TIFF hold.</summary>
/// <seealso href="https://www.adobe.com/devnet-apps/photoshop/fileformatashtml/#50577409_38034">Adobe Photoshop File Formats, Image Resource Blocks</seealso>
public static class PhotoshopResources
{
    /// <summary>IPTC data sets.</summary>
    public const ushort Iptc = 0x0404;

    /// <summary>MD5 of the IPTC data sets when XMP was last written.</summary>
    public const ushort IptcDigest = 0x0425;

    /// <summary>Finds the content of a resource.</summary>
    /// <param name="resources">Blocks that start with <c>8BIM</c>.</param>
    /// <param name="wanted">Identifier of the resource.</param>
    /// <returns>Empty if there is none or the block is damaged.</returns>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> resources, ushort wanted)
    {
        while (resources.Length >= 12 && resources.StartsWith("8BIM"u8))
        {
            var identifier = BinaryPrimitives.ReadUInt16BigEndian(resources[4..]);
            // A name with its length byte, padded to an even length.
            var start = 6 + ((resources[6] + 2) & ~1);
            if (start + 4 > resources.Length)
            {
                break;
            }

            var length = BinaryPrimitives.ReadUInt32BigEndian(resources[start..]);
            var content = resources[(start + 4)..];
            if (length > content.Length)
            {
                break;
            }

            if (identifier == wanted)
            {
                return content[..(int)length];
            }

            content = content[(int)length..];
            resources = length % 2 == 1 && !content.IsEmpty ? content[1..] : content;
        }

        return [];
    }
}
