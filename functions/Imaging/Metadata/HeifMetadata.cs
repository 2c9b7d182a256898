using System.Buffers.Binary;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Headers;

namespace Pipeline.Imaging.Metadata;

/// <summary>Finds the blocks of a HEIC or AVIF: items of their own.</summary>
/// <seealso href="https://www.iso.org/standard/83650.html">ISO/IEC 23008-12, annex A.2</seealso>
internal static class HeifMetadata
{
    public static MetadataBlocks Read(ImageSource source)
    {
        var header = HeifHeader.Read(source);
        return new()
        {
            Exif = SkipPrefix(header.ReadItem(source, "Exif", MetadataBlocks.MaxBlockBytes)),
            Xmp = header.ReadItem(source, "mime", MetadataBlocks.MaxBlockBytes),
        };
    }

    /// <summary>The block starts with the number of bytes before its TIFF header.</summary>
    private static ReadOnlyMemory<byte> SkipPrefix(byte[] block)
    {
        if (block.Length < 4)
        {
            return default;
        }

        var start = BinaryPrimitives.ReadUInt32BigEndian(block) + 4L;
        return start < block.Length ? block.AsMemory((int)start) : block.AsMemory(4);
    }
}
