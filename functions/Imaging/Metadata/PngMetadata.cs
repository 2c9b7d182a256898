using System.Buffers.Binary;
using System.IO.Compression;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Headers;

namespace Pipeline.Imaging.Metadata;

/// <summary>Finds the blocks of a PNG: EXIF in eXIf, XMP in iTXt, before or after the pixels.</summary>
/// <seealso href="https://www.w3.org/TR/png-3/#11eXIf"/>
internal static class PngMetadata
{
    private const int SignatureLength = 8;
    private const int ChunkOverhead = 12;

    // Chunks of pixels may be small. A header must not cost many reads.
    private const int MaxChunks = 20_000;

    public static MetadataBlocks Read(ImageSource source)
    {
        var blocks = MetadataBlocks.None;
        var window = new SourceWindow(source);
        long offset = SignatureLength;
        for (var chunks = 0; chunks < MaxChunks; chunks++)
        {
            var header = window.Read(offset, 8);
            if (header.Length < 8)
            {
                break;
            }

            var length = BinaryPrimitives.ReadUInt32BigEndian(header);
            var (isExif, isText) = (header[4..].StartsWith("eXIf"u8), header[4..].StartsWith("iTXt"u8));
            if (length <= MetadataBlocks.MaxBlockBytes)
            {
                if (isExif && blocks.Exif.IsEmpty)
                {
                    blocks = blocks with { Exif = window.ReadBlock(offset + 8, length) };
                }
                else if (isText && blocks.Xmp.IsEmpty)
                {
                    blocks = blocks with { Xmp = ReadXmp(window.ReadBlock(offset + 8, length)) };
                }
            }

            offset += length + ChunkOverhead;
        }

        return blocks;
    }

    /// <summary>Text after keyword, compression flag and method, language and translated keyword.</summary>
    private static byte[] ReadXmp(ReadOnlySpan<byte> chunk)
    {
        var keyword = "XML:com.adobe.xmp\0"u8;
        if (!chunk.StartsWith(keyword) || chunk.Length < keyword.Length + 4)
        {
            return [];
        }

        var isCompressed = chunk[keyword.Length] != 0;
        var text = chunk[(keyword.Length + 2)..];
        for (var zeros = 0; zeros < 2; zeros++)
        {
            var end = text.IndexOf((byte)0);
            if (end < 0)
            {
                return [];
            }

            text = text[(end + 1)..];
        }

        return isCompressed ? Decompress(text.ToArray()) : text.ToArray();
    }

    private static byte[] Decompress(byte[] compressed)
    {
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(compressed), CompressionMode.Decompress);
            using var text = new MemoryStream();
            var buffer = new byte[8192];
            while (text.Length < MetadataBlocks.MaxBlockBytes && zlib.Read(buffer) is var count and > 0)
            {
                text.Write(buffer, 0, count);
            }

            return text.ToArray();
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }
}
