using System.Buffers.Binary;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Headers;

namespace Pipeline.Imaging.Metadata;

/// <summary>Finds the blocks of a WebP: EXIF and XMP in chunks of their own, mostly after the pixels.</summary>
/// <seealso href="https://developers.google.com/speed/webp/docs/riff_container"/>
internal static class WebPMetadata
{
    private const int FileHeaderLength = 12;
    private const int ChunkHeaderLength = 8;
    private const int MaxChunks = 20_000;

    public static MetadataBlocks Read(ImageSource source)
    {
        var blocks = MetadataBlocks.None;
        var window = new SourceWindow(source);
        long offset = FileHeaderLength;
        for (var chunks = 0; chunks < MaxChunks; chunks++)
        {
            var header = window.Read(offset, ChunkHeaderLength);
            if (header.Length < ChunkHeaderLength)
            {
                break;
            }

            var length = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            var (isExif, isXmp) = (header.StartsWith("EXIF"u8), header.StartsWith("XMP "u8));
            if (length <= MetadataBlocks.MaxBlockBytes)
            {
                if (isExif && blocks.Exif.IsEmpty)
                {
                    blocks = blocks with { Exif = window.ReadBlock(offset + ChunkHeaderLength, length) };
                }
                else if (isXmp && blocks.Xmp.IsEmpty)
                {
                    blocks = blocks with { Xmp = window.ReadBlock(offset + ChunkHeaderLength, length) };
                }
            }

            offset += ChunkHeaderLength + length + (length & 1);
        }

        return blocks;
    }
}
